/** One result: its rows, its chart, its profile. Sorted, filtered and searched by the engine, shown page by page. */
import { SegmentedControl } from "@mantine/core";
import { lazy, Suspense, useState, type ReactNode } from "react";
import type { ResultColumn, SqlExport } from "../../../../shared/contract/sql.ts";
import { useCommandHandlers } from "../../../app/command-handlers.ts";
import { t } from "../../../strings/t.ts";
import { useGridCursor } from "../../../ui/grid-cursor.ts";
import { shownColumns, useGridLayout } from "../../../ui/grid-layout.ts";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import { CellView } from "./cell-view.tsx";
import { ColumnOrigin, type ResultOrigin } from "./column-origin.tsx";
import { ExportDialog } from "./export-dialog.tsx";
import { FilterChips } from "./filter-chips.tsx";
import { FilterPopover } from "./filter-popover.tsx";
import { FindBar } from "./find-bar.tsx";
import { ResultFoot } from "./result-foot.tsx";
import { withOrder, type Filter } from "./result-order.ts";
import { ResultRows } from "./result-rows.tsx";
import { ResultTools } from "./result-tools.tsx";
import { ResultTrouble } from "./result-trouble.tsx";
import styles from "./results.module.css";
import { useExport } from "./use-export.ts";
import { useResultPages } from "./use-result-pages.ts";

const ResultChart = lazy(async () => ({ default: (await import("./chart/result-chart.tsx")).ResultChart }));
const ResultProfile = lazy(async () => ({ default: (await import("./result-profile.tsx")).ResultProfile }));

export interface ResultViewProps {
  readonly resultId: string;
  readonly columns: readonly ResultColumn[];
  readonly rowCount: number;
  /** No more rows will come. */
  readonly isWhole: boolean;
  /** There were more rows than are kept. */
  readonly isCapped: boolean;
  /** Of the file that an export makes. */
  readonly name: string;
  /** What gives all of its rows, when it runs again. */
  readonly query: Extract<SqlExport["source"], { connection: string }> | null;
  /** What says where its columns come from; null where no text does. */
  readonly origin: ResultOrigin | null;
  /** Runs it again, with more rows or when the result is not there any more. Null where it cannot. */
  readonly onAgain: ((maxRows?: number) => void) | null;
  /** Only the one in sight answers commands. */
  readonly isActive: boolean;
  /** More rows than are kept now, or null when that is the most. */
  readonly nextLimit: number | null;
}

type Face = "rows" | "chart" | "profile";
const faces = [
  { value: "rows", label: t("Rows") },
  { value: "chart", label: t("Chart") },
  { value: "profile", label: t("Profile") },
];

