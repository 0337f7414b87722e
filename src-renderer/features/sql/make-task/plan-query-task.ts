/**
 * What a query becomes as a task: its SQL with templates in the place of parameters, the ddl of the table it fills, the params that its
 * DAG needs, and the tasks that it has to run after. Pure.
 */
import type { DagAdvice } from "../../../../shared/contract/dags.ts";
import type { SqlParam } from "../../../../shared/contract/sql.ts";
import type { DagEdit } from "../../../../shared/dag-file/edit.ts";
import { formatPath } from "../../../../shared/dag-file/field-path.ts";
import type { SqlDialect } from "../../../../shared/sql/language.ts";
import { placeholdersIn } from "../../../../shared/sql/placeholders.ts";
import { cutStatements } from "../../../../shared/sql/statements.ts";
import { tablesRead } from "../../../../shared/sql/tables.ts";
import { isMeaningful, lexSql } from "../../../../shared/sql/tokens.ts";
import type { Params } from "../kept-params.ts";

export interface QueryOfTask {
  readonly text: string;
  readonly dialect: SqlDialect;
  readonly params: Params;
}

export interface TemplatedQuery {
  readonly sql: string;
  /** Params of the DAG with their defaults, by name. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** Values that are bound in a query are written by templates in a task: quotes within them are doubled, so that they stay values. */
export function templated({ text, dialect, params }: QueryOfTask): TemplatedQuery {
  const tokens = lexSql(text, { templates: true }).filter(isMeaningful);
  const statements = cutStatements(text, tokens);
  const places = statements.flatMap((statement) => placeholdersIn(statement.tokens, dialect));
  const defaults: Record<string, unknown> = {};
  let sql = "";
  let from = 0;
  for (const { key, start, end } of places) {
    const param = Object.hasOwn(params, key) ? params[key] : undefined;
    const name = paramName(key);
    if (param?.value != null) defaults[name] = valueOf(param);
    sql += text.slice(from, start) + (param === undefined || param.value === null ? "NULL" : templateOf(name, param));
    from = end;
  }
  sql += text.slice(from);
  return { sql: statements.length === 1 ? sql.replace(/;\s*$/, "").trimEnd() : sql.trimEnd(), params: defaults };
}

function paramName(key: string): string {
  return /^[A-Za-z_]/.test(key) ? key : `p${key.replace("?", "")}`;
}

function templateOf(name: string, { type }: SqlParam): string {
  if (type === "number" || type === "boolean") return `{{ params.${name} }}`;
  const text = `'{{ params.${name} | replace("'", "''") }}'`;
  return type === "text" ? text : `CAST(${text} AS ${type})`;
}

/** Numbers that JavaScript cannot hold stay the text they are. */
function valueOf({ type, value }: SqlParam): unknown {
  const text = value?.trim() ?? "";
  if (type === "boolean") return text === "true";
  if (type === "number" && String(Number(text)) === text) return Number(text);
  return type === "text" ? value : text;
}

/** The tasks that build what the query reads. */
export function depsOf({ text, dialect }: Pick<QueryOfTask, "text" | "dialect">, connection: string, finalSchema: string, builds: DagAdvice["builds"]): string[] {
  const key = (schema: string, table: string): string => `${schema}.${table}`.toLowerCase();
  const read = new Set(tablesRead({ text, dialect, templateValues: { final_schema: finalSchema } }).map((use) => key(use.schema ?? finalSchema, use.table)));
  return [...new Set(builds.filter((one) => one.connection === connection && read.has(key(one.schema, one.table))).map(({ task }) => task))];
}

export interface NewQueryTask {
  readonly id: string;
  readonly query: TemplatedQuery;
  /** Null where it runs as a script. */
  readonly ddl: string | null;
  /** Null for the DAG's own. */
  readonly connection: string | null;
  readonly deps: readonly string[];
  /** Params that the DAG has already keep their defaults. */
  readonly known: readonly string[];
}

export function taskEdits({ id, query, ddl, connection, deps, known }: NewQueryTask): DagEdit[] {
  const fields = { sql: query.sql, ...(ddl === null ? {} : { ddl }), ...(connection === null ? {} : { connection }), ...(deps.length === 0 ? {} : { deps }) };
  const params = Object.entries(query.params).flatMap(([name, value]): DagEdit[] => (known.includes(name) ? [] : [{ kind: "setValue", path: formatPath(["params", name]), value }]));
  return [...params, { kind: "addTask", id, taskKind: "SqlTask", fields }];
}
