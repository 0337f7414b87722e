/** Where each column of a query comes from; a source leads to the task that builds it, else to its table. */
import type { ReactNode } from "react";
import { lineageOf, type ColumnLineage, type SourceColumn } from "../../shared/sql/lineage.ts";
import { t } from "../strings/t.ts";
import { builderOf, inputOf, type SqlSubject } from "./sql-subject.ts";
import styles from "./sql-text.module.css";

export function QueryColumns({ subject, text }: { subject: SqlSubject; text: string }): ReactNode {
  const lineage = lineageOf(inputOf(subject, text));
  const columns = lineage?.columns ?? [];
  return (
    <aside className={styles.columns} aria-label={t("Where its columns come from")}>
      <h2 className="dw-small-heading">{t("Columns of the statement")}</h2>
      {columns.length === 0 && <p className="dw-dim">{lineage === null ? t("This statement gives no rows.") : t("Its columns cannot be told from the text.")}</p>}
      <ul>
        {columns.map((column, at) => (
          <li key={at} className={styles.columnOf}>
            <code>{column.name ?? t("column {{at}}", { at: at + 1 })}</code>
            <ColumnSources column={column} subject={subject} />
          </li>
        ))}
      </ul>
      {lineage?.isKnown === false && columns.length > 0 && <p className="dw-dim">{t("There may be more columns than these.")}</p>}
    </aside>
  );
}

/** What a column is made of, each a way to the task that builds it, else to its table. */
export function ColumnSources({ column: { from, isKnown }, subject }: { column: ColumnLineage; subject: SqlSubject }): ReactNode {
  return (
    <>
      {from.map((source) => (
        <Source key={`${source.schema}.${source.table}.${source.column}`} source={source} subject={subject} />
      ))}
      {from.length === 0 && isKnown && <span className="dw-dim">{t("made here")}</span>}
      {!isKnown && <span className="dw-dim">{from.length === 0 ? t("not known") : t("and perhaps more")}</span>}
    </>
  );
}

function Source({ source: { schema, table, column }, subject }: { source: SourceColumn; subject: SqlSubject }): ReactNode {
  const task = builderOf(subject, schema, table);
  const known = subject.catalog?.tables.find((one) => one.name === table && (schema === null || one.schema === schema));
  const open = task !== null ? () => subject.openTask(task) : known !== undefined ? () => subject.openTable(known.schema, known.name) : null;
  const text = `${table}.${column}`;
  if (open === null) return <code className="dw-dim">{text}</code>;
  return (
    <button type="button" className={styles.source} title={task === null ? t("Open the table") : t("Built by task {{task}}", { task })} onClick={open}>
      {text}
    </button>
  );
}
