/**
 * Which tasks of a DAG build the tables that others read, and so: which dependencies are missing, and which have no reason that can be
 * seen. Knows only SQL; what Python and Bash tasks read is not guessed.
 */
import { ancestors } from "../graph/reach.ts";
import type { SqlDialect, TableUse } from "./language.ts";
import type { TableName } from "./names.ts";
import { readText } from "./scope.ts";
import { tablesBuiltIn, tablesReadIn } from "./tables.ts";

export interface SqlText {
  /** Where it comes from, such as a path; handed back as it is. */
  readonly where: string;
  readonly text: string;
}

export interface TaskSql {
  readonly id: string;
  readonly deps: readonly string[];
  readonly dialect: SqlDialect;
  /** Tasks with an equal connection see the same tables. */
  readonly connection: string;
  /** CREATE TABLE of the table that the task publishes in the final schema. */
  readonly ddl: SqlText | null;
  /** The SQL that the task runs, queries of its checks included. */
  readonly sql: readonly SqlText[];
  /** Tables that its checks compare with, as `table` or `schema.table`. */
  readonly compared: readonly SqlText[];
  /** Whether `sql` is all that the task reads. */
  readonly isWhole: boolean;
}

export interface DagSql {
  readonly tasks: readonly TaskSql[];
  readonly prepSchema: string;
  readonly finalSchema: string;
}

export interface MissingDep {
  readonly task: string;
  /** The task that builds the table. */
  readonly dep: string;
  readonly table: TableName;
  /** The text that reads it, and the offset in there. */
  readonly source: SqlText;
  readonly start: number;
}

export interface SuperfluousDep {
  readonly task: string;
  readonly dep: string;
}

export interface DepsProposal {
  readonly missing: readonly MissingDep[];
  readonly superfluous: readonly SuperfluousDep[];
  /** The tables that tasks build, each in its final schema. */
  readonly builds: readonly BuiltTable[];
}

export interface BuiltTable extends TableName {
  /** As the CREATE TABLE names them; none where it does not say. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly task: string;
  readonly connection: string;
}

interface Read {
  readonly table: TableName;
  readonly source: SqlText;
  readonly start: number;
}

type Made = Pick<BuiltTable, "schema" | "table" | "columns">;

interface TaskTables {
  readonly task: TaskSql;
  readonly builds: readonly Made[];
  readonly reads: readonly Read[];
}

export function proposeDeps(dag: DagSql): DepsProposal {
  const tables = dag.tasks.map((task) => tablesOf(task, dag));
  const builders = new Map<string, string[]>();
  for (const { task, builds } of tables) for (const table of builds) builders.set(keyOf(task, table), [...(builders.get(keyOf(task, table)) ?? []), task.id]);
  return { missing: tables.flatMap((one) => missingOf(one, builders, dag.tasks)), superfluous: tables.flatMap((one) => superfluousOf(one, tables)), builds: tables.flatMap(({ task, builds }) => builds.map((made) => ({ task: task.id, connection: task.connection, ...made }))) };
}

/** The tables that a task builds, as others read them. */
export function tablesBuiltBy(task: TaskSql, schemas: Omit<DagSql, "tasks">): readonly TableName[] {
  return tablesOf(task, schemas).builds;
}

/** Names are compared without case: that two tables differ in nothing else is rarer than a slip. */
function keyOf({ connection }: TaskSql, { schema, table }: TableName): string {
  return `${connection}\0${schema}\0${table}`.toLowerCase();
}

function tablesOf(task: TaskSql, { prepSchema, finalSchema }: Omit<DagSql, "tasks">): TaskTables {
  const published = task.ddl === null ? [] : builtBy(task.ddl.text, task, {}).slice(0, 1);
  const templateValues = { prep_schema: prepSchema, final_schema: finalSchema, ...(published[0] === undefined ? {} : { this: `${prepSchema}.${published[0].table}` }) };
  // Names without a schema are looked up in the final schema first.
  const placed = ({ schema, table }: Pick<TableUse, "schema" | "table">): TableName => ({ schema: schema ?? finalSchema, table });
  const texts = [...task.sql, ...(task.ddl === null ? [] : [task.ddl])];
  const reads = texts.flatMap((source) => {
    const reading = readText({ text: source.text, dialect: task.dialect, catalog: null, templateValues });
    return tablesReadIn(reading).map((use) => ({ table: placed(use), source, start: use.start }));
  });
  const compared = task.compared.flatMap((source) => comparedTable(source, placed));
  const builds = task.ddl === null ? task.sql.flatMap(({ text }) => builtBy(text, task, templateValues).map((use) => ({ ...placed(use), columns: [] }))) : published.map(({ table }) => ({ schema: finalSchema, table, columns: columnsOf(task.ddl, task) }));
  return { task, builds, reads: [...reads, ...compared] };
}

function builtBy(text: string, { dialect }: TaskSql, templateValues: Readonly<Record<string, string>>): TableUse[] {
  return tablesBuiltIn(readText({ text, dialect, catalog: null, templateValues }));
}

function columnsOf(ddl: SqlText | null, { dialect }: TaskSql): BuiltTable["columns"] {
  const shape = ddl === null ? null : readText({ text: ddl.text, dialect, catalog: null }).shape;
  return shape?.statements.flatMap(({ targets }) => targets).find(({ verb }) => verb === "create")?.columns ?? [];
}

function comparedTable(source: SqlText, placed: (use: Pick<TableUse, "schema" | "table">) => TableName): Read[] {
  if (source.text.includes("{{")) return [];
  const [table, schema] = source.text.split(".").toReversed();
  return table === undefined ? [] : [{ table: placed({ schema: schema ?? null, table }), source, start: 0 }];
}

function missingOf({ task, builds, reads }: TaskTables, builders: ReadonlyMap<string, readonly string[]>, tasks: readonly TaskSql[]): MissingDep[] {
  const own = new Set(builds.map((table) => keyOf(task, table)));
  const found = new Map<string, MissingDep>();
  let before: Set<string> | null = null;
  for (const { table, source, start } of reads) {
    const key = keyOf(task, table);
    const ids = builders.get(key) ?? [];
    const [first] = ids;
    if (first === undefined || own.has(key) || ids.includes(task.id)) continue;
    before ??= new Set(ancestors(tasks.map(({ id, deps }) => ({ id, deps: [...deps] })), task.id));
    if (ids.some((id) => before?.has(id))) continue;
    const dep = ids.find((id) => !isUpstream(tasks, task.id, id));
    // Whoever runs before the builder reads what the last run left there: meant so, and a dependency would be a cycle.
    if (dep !== undefined && !found.has(dep)) found.set(dep, { task: task.id, dep, table, source, start });
  }
  return [...found.values()];
}

function isUpstream(tasks: readonly TaskSql[], one: string, of: string): boolean {
  return ancestors(tasks.map(({ id, deps }) => ({ id, deps: [...deps] })), of).includes(one);
}

function superfluousOf({ task, reads }: TaskTables, tables: readonly TaskTables[]): SuperfluousDep[] {
  const usesTemplates = task.sql.some(({ text }) => text.includes("xcom"));
  if (!task.isWhole || task.sql.length === 0 || usesTemplates) return [];
  const keys = new Set(reads.map(({ table }) => keyOf(task, table)));
  return task.deps.flatMap((dep) => {
    const other = tables.find((one) => one.task.id === dep);
    const hasReason = other === undefined || other.builds.length === 0 || other.task.connection !== task.connection || other.builds.some((table) => keys.has(keyOf(other.task, table)));
    return hasReason ? [] : [{ task: task.id, dep }];
  });
}
