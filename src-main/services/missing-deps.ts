/**
 * Warns of a task that reads a table which another task of its DAG builds, without running after it: it reads what the last run left
 * there, or nothing. Reads the SQL files that the DAG names; runs nothing.
 */
import { indexLines } from "../../shared/dag-file/line-index.ts";
import { formatPath } from "../../shared/dag-file/field-path.ts";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import type { Check, Dag, Task, TextSource } from "../../shared/model/dag.ts";
import type { Diagnostic } from "../../shared/model/diagnostic.ts";
import { embeddedConnection, type WorkspaceConfig } from "../../shared/model/workspace-config.ts";
import { type MissingDep, proposeDeps, type SqlText, type TaskSql } from "../../shared/sql/propose-deps.ts";
import type { Workspace } from "../ports/workspace.ts";
import { within } from "./attempt-plan.ts";
import type { DagFile } from "./read-dag-file.ts";

export function warnOfMissingDeps(workspace: Workspace, file: DagFile): Diagnostic[] {
  const { dag } = file;
  if (dag === null) return [];
  const { config } = workspace.config();
  const tasks = dag.tasks.map((task) => sqlOf(task, { workspace, dag, config }));
  const { missing } = proposeDeps({ tasks, prepSchema: dag.prepSchema, finalSchema: dag.finalSchema });
  if (missing.length === 0) return [];
  const { nodeRanges } = parseDag(file.source, { file: file.file });
  const lines = indexLines(file.source);
  return missing.map((one) => {
    const task = formatPath(["tasks", one.task]);
    const field = nodeRanges.has(`${task}.deps`) ? `${task}.deps` : task;
    const range = nodeRanges.get(field);
    const span = field === task ? (range?.key ?? range?.value) : range?.value;
    const end = lines.at(span?.end ?? 0);
    const place = { ...lines.at(span?.start ?? 0), endLine: end.line, endColumn: end.column };
    return { code: "sql/missing-dep", severity: "warning", message: describe(one), file: file.file, ...place, field };
  });
}

function describe({ task, dep, table, source, start }: MissingDep): string {
  const { line } = indexLines(source.text).at(start);
  const where = source.text.includes("\n") ? `${source.where}, line ${line}` : source.where;
  return `Task \`${task}\` reads ${table.schema}.${table.table} (${where}), which task \`${dep}\` builds, but does not run after it. Add \`${dep}\` to its deps.`;
}

interface Surroundings {
  readonly workspace: Workspace;
  readonly dag: Dag;
  readonly config: WorkspaceConfig;
}

/** The SQL of a task as it is written, with the files that it names. */
export function sqlOf(task: Task, { workspace, dag, config }: Surroundings): TaskSql {
  const holdsTables = task.kind === "SqlTask" || task.kind === "PythonTask";
  const connection = (holdsTables ? task.connection : null) ?? dag.connection ?? embeddedConnection;
  const base = { id: task.id, deps: task.deps, connection, dialect: config.connections[connection]?.kind ?? ("duckdb" as const), isWhole: task.kind === "SqlTask" };
  if (!holdsTables) return { ...base, ddl: null, sql: [], compared: [] };
  const read = (field: string, source: TextSource): SqlText[] => readSource(field, source, { workspace, dag, config });
  const queries = task.checks.flatMap((check) => (check.kind === "sql" ? read(`check \`${check.name}\``, check.query) : []));
  const own = task.kind === "SqlTask" ? read("its sql", task.sql) : [];
  return { ...base, ddl: (task.ddl === null ? [] : read("its ddl", task.ddl))[0] ?? null, sql: [...own, ...queries], compared: task.checks.flatMap(compared) };
}

function compared(check: Check): SqlText[] {
  return check.kind === "relationship" ? [{ where: `check \`${check.name}\``, text: check.to }] : [];
}

/** A file that cannot be read has been told already. */
function readSource(field: string, source: TextSource, { workspace, dag }: Surroundings): SqlText[] {
  if (source.kind === "inline") return [{ where: field, text: source.text }];
  const path = within(dag, source.path);
  try {
    return [{ where: path, text: workspace.readText(path) }];
  } catch {
    return [];
  }
}
