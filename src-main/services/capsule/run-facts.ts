/** What a run of this machine has that could be packed: the texts that its DAG names, its logs, the tables that its tasks filled. */
import { setImmediate as breathe } from "node:timers/promises";
import type { CapsuleColumn, CapsuleOutput } from "../../../shared/capsule/manifest.ts";
import type { Catalog } from "../../../shared/contract/warehouse.ts";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import type { Dag, Task, TextSource } from "../../../shared/model/dag.ts";
import { programOf } from "../../../shared/model/task-program.ts";
import { embeddedConnection } from "../../../shared/model/workspace-config.ts";
import { isRunFinished } from "../../../shared/model/states.ts";
import { quoteText } from "../../../shared/sql/names.ts";
import type { LogFiles } from "../../ports/log-files.ts";
import type { ConnectionSpec, SqlHost } from "../../ports/sql-host.ts";
import type { SqlQueries } from "../../ports/sql-queries.ts";
import type { DagVersion, RunRow, Store } from "../../ports/store.ts";
import type { Workspace } from "../../ports/workspace.ts";
import type { WorkspaceFiles } from "../../ports/workspace-files.ts";
import { within } from "../attempt-plan.ts";
import type { Connections } from "../connections.ts";
import type { RunImages } from "../images.ts";
import type { LocalRuns } from "../local-runs.ts";
import type { Logs } from "../logs.ts";
import { publishedBy } from "../trial-tables.ts";
import { askRows } from "./ask-rows.ts";

export interface RunFactsParts {
  readonly store: Store;
  readonly workspace: Workspace;
  readonly files: WorkspaceFiles;
  readonly images: RunImages;
  readonly local: LocalRuns;
  readonly logs: Logs;
  readonly logFiles: LogFiles;
  readonly connections: Connections;
  readonly sqlHost: SqlHost & { readonly queries: SqlQueries };
}

/** Throws AppError run/not-found; run/task-active for one that has not ended. */
export function endedRun({ local }: Pick<RunFactsParts, "local">, dagId: string, runId: string): RunRow {
  const row = local.find(dagId, runId);
  if (isRunFinished(row.state)) return row;
  throw new AppError("run/task-active", `Run "${runId}" of DAG "${dagId}": has not ended (${row.state}); wait until it has, or cancel it.`, { dagId, runId });
}

export interface NamedText {
  readonly path: string;
  /** Null where it cannot be read; `note` says why. */
  readonly bytes: Uint8Array | null;
  readonly isNewer: boolean;
  readonly note: string | null;
}

const largestText = 16 * 1024 * 1024;

/**
 * SQL and scripts of the run that stand in files. One that was changed or is gone since the run ended is as the run's version has it; one
 * that was changed while it ran, which a task may have read before or after, is as it is now.
 */
export function textsOf({ files }: Pick<RunFactsParts, "files">, { dag, files: known }: Pick<DagVersion, "dag" | "files">, run: Pick<RunRow, "queuedAt" | "startedAt" | "endedAt">): NamedText[] {
  const startedAt = run.startedAt ?? run.queuedAt;
  return textPaths(dag).map((path): NamedText => {
    const kept = Object.hasOwn(known, path) ? Buffer.from(known[path] ?? "", "utf8") : null;
    try {
      const found = files.read(path);
      if (kept !== null && (found === null || found.modifiedAt > (run.endedAt ?? startedAt))) return { path, bytes: kept, isNewer: false, note: null };
      if (found === null) return { path, bytes: null, isNewer: false, note: "it is not in the workspace any more" };
      if (found.bytes.length > largestText) return { path, bytes: null, isNewer: false, note: "it is larger than 16 MiB" };
      return { path, bytes: found.bytes, isNewer: found.modifiedAt > startedAt, note: null };
    } catch (thrown) {
      return { path, bytes: null, isNewer: false, note: messageOf(thrown) };
    }
  });
}

/** Paths in the workspace, sorted, each once. */
function textPaths(dag: Dag): string[] {
  const paths = dag.tasks.flatMap((task) => sourcesOf(task).flatMap(({ source }) => (source.kind === "file" ? [within(dag, source.path)] : [])));
  const lists = dag.tasks.flatMap((task) => {
    const program = programOf(task);
    const named = program?.field === "python" ? (program.python.requirements ?? []) : [];
    return named.length === 1 ? named.filter((one) => one.endsWith(".txt")).map((one) => within(dag, one)) : [];
  });
  return [...new Set([...paths, ...lists])].sort();
}

/** Every program and query of a task. */
export function sourcesOf(task: Task): { readonly name: string; readonly source: TextSource }[] {
  const ddl = "ddl" in task && task.ddl !== null ? [{ name: "ddl", source: task.ddl }] : [];
  const checks = "checks" in task ? task.checks.flatMap((check, index) => (check.kind === "sql" ? [{ name: `checks[${index}].sql`, source: check.query }] : [])) : [];
  if (task.kind === "SqlTask") return [{ name: "sql", source: task.sql }, ...ddl, ...checks];
  if (task.kind === "SensorTask") return task.sql ? [{ name: "sql", source: task.sql }] : [];
  const program = programOf(task);
  return program === null ? [] : [{ name: program.field, source: program.source }, ...ddl, ...checks];
}

export interface TryLog {
  readonly taskId: string;
  readonly task: number;
  readonly tryNumber: number;
  readonly path: string;
  readonly bytes: number;
  readonly droppedBytes: number;
}

