/** What a try left behind: the table with its rows, and small values for other tasks (XCom). */
import { embeddedConnection } from "../../../../shared/model/workspace-config.ts";
import { Table2 } from "lucide-react";
import type { ReactNode } from "react";
import type { Attempt, XCom } from "../../../../shared/model/run.ts";
import { formatRoute } from "../../../app/route.ts";
import { CodeBlock } from "../../../code-view/code-block.tsx";
import { t } from "../../../strings/t.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import styles from "./task-panel.module.css";

export function OutputTab({ attempt, xcoms, connection }: { attempt: Attempt; xcoms: readonly XCom[]; connection: string | null }): ReactNode {
  if (attempt.table === null && xcoms.length === 0) return <EmptyState title={t("No output")}>{t("This try loaded no table and passed on no values.")}</EmptyState>;
  return (
    <div className={styles.scroll} tabIndex={0}>
      {attempt.table !== null && <LoadedTable table={attempt.table} rows={attempt.rowsLoaded} connection={connection ?? embeddedConnection} />}
      {xcoms.length > 0 && <h3 className={styles.part}>{t("Output (XCom)")}</h3>}
      {xcoms.map((xcom) => (
        <CodeBlock key={xcom.key} name={xcom.key} text={JSON.stringify(xcom.value, null, 2) ?? "null"} language="json" />
      ))}
    </div>
  );
}

function LoadedTable({ table, rows, connection }: { table: string; rows: number | null; connection: string }): ReactNode {
  const dot = table.lastIndexOf(".");
  const href = dot < 0 ? null : formatRoute({ page: "table", connection, schema: table.slice(0, dot), table: table.slice(dot + 1) });
  return (
    <div className={styles.loaded}>
      <Table2 size={18} color="var(--dw-text-2)" aria-hidden />
      <div>
        <strong className="dw-num">{rows === null ? t("Rows not counted") : t("{{count}} rows loaded", { count: rows })}</strong>
        <div>{t("into")} {href === null ? <code>{table}</code> : <a href={href}><code>{table}</code></a>}</div>
      </div>
    </div>
  );
}
