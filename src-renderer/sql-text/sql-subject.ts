/** What is known around a SQL text: the database it is written for, the settings, and the task that it belongs to, if any. Types and small questions. */
import type { DagAdvice } from "../../shared/contract/dags.ts";
import type { FileEntry } from "../../shared/contract/files.ts";
import type { ConnectionInfo } from "../../shared/contract/warehouse.ts";
import type { Dag } from "../../shared/model/dag.ts";
import type { SqlCatalog, SqlDialect, SqlInput, SqlSettings, TemplateWord } from "../../shared/sql/language.ts";
import { templateWordsOf } from "../../shared/sql/template-words.ts";
import { withPlanned } from "./planned-catalog.ts";

/** The DAG whose words a text may use. */
export interface SqlHome {
  readonly dagId: string;
  /** Path of the DAG's file. */
  readonly file: string;
  readonly dag: Dag;
  /** Null for a text that no task runs. */
  readonly taskId: string | null;
  readonly builds: DagAdvice["builds"];
}

export interface SqlSubject {
  readonly dialect: SqlDialect;
  readonly connection: string;
  readonly catalog: SqlCatalog | null;
  readonly settings: SqlSettings;
  readonly home: SqlHome | null;
  readonly openTable: (schema: string, table: string) => void;
  /** Shows a task where it is drawn. */
  readonly openTask: (taskId: string) => void;
  /** What a folder of the workspace holds: there relative paths of SQL begin. */
  readonly listFolder: (folder: string) => Promise<readonly FileEntry[]>;
  /** Null where nothing can be added. */
  readonly addDep: ((task: string, dep: string) => void) | null;
}

export function dialectOf(connection: Pick<ConnectionInfo, "kind"> | undefined): SqlDialect {
  return connection?.kind === "postgres" ? "postgres" : "duckdb";
}

/** Tables that tasks of the DAG build where this text can see them. */
export function builtHere({ home, connection }: Pick<SqlSubject, "home" | "connection">): DagAdvice["builds"] {
  return (home?.builds ?? []).filter((one) => one.connection === connection);
}

export function inputOf(subject: SqlSubject, text: string): SqlInput {
  const { dialect, catalog, home } = subject;
  if (home === null) return { text, dialect, catalog };
  const { finalSchema, prepSchema } = home.dag;
  const own = home.builds.find(({ task }) => task === home.taskId);
  const templateValues = { final_schema: finalSchema, prep_schema: prepSchema, ...(own === undefined ? {} : { this: `${prepSchema}.${own.table}` }) };
  return { text, dialect, catalog, searchPath: [finalSchema], plannedTables: builtHere(subject), templateValues };
}

/** What may be proposed: tables that tasks will build are as good as those that are there. Slips are judged by what is there alone. */
export function proposingInput(subject: SqlSubject, text: string): SqlInput {
  const input = inputOf(subject, text);
  const { home, connection } = subject;
  return home === null ? input : { ...input, catalog: withPlanned(input.catalog, { builds: home.builds, connection, taskId: home.taskId }) };
}

export function wordsOf({ home }: SqlSubject): readonly TemplateWord[] {
  if (home === null) return templateWordsOf({});
  return templateWordsOf({ params: Object.keys(home.dag.params), tasks: home.dag.tasks.map(({ id }) => id) });
}

/** The task that builds a table; null where none is known to. */
export function builderOf(subject: SqlSubject, schema: string | null, table: string): string | null {
  const wanted = (schema ?? subject.home?.dag.finalSchema ?? "").toLowerCase();
  return builtHere(subject).find((one) => one.table.toLowerCase() === table.toLowerCase() && one.schema.toLowerCase() === wanted)?.task ?? null;
}