/** In task order; tries without a log are passed over. */
export async function logsOf({ store, logs, logFiles }: Pick<RunFactsParts, "store" | "logs" | "logFiles">, row: RunRow): Promise<TryLog[]> {
  const found: TryLog[] = [];
  for (const [task, { taskId, tryNumber: tries }] of store.tasks.listOf(row.key).entries()) {
    for (let tryNumber = 1; tryNumber <= tries; tryNumber += 1) {
      const path = logs.pathOf({ dagId: row.dagId, runId: row.runId, taskId, tryNumber });
      const piece = logFiles.read(path, 0, 0);
      if (piece !== null) found.push({ taskId, task, tryNumber, path, bytes: piece.size, droppedBytes: piece.droppedBytes });
    }
    if (task % 100 === 99) await breathe();
  }
  return found;
}

export type FoundOutput = Omit<CapsuleOutput, "entry" | "rows" | "isCut">;

/** The tables that the tasks of a run filled, those that ended well, and whether they are still as the run left them. */
export async function outputsOf(parts: RunFactsParts, row: RunRow): Promise<FoundOutput[]> {
  const filled = filledTables(parts, row);
  const outputs: FoundOutput[] = [];
  for (const [connection, tables] of Map.groupBy(filled, (each) => each.connection)) {
    const known = await knowledgeOf(parts, connection, tables);
    for (const table of tables) outputs.push(toOutput(table, known));
  }
  const order = new Map(filled.map((each, index) => [keyOf(each), index]));
  return outputs.sort((one, other) => (order.get(keyOf(one)) ?? 0) - (order.get(keyOf(other)) ?? 0));
}

interface Filled {
  readonly taskId: string;
  readonly connection: string;
  readonly schema: string;
  readonly table: string;
  readonly rows: number | null;
  readonly attemptId: string | null;
}

const keyOf = ({ taskId, schema, table }: { taskId: string; schema: string; table: string }): string => JSON.stringify([taskId, schema, table]);

/** A try leaves its tables in a schema of their own, for itself: they are not packed. */
function filledTables({ store, images, workspace }: RunFactsParts, row: RunRow): Filled[] {
  if (row.runType === "try") return [];
  const { dag } = images.version(row.versionId).version;
  return store.tasks.listOf(row.key).flatMap((instance, index): Filled[] => {
    const task = dag.tasks[index];
    if (task === undefined || instance.state !== "success" || instance.tryNumber === 0) return [];
    const attempt = store.attempts.listOf(row.key, index).findLast(({ state }) => state === "success");
    const connection = ("connection" in task ? task.connection : null) ?? dag.connection ?? embeddedConnection;
    const dot = attempt?.table?.lastIndexOf(".") ?? -1;
    if (attempt?.table != null && dot > 0) return [{ taskId: task.id, connection, schema: attempt.table.slice(0, dot), table: attempt.table.slice(dot + 1), rows: attempt.rowsLoaded, attemptId: attempt.attemptId }];
    return publishedBy({ workspace }, dag, task).map(({ schema, table }) => ({ taskId: task.id, connection, schema, table, rows: null, attemptId: null }));
  });
}

interface Knowledge {
  readonly spec: ConnectionSpec | null;
  readonly catalog: Catalog | null;
  /** The try that filled a table last, by `schema.table`. */
  readonly last: ReadonlyMap<string, string>;
  readonly trouble: string | null;
}

async function knowledgeOf({ connections, sqlHost }: RunFactsParts, connection: string, tables: readonly Filled[]): Promise<Knowledge> {
  try {
    const spec = connections.reach(connection);
    const catalog = await sqlHost.catalog(spec);
    const last = await lastPublications(sqlHost.queries, spec, tables).catch(() => new Map<string, string>());
    return { spec, catalog, last, trouble: null };
  } catch (thrown) {
    return { spec: null, catalog: null, last: new Map(), trouble: messageOf(thrown) };
  }
}

async function lastPublications(queries: SqlQueries, connection: ConnectionSpec, tables: readonly Filled[]): Promise<Map<string, string>> {
  const names = tables.filter(({ attemptId }) => attemptId !== null).map(({ schema, table }) => quoteText(`${schema}.${table}`));
  if (names.length === 0) return new Map();
  const text = `SELECT table_name, attempt_id FROM (SELECT table_name, attempt_id, row_number() OVER (PARTITION BY table_name ORDER BY published_at DESC) AS place FROM dagwright.dagwright_published WHERE table_name IN (${names.join(", ")})) published WHERE place = 1`;
  const rows = await askRows(queries, connection, text, names.length);
  return new Map(rows.flatMap(([table, attempt]) => (table == null || attempt == null ? [] : [[table, attempt] as const])));
}

function toOutput({ taskId, connection, schema, table, rows, attemptId }: Filled, { spec, catalog, last, trouble }: Knowledge): FoundOutput {
  const found = catalog?.tables.find((each) => each.schema.toLowerCase() === schema.toLowerCase() && each.name.toLowerCase() === table.toLowerCase());
  const newest = last.get(`${schema}.${table}`) ?? null;
  const isOfRun = attemptId === null || newest === null ? null : newest === attemptId;
  const columns = (found?.columns ?? []).map(({ name, type }): CapsuleColumn => ({ name, type, mask: null }));
  const note = trouble ?? (found ? null : "it is not in the database any more");
  return { taskId, connection, dialect: spec?.kind ?? "duckdb", schema: found?.schema ?? schema, table: found?.name ?? table, totalRows: found?.rowCount ?? (isOfRun === true ? rows : null), isOfRun, columns, note };
}
