/** The grid of a result, with what can be asked of the engine about its rows: sort and filter. */
import { Menu } from "@mantine/core";
import { useCallback, useMemo, type ReactNode } from "react";
import type { ResultColumn } from "../../../../shared/contract/sql.ts";
import { t } from "../../../strings/t.ts";
import { DataGrid } from "../../../ui/data-grid.tsx";
import type { CellPlace } from "../../../ui/data-grid-model.ts";
import type { GridCursor } from "../../../ui/grid-cursor.ts";
import type { GridLayoutControl } from "../../../ui/grid-layout.ts";
import { nextSort, setSort, withOrder, type Filter, type FilterOp, type Sort } from "./result-order.ts";
import type { PagesState, ResultPages } from "./result-pages.ts";
import styles from "./results.module.css";

export interface ResultRowsProps {
  readonly pages: ResultPages;
  readonly state: PagesState;
  readonly columns: readonly ResultColumn[];
  readonly isWhole: boolean;
  readonly layout: GridLayoutControl;
  readonly cursor: GridCursor;
  readonly onFilter: (filters: readonly Filter[]) => void;
  /** A new condition on a column is to be written. */
  readonly onEdit: (column: number, at: { x: number; y: number }) => void;
  readonly onOpen: () => void;
  /** Null where no text says how the columns are made. */
  readonly onOrigin: ((column: number, at: { x: number; y: number }) => void) | null;
}

export function ResultRows({ pages, state, columns, isWhole, layout, cursor, onFilter, onEdit, onOpen, onOrigin }: ResultRowsProps): ReactNode {
  const { source, order } = state;
  const { sort = [], filter = [] } = order;
  const filtered = useMemo(() => new Set(filter.map((one) => one.column)), [filter]);
  // The same call asks again when pages were forgotten, or more rows have come.
  const need = useCallback((from: number, to: number) => void (source.rowCount > 0 && pages.need(from, to)), [pages, source]);
  const arrange = (next: readonly Sort[]): void => pages.arrange(withOrder(next, filter));
  const valueItems = (place: CellPlace): ReactNode => {
    const row = source.rowAt(place.row);
    const value = row?.[place.column] ?? null;
    const add = (op: FilterOp): void => onFilter([...filter, { column: place.column, op, ...(value === null ? {} : { value }) }]);
    return (
      <>
        <Menu.Item onClick={onOpen}>{t("Show the whole cell")}</Menu.Item>
        {isWhole && row !== undefined && <Menu.Item onClick={() => add(value === null ? "is null" : "=")}>{t("Only rows with this value")}</Menu.Item>}
        {isWhole && row !== undefined && <Menu.Item onClick={() => add(value === null ? "is not null" : "<>")}>{t("Only rows without this value")}</Menu.Item>}
      </>
    );
  };
  return (
    <div className={styles.gridPlace}>
      <DataGrid
        rows={source}
        label={t("Rows of the result")}
        onShown={need}
        filtered={filtered}
        layout={layout}
        cursor={cursor}
        onOpen={onOpen}
        cellItems={valueItems}
        columnItems={(column, at) => (
          <>
            {isWhole && <Menu.Item onClick={() => onEdit(column, at)}>{t("Filter…")}</Menu.Item>}
            {isWhole && filtered.has(column) && <Menu.Item onClick={() => onFilter(filter.filter((one) => one.column !== column))}>{t("Do not filter {{name}}", { name: columns[column]?.name ?? "" })}</Menu.Item>}
            {onOrigin !== null && <Menu.Item onClick={() => onOrigin(column, at)}>{t("Where does this come from?")}</Menu.Item>}
          </>
        )}
        {...(isWhole && { order: { sort, onSort: (column: number, add: boolean) => arrange(nextSort(sort, column, add)), onSet: (column: number, descending: boolean | null) => arrange(setSort(sort, column, descending)) } })}
      />
    </div>
  );
}
