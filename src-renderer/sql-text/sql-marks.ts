/** What is wrong with a SQL text, as marks under it: slips, and tables that are read before the task that builds them has run. Pure. */
import { diagnoseSql } from "../../shared/sql/diagnose.ts";
import { ancestors } from "../../shared/graph/reach.ts";
import { tablesRead } from "../../shared/sql/tables.ts";
import type { EditorMark } from "../editor/editor-parts.ts";
import { t } from "../strings/t.ts";
import { builtHere, inputOf, type SqlSubject } from "./sql-subject.ts";

export function sqlMarks(subject: SqlSubject, text: string): EditorMark[] {
  const slips = diagnoseSql(inputOf(subject, text)).map(({ code, severity, message, start, end }) => ({ code, severity, message, span: { start, end } }));
  return [...slips, ...depMarks(subject, text)];
}

/** As `proposeDeps` of the engine judges: a path from the builder is enough, and who runs before it means the last run's rows. */
function depMarks(subject: SqlSubject, text: string): EditorMark[] {
  const { home, addDep } = subject;
  if (home === null || home.taskId === null) return [];
  const { taskId, dag } = home;
  const before = new Set(ancestors(dag.tasks, taskId));
  const key = (schema: string, table: string): string => `${schema}\n${table}`.toLowerCase();
  const built = builtHere(subject).map((one) => ({ task: one.task, key: key(one.schema, one.table) }));
  return tablesRead(inputOf(subject, text)).flatMap((use) => {
    const wanted = key(use.schema ?? dag.finalSchema, use.table);
    const builders = built.flatMap((one) => (one.key === wanted ? [one.task] : []));
    if (builders.includes(taskId) || builders.some((id) => before.has(id))) return [];
    const dep = builders.find((id) => !ancestors(dag.tasks, id).includes(taskId));
    if (dep === undefined) return [];
    const fixes = addDep === null ? [] : [{ title: t("Add dependency on `{{dep}}`", { dep }), run: () => addDep(taskId, dep) }];
    return [{ code: "sql/missing-dep", severity: "warning" as const, message: t("Task `{{dep}}` builds this table, and `{{taskId}}` does not run after it.", { dep, taskId }), span: { start: use.start, end: use.end }, fixes }];
  });
}
