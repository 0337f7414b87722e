/**
 * The SQL of a DAG's tasks with its files read, and what it says about their dependencies. Reads the workspace; runs nothing. Texts that
 * a person edits and has not saved are handed in.
 */
import type { DagAdvice, DagDraft, DagSqlTexts, FileUse } from "../../shared/contract/dags.ts";
import { indexLines } from "../../shared/dag-file/line-index.ts";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import type { Check, Dag, Task, TextSource } from "../../shared/model/dag.ts";
import type { Diagnostic } from "../../shared/model/diagnostic.ts";
import { programOf } from "../../shared/model/task-program.ts";
import { embeddedConnection, type WorkspaceConfig } from "../../shared/model/workspace-config.ts";
import { type DagSql, proposeDeps, type SqlText, type TaskSql } from "../../shared/sql/propose-deps.ts";
import type { Workspace } from "../ports/workspace.ts";
import { within } from "./attempt-plan.ts";
import { refuseLongText, tooLongToRead } from "./long-text.ts";
import { referringText } from "./read-dag-file.ts";
import type { ReferringFile } from "./references/reference-world.ts";

interface Surroundings {
  readonly workspace: Pick<Workspace, "readText">;
  readonly dag: Dag;
  readonly config: WorkspaceConfig;
  readonly files?: Readonly<Record<string, string>> | undefined;
}

export function sqlOfDag(around: Surroundings): DagSql {
  const { dag } = around;
  return { tasks: dag.tasks.map((task) => sqlOf(task, around)), prepSchema: dag.prepSchema, finalSchema: dag.finalSchema };
}

/** `judge` tells what is wrong with what the text names of other DAGs. */
export function adviseDraft(workspace: Workspace, draft: DagDraft, judge: (file: ReferringFile) => Diagnostic[]): DagAdvice {
  const { path } = draft;
  const text = draft.text ?? workspace.readText(path);
  const tooLong = tooLongToRead(text);
  if (tooLong !== null) return { missing: [], superfluous: [], builds: [], findings: [{ code: "dag/not-advised", severity: "info", message: `Nothing is said of dependencies and of other DAGs here. ${tooLong}`, file: path, line: 1, column: 1, field: "dag" }] };
  const parsed = parseDag(text, { file: path });
  const findings = judge(referringText(path, text, parsed));
  if (parsed.dag === null) return { missing: [], superfluous: [], builds: [], findings };
  const sql = sqlOfDag({ workspace, dag: parsed.dag, config: workspace.config().config, files: draft.files });
  const { missing, superfluous, builds } = proposeDeps(sql);
  return {
    missing: missing.map(({ task, dep, table, source, start }) => ({ task, dep, schema: table.schema, table: table.table, where: source.where, line: indexLines(source.text).at(start).line })),
    superfluous: [...superfluous],
    builds: builds.map((one) => ({ ...one, columns: [...one.columns] })),
    findings,
  };
}

export function sqlTextsOf(workspace: Workspace, draft: DagDraft): DagSqlTexts {
  const sql = sqlOfDraft(workspace, draft);
  if (sql === null) return { prepSchema: "", finalSchema: "", tasks: [] };
  return { prepSchema: sql.prepSchema, finalSchema: sql.finalSchema, tasks: sql.tasks.map(({ id, deps, connection, dialect, ddl, sql: own }) => ({ id, deps: [...deps], connection, dialect, ddl, sql: [...own] })) };
}

/** Tasks whose program is the file, or any file where none is named, in the order of the DAGs. */
export function usesOfFile(dags: readonly { readonly dagId: string; readonly file: string; readonly dag: Dag | null }[], path: string | null): FileUse[] {
  return dags.flatMap(({ dagId, file, dag }) => (dag === null ? [] : dag.tasks.flatMap((task) => programsOf(task).flatMap(({ field, source }) => useOf(source, { dagId, file, taskId: task.id, field }, dag))))).filter((use) => path === null || use.path === path);
}

function useOf(source: TextSource, use: Omit<FileUse, "path">, dag: Dag): FileUse[] {
  return source.kind === "file" ? [{ ...use, path: within(dag, source.path) }] : [];
}

function programsOf(task: Task): { field: FileUse["field"]; source: TextSource }[] {
  const ddl = "ddl" in task && task.ddl !== null ? [{ field: "ddl" as const, source: task.ddl }] : [];
  if (task.kind === "SqlTask") return [{ field: "sql", source: task.sql }, ...ddl];
  const program = programOf(task);
  return program === null ? [] : [{ field: program.field, source: program.source }, ...ddl];
}

function sqlOfDraft(workspace: Workspace, { path, files, ...draft }: DagDraft): DagSql | null {
  const text = draft.text ?? workspace.readText(path);
  refuseLongText(path, text);
  const { dag } = parseDag(text, { file: path });
  return dag === null ? null : sqlOfDag({ workspace, dag, config: workspace.config().config, files });
}

/** The SQL of a task as it is written, with the files that it names. */
export function sqlOf(task: Task, around: Surroundings): TaskSql {
  const { dag, config } = around;
  const holdsTables = task.kind === "SqlTask" || task.kind === "PythonTask";
  const connection = (holdsTables ? task.connection : null) ?? dag.connection ?? embeddedConnection;
  const base = { id: task.id, deps: task.deps, connection, dialect: config.connections[connection]?.kind ?? ("duckdb" as const), isWhole: task.kind === "SqlTask" };
  if (!holdsTables) return { ...base, ddl: null, sql: [], compared: [] };
  const read = (field: string, source: TextSource): SqlText[] => readSource(field, source, around);
  const queries = task.checks.flatMap((check) => (check.kind === "sql" ? read(`check \`${check.name}\``, check.query) : []));
  const own = task.kind === "SqlTask" ? read("its sql", task.sql) : [];
  return { ...base, ddl: (task.ddl === null ? [] : read("its ddl", task.ddl))[0] ?? null, sql: [...own, ...queries], compared: task.checks.flatMap(compared) };
}

function compared(check: Check): SqlText[] {
  return check.kind === "relationship" ? [{ where: `check \`${check.name}\``, text: check.to }] : [];
}

/** A file that cannot be read has been told already. */
function readSource(field: string, source: TextSource, { workspace, dag, files }: Surroundings): SqlText[] {
  if (source.kind === "inline") return [{ where: field, text: source.text }];
  const path = within(dag, source.path);
  const unsaved = files !== undefined && Object.hasOwn(files, path) ? files[path] : undefined;
  try {
    return [{ where: path, text: unsaved ?? workspace.readText(path) }];
  } catch {
    return [];
  }
}
