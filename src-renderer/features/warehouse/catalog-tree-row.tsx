/** One row of the catalogue tree. */
import { ChevronDown, ChevronRight, Database, Eye, FolderClosed, LoaderCircle, Table2, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../../strings/t.ts";
import { formatCount } from "../../ui/format.ts";
import { levelOf, type TreeRow } from "./catalog-rows.ts";
import styles from "./warehouse.module.css";

export interface CatalogTreeRowProps {
  readonly id: string;
  readonly row: TreeRow;
  readonly box: { top: number; height: number };
  readonly focused: boolean;
  readonly selected: boolean;
  readonly onPick: () => void;
}

export function CatalogTreeRow({ id, row, box, focused, selected, onPick }: CatalogTreeRowProps): ReactNode {
  const folds = row.kind === "connection" || row.kind === "schema";
  return (
    <div
      id={id}
      className={row.kind === "note" ? `${styles.row} ${styles.note}` : styles.row}
      role="treeitem"
      aria-level={levelOf(row)}
      aria-expanded={folds ? row.open : undefined}
      aria-selected={selected}
      data-focused={focused}
      style={{ top: box.top, height: box.height, paddingLeft: 8 + (levelOf(row) - 1) * 16 }}
      title={titleOf(row)}
      onClick={onPick}
    >
      {folds ? <Fold open={row.open} /> : <span style={{ width: 14, flex: "none" }} />}
      <RowIcon row={row} />
      <span className="dw-ellipsis">{nameOf(row)}</span>
      <span className={styles.tail}>{tailOf(row)}</span>
    </div>
  );
}

function Fold({ open }: { open: boolean }): ReactNode {
  const Icon = open ? ChevronDown : ChevronRight;
  return <Icon size={14} aria-hidden style={{ flex: "none" }} />;
}

function RowIcon({ row }: { row: TreeRow }): ReactNode {
  const look = { size: 14, color: "var(--dw-text-2)", "aria-hidden": true, style: { flex: "none" } } as const;
  if (row.kind === "connection") return <Database {...look} />;
  if (row.kind === "schema") return <FolderClosed {...look} />;
  if (row.kind === "note") return <NoteIcon tone={row.tone} />;
  return row.table.kind === "view" ? <Eye {...look} /> : <Table2 {...look} />;
}

function NoteIcon({ tone }: { tone: "loading" | "failed" | "plain" }): ReactNode {
  if (tone === "plain") return null;
  const Icon = tone === "loading" ? LoaderCircle : TriangleAlert;
  return <Icon size={14} color={tone === "loading" ? "var(--dw-text-2)" : "var(--dw-warn)"} aria-hidden style={{ flex: "none" }} />;
}

function nameOf(row: TreeRow): string {
  switch (row.kind) {
    case "connection":
      return row.connection.id;
    case "schema":
      return row.name;
    case "table":
      return row.table.name;
    case "note":
      return row.text;
  }
}

function tailOf(row: TreeRow): string {
  if (row.kind === "connection") return row.connection.kind === "duckdb" ? "DuckDB" : "PostgreSQL";
  if (row.kind === "schema") return formatCount(row.tables);
  return row.kind === "table" && row.table.rowCount !== null ? formatCount(row.table.rowCount) : "";
}

function titleOf(row: TreeRow): string {
  if (row.kind === "connection") return row.connection.label;
  if (row.kind !== "table") return nameOf(row);
  const count = row.table.rowCount === null ? "" : ` · ${t("{{count}} rows", { count: row.table.rowCount })}`;
  return `${row.table.schema}.${row.table.name} (${row.table.kind})${count}`;
}
