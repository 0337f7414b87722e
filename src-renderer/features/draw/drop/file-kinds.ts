/** What a file may become when it is dropped on the canvas, by its name. Pure. */
import { taskIdPattern } from "../../../../shared/dag-file/check-graph.ts";
import type { SourceLanguage } from "../../../../shared/dag-file/text-source.ts";
import { kindOfFile } from "../../../app/shown-files.ts";
import { t } from "../../../strings/t.ts";

export type ProgramLanguage = SourceLanguage;
export type DroppedKind = ProgramLanguage | "notebook" | "dag" | "data";

const endings: readonly (readonly [RegExp, DroppedKind])[] = [
  [/\.sql$/i, "sql"],
  [/\.py$/i, "python"],
  [/\.(?:sh|bash)$/i, "bash"],
  [/\.ipynb$/i, "notebook"],
  [/\.(?:png|svg|ya?ml)$/i, "dag"],
];

export const wantedWords = t(".sql, .py, .sh, .ipynb, data (.csv, .tsv, .parquet, .json, .jsonl), or a picture or file of a DAG");

export function droppedKind(name: string): DroppedKind | null {
  return endings.find(([ending]) => ending.test(name))?.[1] ?? (kindOfFile(name) === "data" ? "data" : null);
}

/** Of a file that is a program as it stands. */
export function languageOfFile(name: string): ProgramLanguage | null {
  const kind = droppedKind(name);
  return kind === "sql" || kind === "python" || kind === "bash" ? kind : null;
}

/** The name without folder and ending, as a task may be called. */
export function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
  const stem = name.replace(/[^\p{L}\p{M}\p{N}_.-]+/gu, "_").replace(/^[-.\p{M}]+/u, "").slice(0, 200);
  return taskIdPattern.test(stem) ? stem : "task";
}
