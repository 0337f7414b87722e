/** Connections, schemas and tables as a tree. Arrows move and fold, Enter opens, typing in the box above searches. */
import { TextInput } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Search } from "lucide-react";
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { navigate } from "../../app/route.ts";
import { t } from "../../strings/t.ts";
import { useRowHeight } from "../../ui/preferences.tsx";
import { CatalogTreeRow } from "./catalog-tree-row.tsx";
import { treeRows, type TreeRow } from "./catalog-rows.ts";
import type { Catalogs } from "./use-catalogs.ts";
import styles from "./warehouse.module.css";

export interface CatalogTreeProps {
  readonly catalogs: Catalogs;
  /** Row id of the open table: `connection/schema/table`. */
  readonly openTable: string | null;
}

export function CatalogTree({ catalogs, openTable }: CatalogTreeProps): ReactNode {
  const [search, setSearch] = useState("");
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const rows = treeRows({ connections: catalogs.connections ?? [], catalogs: catalogs.catalogs, closed, search });
  const toggle = (id: string, open: boolean): void => setClosed((before) => new Set(open ? [...before].filter((other) => other !== id) : [...before, id]));
  return (
    <aside className={styles.side} aria-label={t("Catalogue")}>
      <div className={styles.sideHead}>
        <TextInput aria-label={t("Search tables")} placeholder={t("Search tables")} leftSection={<Search size={14} aria-hidden />} value={search} onChange={(event) => setSearch(event.currentTarget.value)} style={{ flex: 1 }} />
      </div>
      <Tree rows={rows} openTable={openTable} onToggle={toggle} />
    </aside>
  );
}

interface TreeProps {
  readonly rows: readonly TreeRow[];
  readonly openTable: string | null;
  readonly onToggle: (id: string, open: boolean) => void;
}

function Tree({ rows, openTable, onToggle }: TreeProps): ReactNode {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rowPx = useRowHeight();
  const [focusedId, setFocusedId] = useState<string | null>(openTable);
  const focused = Math.max(0, rows.findIndex((row) => row.id === focusedId));
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => rowPx, overscan: 10 });

  function focus(index: number): void {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (row === undefined) return;
    setFocusedId(row.id);
    virtual.scrollToIndex(rows.indexOf(row));
  }

  function act(row: TreeRow | undefined): void {
    if (row?.kind === "table") navigate({ page: "table", connection: row.connection, schema: row.table.schema, table: row.table.name });
    else if (row?.kind === "note") navigate({ page: "data" });
    else if (row !== undefined) onToggle(row.id, !row.open);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const row = rows[focused];
    const folds = row?.kind === "connection" || row?.kind === "schema" ? row : null;
    const moves: Record<string, () => void> = {
      ArrowDown: () => focus(focused + 1),
      ArrowUp: () => focus(focused - 1),
      Home: () => focus(0),
      End: () => focus(rows.length - 1),
      ArrowRight: () => (folds !== null && !folds.open ? onToggle(folds.id, true) : focus(focused + 1)),
      ArrowLeft: () => (folds?.open === true ? onToggle(folds.id, false) : focus(parentOf(rows, focused))),
      Enter: () => act(row),
      " ": () => act(row),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  }

  return (
    <div ref={scroller} className={styles.tree} role="tree" tabIndex={0} aria-label={t("Tables")} aria-activedescendant={rows.length > 0 ? `${id}-${focused}` : undefined} onKeyDown={onKeyDown}>
      <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="presentation">
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <CatalogTreeRow
              key={row.id}
              id={`${id}-${item.index}`}
              row={row}
              box={{ top: item.start, height: item.size }}
              focused={item.index === focused}
              selected={row.id === openTable}
              onPick={() => {
                setFocusedId(row.id);
                act(row);
              }}
            />
          );
        })}
      </div>
    </div>
  );
}

function parentOf(rows: readonly TreeRow[], from: number): number {
  const row = rows[from];
  const wanted = row?.kind === "table" || row?.kind === "note" ? "schema" : "connection";
  const at = rows.findLastIndex((other, index) => index < from && (other.kind === wanted || other.kind === "connection"));
  return at < 0 ? from : at;
}
