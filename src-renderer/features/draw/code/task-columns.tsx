/** Where the columns of a task's query come from, also through the tasks before it: a click on a column shows its way and selects those tasks. */
import { useQuery, useQueries } from "@tanstack/react-query";
import { CircleHelp, MoveRight } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import type { SqlCatalog } from "../../../../shared/sql/language.ts";
import { lineageOfTask, traceColumn, type TracedTask, type TraceParts, type TraceStep } from "../../../../shared/sql/trace-column.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import type { SqlSubject } from "../../../sql-text/sql-subject.ts";
import { t } from "../../../strings/t.ts";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import type { Drawing } from "../use-drawing.ts";
import styles from "./columns.module.css";

export interface TaskColumnsProps {
  readonly drawing: Drawing;
  readonly task: string;
  readonly subject: SqlSubject;
  /** Its SQL as it is typed. */
  readonly text: string;
}

export function TaskColumns({ drawing, task, subject, text }: TaskColumnsProps): ReactNode {
  const parts = useTraceParts(drawing);
  const [chosen, setChosen] = useState<number | null>(null);
  const self = useMemo<TracedTask>(() => ({ id: task, connection: subject.connection, dialect: subject.dialect, sql: text }), [task, subject.connection, subject.dialect, text]);
  const lineage = useMemo(() => (parts === null ? null : lineageOfTask(parts, self, text)), [parts, self, text]);
  if (parts === null) return <SkeletonRows rows={4} label={t("Reading the SQL of the DAG")} />;
  const columns = lineage?.columns ?? [];
  const show = (at: number): void => {
    const column = columns[at];
    if (column === undefined) return;
    setChosen(at);
    const before = traceColumn(parts, self, column).flatMap((step) => step.task ?? []);
    // The task itself stays the one that forms and text are about.
    drawing.select([...new Set(before.filter((id) => id !== task)), task], "form");
  };
  const column = chosen === null ? undefined : columns[chosen];
  return (
    <section className={styles.columns} aria-label={t("Where its columns come from")}>
      {columns.length === 0 ? (
        <p className="dw-dim">{lineage === null ? t("This SQL gives no rows.") : t("Its columns cannot be told from the text.")}</p>
      ) : (
        <ul className={styles.list}>
          {columns.map(({ name, from, isKnown }, at) => (
            <li key={at}>
              <button type="button" className={styles.column} aria-pressed={at === chosen} onClick={() => show(at)}>
                <code>{name ?? t("column {{at}}", { at: at + 1 })}</code>
                <span className="dw-dim dw-ellipsis">{from.length === 0 ? (isKnown ? t("made here") : t("not known")) : from.map((one) => `${one.table}.${one.column}`).join(", ")}</span>
                {!isKnown && <CircleHelp size={13} aria-label={t("There may be more than can be told")} />}
              </button>
            </li>
          ))}
        </ul>
      )}
      {lineage?.isKnown === false && columns.length > 0 && <p className="dw-dim">{t("There may be more columns than these.")}</p>}
      {column !== undefined && <Way name={column.name ?? t("column {{chosen}}", { chosen: (chosen ?? 0) + 1 })} steps={traceColumn(parts, self, column)} onTask={(id) => drawing.select([id], "form")} />}
    </section>
  );
}

function Way({ name, steps, onTask }: { name: string; steps: readonly TraceStep[]; onTask: (id: string) => void }): ReactNode {
  return (
    <div className={styles.way} role="status">
      <h3>
        <code>{name}</code> {steps.length === 0 ? t("is made of no table's column.") : t("comes from")}
      </h3>
      <ol>
        {steps.map(({ schema, table, column, task, depth, isKnown }) => (
          <li key={`${schema}.${table}.${column}`} style={{ paddingLeft: (depth - 1) * 16 }}>
            <code>
              {schema === null ? "" : `${schema}.`}
              {table}.{column}
            </code>
            {task !== null && (
              <>
                <MoveRight size={12} aria-label={t("built by")} />
                <button type="button" className={styles.task} onClick={() => onTask(task)}>
                  {task}
                </button>
              </>
            )}
            {!isKnown && <span className="dw-dim">{t("from there on not known")}</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Null until the SQL of the DAG was read. */
function useTraceParts({ document, state, advice }: Drawing): TraceParts | null {
  const rpc = useRpc();
  const { path } = document.text;
  const { version } = state;
  const texts = useQuery({ queryKey: ["dag-sql-texts", path, version], queryFn: () => rpc.dags.sqlTexts.call({ path, text: document.text.get().text }), gcTime: 10_000, retry: false, placeholderData: (before) => before }).data;
  const used = useMemo(() => [...new Set(texts?.tasks.map(({ connection }) => connection) ?? [])], [texts]);
  const catalogs = useQueries({ queries: used.map((connection) => ({ ...rpc.warehouse.catalog.queryOptions({ input: { connection } }), retry: false })), combine: (results) => results.map(({ data }) => data ?? null) });
  return useMemo(() => {
    if (texts === undefined) return null;
    const known = new Map<string, SqlCatalog | null>(used.map((connection, at) => [connection, catalogs[at] ?? null]));
    const tasks = texts.tasks.map(({ id, connection, dialect, sql }) => ({ id, connection, dialect, sql: sql[0]?.text ?? null }));
    return { tasks, builds: advice.builds, finalSchema: texts.finalSchema, prepSchema: texts.prepSchema, catalogOf: (connection) => known.get(connection) ?? null };
  }, [texts, used, catalogs, advice.builds]);
}
