/** What the fields of a check may hold: columns of the task's own table, and tables and columns that other tasks build. Pure. */
import type { DagAdvice } from "../../../../shared/contract/dags.ts";

type Columns = DagAdvice["builds"][number]["columns"];

/** As its CREATE TABLE names them; none where several tasks are edited, or where there is no table. */
export function ownColumns(builds: DagAdvice["builds"], edited: readonly string[]): Columns {
  const [task] = edited;
  return edited.length === 1 ? (builds.find((one) => one.task === task)?.columns ?? []) : [];
}

/** By the field's key, such as `checks[0].unique`, `checks[1].range.column` or, in the full form, `checks[1].column`. */
export function proposedFor(key: string, builds: DagAdvice["builds"], edited: readonly string[]): readonly string[] {
  const field = /^checks\[\d+\]\.(?:\w+\.)?(\w+)(?:\[\d+\])?$/.exec(key)?.[1];
  if (field === undefined) return [];
  const others = builds.filter(({ task }) => !edited.includes(task));
  if (["unique", "not_null", "column", "columns"].includes(field)) return ownColumns(builds, edited).map(({ name }) => name);
  if (field === "to") return [...new Set(others.map(({ table }) => table))];
  return field === "field" ? [...new Set(others.flatMap(({ columns }) => columns.map(({ name }) => name)))] : [];
}
