/** The first rows of a table as somebody downstream would read it. */
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { TriedTable } from "../../../../shared/contract/tries.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { DataGrid } from "../../../ui/data-grid.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { formatCount } from "../../../ui/format.ts";
import { sourceOf } from "../../../ui/row-source.ts";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import styles from "./output.module.css";

const shownRows = 200;

const words = { pinned: "pinned", tried: t("tried, not published"), published: "published" } as const;

export function TriedTables({ tables }: { tables: readonly TriedTable[] }): ReactNode {
  const [chosen, setChosen] = useState(0);
  const table = tables[chosen] ?? tables[0];
  if (table === undefined) return null;
  return (
    <div className={styles.tables}>
      {tables.length > 1 && (
        <div className={styles.tableNames} role="group" aria-label={t("Tables")}>
          {tables.map((one, at) => (
            <button key={one.name} className={styles.tableName} aria-pressed={one === table} onClick={() => setChosen(at)}>
              {one.name}
            </button>
          ))}
        </div>
      )}
      <TriedRows key={`${table.connection} ${table.schema} ${table.table}`} table={table} />
    </div>
  );
}

function TriedRows({ table }: { table: TriedTable }): ReactNode {
  const { connection, schema, table: name, origin } = table;
  const query = useQuery({ ...useRpc().warehouse.rows.queryOptions({ input: { connection, schema, table: name, limit: shownRows } }), retry: false });
  const failure = query.isError ? toFailure(query.error) : null;
  // Any other failure, such as a database that cannot be reached, says nothing about the table.
  const isGone = failure?.code === "sql/failed";
  if (isGone && origin === "published") return <EmptyState title={t("{{table}} is not there yet", { table: table.name })}>{t("Nothing was published and nothing was tried: try up to here.")}</EmptyState>;
  if (isGone && origin === "pinned") return <EmptyState title={t("The pinned rows of {{table}} are gone", { table: table.name })}>{t("Pin the task anew, or take the pin off.")}</EmptyState>;
  if (failure !== null) return <ErrorState title={t("{{table}} could not be read", { table: table.name })} failure={failure} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <SkeletonRows rows={6} label={t("Reading rows")} />;
  const { rows, columns } = query.data;
  const total = query.data.totalRows ?? table.rows;
  return (
    <>
      <p className={styles.about}>
        <strong>{table.name}</strong> <span className="dw-dim">{words[origin]}</span>
        <span className="dw-num" role="status">
          {total !== null && total > rows.length ? t("first {{rows}} of {{count}} rows", { rows: formatCount(rows.length), count: total }) : t("{{count}} rows", { count: rows.length })}, {t("{{count}} columns", { count: columns.length })}
        </span>
      </p>
      <div className={styles.grid}>{rows.length === 0 ? <EmptyState title={t("No rows")}>{t("The table has {{count}} columns and no rows.", { count: columns.length })}</EmptyState> : <DataGrid rows={sourceOf(query.data)} label={t("Rows of {{table}}", { table: table.name })} />}</div>
    </>
  );
}
