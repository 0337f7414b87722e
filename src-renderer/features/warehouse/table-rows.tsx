/** The rows of a table, a page at a time. */
import { Button } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { RowSet } from "../../../shared/contract/warehouse.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { DataGrid } from "../../ui/data-grid.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { sourceOf } from "../../ui/row-source.ts";
import { formatCount } from "../../ui/format.ts";
import { Waiting } from "../../ui/waiting.tsx";
import { Stopped } from "./stopped.tsx";
import type { TableRoute } from "./table-view.tsx";
import { useStopping } from "./use-stopping.ts";
import styles from "./warehouse.module.css";

const pageSize = 500;

export function TableRows({ route }: { route: TableRoute }): ReactNode {
  const [offset, setOffset] = useState(0);
  const { connection, schema, table } = route;
  const options = useRpc().warehouse.rows.queryOptions({ input: { connection, schema, table, limit: pageSize, offset } });
  const query = useQuery({ ...options, placeholderData: keepPreviousData });
  const { stopped, cancel, again } = useStopping(query, options.queryKey);
  if (query.isError) return <ErrorState title={t("{{schema}}.{{table}} could not be read", { schema, table })} failure={toFailure(query.error)} onRetry={again} />;
  if (stopped) return <Stopped what={t("Reading the rows")} onAgain={again} />;
  if (query.data === undefined) return <Waiting rows={16} label={t("Reading rows")} onCancel={cancel} />;
  if (query.data.rows.length === 0 && offset === 0) return <EmptyState title={t("The table has no rows")}>{t("It has {{count}} columns; see the tab Columns.", { count: query.data.columns.length })}</EmptyState>;
  return (
    <>
      <div style={{ flex: 1, minHeight: 0 }}>
        <DataGrid rows={sourceOf(query.data)} label={t("Rows of {{schema}}.{{table}}", { schema, table })} firstRow={offset} />
      </div>
      <Pager set={query.data} offset={offset} busy={query.isPlaceholderData} onMove={setOffset} />
    </>
  );
}

function Pager({ set, offset, busy, onMove }: { set: RowSet; offset: number; busy: boolean; onMove: (offset: number) => void }): ReactNode {
  const last = offset + set.rows.length;
  const more = set.totalRows === null ? set.rows.length === pageSize : last < set.totalRows;
  return (
    <nav className={styles.pager} aria-label={t("Pages of rows")}>
      <Button size="compact-xs" variant="default" disabled={offset === 0 || busy} leftSection={<ChevronLeft size={12} aria-hidden />} onClick={() => onMove(Math.max(0, offset - pageSize))}>
        {t("Previous")}
      </Button>
      <Button size="compact-xs" variant="default" disabled={!more || busy} rightSection={<ChevronRight size={12} aria-hidden />} onClick={() => onMove(offset + pageSize)}>
        {t("Next")}
      </Button>
      <span className="dw-num" role="status">
        {t("Rows {{offset}}–{{last}} of {{totalRows}}", { offset: formatCount(offset + 1), last: formatCount(last), totalRows: set.totalRows === null ? t("an unknown number") : formatCount(set.totalRows) })}
      </span>
    </nav>
  );
}
