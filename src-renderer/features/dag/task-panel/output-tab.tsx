/** What a try left behind: the table with its rows, and small values for other tasks (XCom). */
import { useQuery } from "@tanstack/react-query";
import { Table2 } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import { toExactJson } from "../../../../shared/base/exact-json.ts";
import type { Attempt, XCom } from "../../../../shared/model/run.ts";
import { embeddedConnection } from "../../../../shared/model/workspace-config.ts";
import { formatRoute } from "../../../app/route.ts";
import { CodeBlock } from "../../../code-view/code-block.tsx";
import { toFailure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { DataGrid } from "../../../ui/data-grid.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { sourceOf } from "../../../ui/row-source.ts";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import { RecordedRows } from "./recorded-rows.tsx";
import { recordsOf } from "./records.ts";
import styles from "./task-panel.module.css";

export interface OutputTabProps {
  readonly attempt: Attempt;
  readonly xcoms: readonly XCom[];
  readonly connection: string | null;
  /** Set when the run lies elsewhere: its tables are not in a database here. */
  readonly source: string | undefined;
}

export function OutputTab({ attempt, xcoms, connection, source }: OutputTabProps): ReactNode {
  if (attempt.table === null && xcoms.length === 0) return <EmptyState title={t("No output")}>{t("This try loaded no table and passed on no values.")}</EmptyState>;
  return (
    <div className={styles.scroll} tabIndex={0}>
      {attempt.table !== null && <LoadedTable table={attempt.table} rows={attempt.rowsLoaded} connection={connection ?? embeddedConnection} isElsewhere={source !== undefined} />}
      {attempt.table !== null && source !== undefined && <RecordedRows source={source} taskId={attempt.taskId} table={attempt.table} />}
      {xcoms.length > 0 && <h3 className={styles.part}>{t("Output (XCom)")}</h3>}
      {xcoms.map((xcom) => (
        <Value key={xcom.key} xcom={xcom} />
      ))}
    </div>
  );
}

function LoadedTable({ table, rows, connection, isElsewhere }: { table: string; rows: number | null; connection: string; isElsewhere: boolean }): ReactNode {
  const dot = table.lastIndexOf(".");
  const place = dot < 0 || isElsewhere ? null : { connection, schema: table.slice(0, dot), table: table.slice(dot + 1) };
  return (
    <>
      <div className={styles.loaded}>
        <Table2 size={18} color="var(--dw-text-2)" aria-hidden />
        <div>
          <strong className="dw-num">{rows === null ? t("Rows not counted") : t("{{count}} rows loaded", { count: rows })}</strong>
          <div>
            {t("into")}{" "}
            {place === null ? (
              <code>{table}</code>
            ) : (
              <a href={formatRoute({ page: "table", ...place })}>
                <code>{table}</code>
              </a>
            )}
          </div>
        </div>
      </div>
      {place !== null && <Rows place={place} name={table} />}
    </>
  );
}

const shownRows = 1_000;

/** The table as it is now: a later run may have loaded it anew. */
function Rows({ place, name }: { place: { connection: string; schema: string; table: string }; name: string }): ReactNode {
  const query = useQuery({ ...useRpc().warehouse.rows.queryOptions({ input: { ...place, limit: shownRows } }), retry: false });
  if (query.error) return <ErrorState title={t("{{table}} could not be read", { table: name })} failure={toFailure(query.error)} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <SkeletonRows rows={4} label={t("Reading rows")} />;
  const shown = query.data.rows.length;
  const total = query.data.totalRows;
  return (
    <>
      <p className="dw-dim">{total !== null && total > shown ? t("The first {{shown}} of {{count}} rows that it holds now", { shown, count: total }) : t("The {{count}} rows that it holds now", { count: shown })}</p>
      {shown > 0 && (
        <div className={styles.failing} style={{ height: Math.min(360, 62 + shown * 28) }}>
          <DataGrid rows={sourceOf(query.data)} label={t("Rows of {{table}}", { table: name })} />
        </div>
      )}
    </>
  );
}

/** A list of records is a table; everything is JSON. */
function Value({ xcom }: { xcom: XCom }): ReactNode {
  const records = useMemo(() => recordsOf(xcom.value), [xcom.value]);
  const [asJson, setAsJson] = useState(false);
  const text = useMemo(() => shownJson(xcom.value), [xcom.value]);
  if (records === null) return <CodeBlock name={xcom.key} text={text} language="json" />;
  return (
    <section aria-label={xcom.key}>
      <p className={styles.copied}>
        <code>{xcom.key}</code>
        <span className="dw-dim">{t("{{count}} records", { count: records.rows.length })}</span>
        <button type="button" className={styles.try} aria-pressed={!asJson} onClick={() => setAsJson(false)}>
          {t("Table")}
        </button>
        <button type="button" className={styles.try} aria-pressed={asJson} onClick={() => setAsJson(true)}>
          JSON
        </button>
      </p>
      {asJson ? (
        <CodeBlock name={xcom.key} text={text} language="json" />
      ) : (
        <div className={styles.failing} style={{ height: Math.min(360, 62 + records.rows.length * 28) }}>
          <DataGrid rows={sourceOf(records)} label={t("Records of {{key}}", { key: xcom.key })} />
        </div>
      )}
    </section>
  );
}

/** Signs that would turn the direction of what stands after them are written as JSON may write any sign. */
function shownJson(value: unknown): string {
  return toExactJson(value, 2).replaceAll(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
