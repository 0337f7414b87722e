/**
 * Warns of a task that reads a table which another task of its DAG builds, without running after it: it reads what the last run left
 * there, or nothing. Reads the SQL files that the DAG names; runs nothing.
 */
import { indexLines } from "../../shared/dag-file/line-index.ts";
import { formatPath } from "../../shared/dag-file/field-path.ts";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import type { Diagnostic } from "../../shared/model/diagnostic.ts";
import { type MissingDep, proposeDeps } from "../../shared/sql/propose-deps.ts";
import type { Workspace } from "../ports/workspace.ts";
import { sqlOfDag } from "./dag-sql.ts";
import type { DagFile } from "./read-dag-file.ts";

export function warnOfMissingDeps(workspace: Workspace, file: DagFile): Diagnostic[] {
  const { dag } = file;
  if (dag === null) return [];
  const { missing } = proposeDeps(sqlOfDag({ workspace, dag, config: workspace.config().config }));
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
