/**
 * Follows a column across the tasks of a DAG: from the tables that a query reads to the tasks that build them, and on through their
 * SQL. Tables that no task builds end the way. Pure; never throws.
 */
import { lineageOf, type ColumnLineage, type Lineage, type SourceColumn } from "./lineage.ts";
import type { SqlCatalog, SqlDialect } from "./language.ts";

export interface TracedTask {
  readonly id: string;
  readonly connection: string;
  readonly dialect: SqlDialect;
  /** The query that fills its table; null where it has none. */
  readonly sql: string | null;
}

export interface TraceParts {
  readonly tasks: readonly TracedTask[];
  readonly builds: readonly { readonly task: string; readonly connection: string; readonly schema: string; readonly table: string }[];
  readonly finalSchema: string;
  readonly prepSchema: string;
  /** By connection; null where it is not known. */
  readonly catalogOf: (connection: string) => SqlCatalog | null;
}

export interface TraceStep extends SourceColumn {
  /** The task that builds the table; null for a table from elsewhere. */
  readonly task: string | null;
  /** 1 for what the query itself reads. */
  readonly depth: number;
  /** False: what it is made of could not be told. */
  readonly isKnown: boolean;
}

const deepest = 60;

export function lineageOfTask(parts: TraceParts, task: TracedTask, sql: string): Lineage | null {
  const { finalSchema, prepSchema, builds } = parts;
  const own = builds.find((one) => one.task === task.id);
  const templateValues = { final_schema: finalSchema, prep_schema: prepSchema, ...(own === undefined ? {} : { this: `${prepSchema}.${own.table}` }) };
  return lineageOf({ text: sql, dialect: task.dialect, catalog: parts.catalogOf(task.connection), searchPath: [finalSchema], templateValues });
}

/** Nearest first; each column of a table once. */
export function traceColumn(parts: TraceParts, task: TracedTask, column: ColumnLineage): TraceStep[] {
  const steps = new Map<string, TraceStep>();
  const lineages = new Map<string, Lineage | null>();
  const open: { readonly of: TracedTask; readonly source: SourceColumn; readonly depth: number }[] = column.from.map((source) => ({ of: task, source, depth: 1 }));
  for (const { of, source, depth } of open) {
    const key = JSON.stringify([source.schema ?? parts.finalSchema, source.table, source.column]).toLowerCase();
    if (steps.has(key)) continue;
    const builder = builderOf(parts, of, source);
    if (builder !== null && !lineages.has(builder.id)) lineages.set(builder.id, builder.sql === null ? null : lineageOfTask(parts, builder, builder.sql));
    const made = builder === null ? undefined : lineages.get(builder.id)?.columns.find(({ name }) => name?.toLowerCase() === source.column.toLowerCase());
    steps.set(key, { ...source, task: builder?.id ?? null, depth, isKnown: builder === null || (made?.isKnown ?? false) });
    if (builder !== null && builder.id !== of.id && depth < deepest) open.push(...(made?.from ?? []).map((next) => ({ of: builder, source: next, depth: depth + 1 })));
  }
  return [...steps.values()];
}

function builderOf({ tasks, builds, finalSchema }: TraceParts, { connection }: TracedTask, { schema, table }: SourceColumn): TracedTask | null {
  const wanted = (schema ?? finalSchema).toLowerCase();
  const found = builds.find((one) => one.connection === connection && one.schema.toLowerCase() === wanted && one.table.toLowerCase() === table.toLowerCase());
  return found === undefined ? null : (tasks.find(({ id }) => id === found.task) ?? null);
}