export function ResultView(props: ResultViewProps): ReactNode {
  const { resultId, columns, rowCount, isWhole, isCapped, query, origin, onAgain } = props;
  const { pages, state } = useResultPages(props);
  const { source, order, found, failure } = state;
  const layout = useGridLayout(source);
  const cursor = useGridCursor();
  const [face, setFace] = useState<Face>("rows");
  const [tool, setTool] = useState<"find" | "export" | null>(null);
  const [isCellOpen, setCellOpen] = useState(false);
  const [editing, setEditing] = useState<{ column: number; index: number | null; at: { x: number; y: number } } | null>(null);
  const [asked, setAsked] = useState<{ column: number; at: { x: number; y: number } } | null>(null);
  const out = useExport(props.name);
  const filters = order.filter ?? [];
  const filter = (next: readonly Filter[]): void => pages.arrange(withOrder(order.sort ?? [], next));
  const { active } = cursor.state;
  const column = columns[active.column];
  const edited = editing === null ? undefined : columns[editing.column];
  return (
    <>
      {props.isActive && isWhole && (
        <ResultCommands
          acts={{
            find: () => (setFace("rows"), setTool("find")),
            export: () => setTool("export"),
            face: setFace,
            cell: () => (setFace("rows"), setCellOpen((open) => !open)),
            origin: () => (setFace("rows"), setAsked({ column: active.column, at: underCell(resultId, active.column) })),
          }}
        />
      )}
      <div className={styles.tools}>
        <SegmentedControl size="xs" aria-label={t("View of the result")} data={faces} value={face} disabled={!isWhole} onChange={(next) => setFace(next as Face)} />
        <FilterChips filters={filters} columns={columns} onChange={filter} onEdit={(index, at) => setEditing({ column: filters[index]?.column ?? 0, index, at })} />
        <ResultTools
          {...{ columns, layout, isWhole, isCellOpen }}
          areRows={face === "rows"}
          progress={out.progress}
          find={tool === "find" ? <FindBar resultId={resultId} order={order} columns={shownColumns(layout.layout)} active={active} onFound={(place) => cursor.moveTo(place)} onClose={() => (setTool(null), focusGrid(resultId))} /> : null}
          onFind={() => setTool("find")}
          onColumn={(to) => cursor.moveTo({ row: active.row, column: to })}
          onCell={() => setCellOpen(!isCellOpen)}
          onExport={() => setTool("export")}
        />
      </div>
      {failure !== null && <ResultTrouble failure={failure} isFiltered={filters.length > 0} onClear={() => filter([])} onRetry={() => pages.retry()} onAgain={onAgain === null ? null : () => onAgain()} />}
      <div className={styles.face} data-result={resultId}>
        {face === "rows" && (
          <>
            <ResultRows {...{ pages, state, columns, isWhole, layout, cursor }} onFilter={filter} onEdit={(at, place) => setEditing({ column: at, index: null, at: place })} onOpen={() => setCellOpen(true)} onOrigin={origin === null ? null : (at, place) => setAsked({ column: at, at: place })} />
            {isCellOpen && column !== undefined && source.rowCount > 0 && <CellView resultId={resultId} order={order} place={active} column={column} onClose={() => (setCellOpen(false), focusGrid(resultId))} />}
          </>
        )}
        <Suspense fallback={<SkeletonRows rows={8} label={t("Opening")} />}>
          {face === "chart" && <ResultChart resultId={resultId} columns={columns} filters={filters} name={props.name} />}
          {face === "profile" && <ResultProfile resultId={resultId} isFiltered={filters.length > 0} />}
        </Suspense>
      </div>
      <ResultFoot {...{ rowCount, found, isWhole, isCapped, onAgain }} isFiltered={filters.length > 0} columnCount={columns.length} nextLimit={props.nextLimit} onExport={query === null ? null : () => setTool("export")} />
      {editing !== null && edited !== undefined && (
        <FilterPopover
          key={`${editing.column} ${editing.index ?? "new"}`}
          column={editing.column}
          of={edited}
          filter={editing.index === null ? undefined : filters[editing.index]}
          at={editing.at}
          onApply={(made) => {
            filter(editing.index === null ? [...filters, made] : filters.with(editing.index, made));
            setEditing(null);
          }}
          onClose={() => setEditing(null)}
        />
      )}
      {asked !== null && origin !== null && <ColumnOrigin {...{ origin, columns }} {...asked} onClose={() => (setAsked(null), focusGrid(resultId))} />}
      {tool === "export" && (
        <ExportDialog
          rows={found ?? rowCount}
          mayRunAgain={isCapped && query !== null}
          onClose={() => setTool(null)}
          onExport={(which, format, csv) => {
            setTool(null);
            void out.start(which === "all" && query !== null ? query : { resultId, ...order }, format, csv);
          }}
        />
      )}
    </>
  );
}

function ResultCommands({ acts }: { acts: { find(): void; export(): void; cell(): void; origin(): void; face(face: Face): void } }): ReactNode {
  useCommandHandlers({
    "sql.find": acts.find,
    "sql.export": acts.export,
    "sql.cell": acts.cell,
    "sql.origin": acts.origin,
    "sql.rows": () => acts.face("rows"),
    "sql.chart": () => acts.face("chart"),
    "sql.profile": () => acts.face("profile"),
  });
  return null;
}

/** Below the cell of the cursor, or below the head where that is out of sight. */
function underCell(resultId: string, column: number): { x: number; y: number } {
  const grid = document.querySelector(`[data-result="${resultId}"] [role="grid"]`);
  const box = (grid?.querySelector(`[data-column="${column}"][aria-selected="true"]`) ?? grid?.querySelector("[data-head]") ?? grid)?.getBoundingClientRect();
  return { x: (box?.left ?? 0) + 8, y: box?.bottom ?? 0 };
}

function focusGrid(resultId: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-result="${resultId}"] [role="grid"]`)?.focus());
}
