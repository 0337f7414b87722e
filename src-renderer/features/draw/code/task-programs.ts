/** The programs of a task as the file names them: text of its own, or a file. Pure. */
import { formatPath } from "../../../../shared/dag-file/field-path.ts";
import type { SourceLanguage } from "../../../../shared/dag-file/text-source.ts";
import { readSource } from "../../../../shared/dag-file/text-source.ts";
import { child, type TreeNode } from "../../../../shared/dag-file/yaml-tree.ts";
import type { TextSource } from "../../../../shared/model/dag.ts";
import { t } from "../../../strings/t.ts";

export interface Program {
  /** Key below the task. */
  readonly field: "sql" | "ddl" | "python" | "bash";
  readonly language: SourceLanguage;
  readonly title: string;
  /** Null where nothing is written yet. */
  readonly source: TextSource | null;
}

const ofKind: Readonly<Record<string, readonly (readonly [field: Program["field"], title: string])[]>> = {
  SqlTask: [["sql", "SQL"], ["ddl", "CREATE TABLE"]],
  PythonTask: [["python", "Python"], ["ddl", "CREATE TABLE"]],
  BashTask: [["bash", t("Script")]],
  BranchTask: [["python", "Python"], ["bash", t("Script")]],
  ShortCircuitTask: [["python", "Python"], ["bash", t("Script")]],
};

/** Kinds that need no program: only one that is written is one of theirs. */
const mayLack: ReadonlySet<string> = new Set(["BranchTask", "ShortCircuitTask"]);

export function programsOf(kind: string, task: TreeNode | null): Program[] {
  const programs = (ofKind[kind] ?? []).map(([field, title]): Program => {
    const language = field === "ddl" ? "sql" : field;
    return { field, language, title, source: readSource(child(task, field), language) };
  });
  return mayLack.has(kind) ? programs.filter(({ source }) => source !== null) : programs;
}

export function programKey(task: string, field: string): string {
  return formatPath(["tasks", task, field]);
}
