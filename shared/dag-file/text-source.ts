/** Where a task's SQL or program comes from: the short rule (`x.sql` is a file, anything else is the text) and the full form. */
import type { TextSource } from "../model/dag.ts";
import { child, textOf, type TreeNode } from "./yaml-tree.ts";

const fileEndings = { sql: /^\S+\.sql$/i, bash: /^\S+\.(?:sh|bash)$/i, python: /^\S+\.py$/i } as const;
export type SourceLanguage = keyof typeof fileEndings;

export function readSource(node: TreeNode | null, language: SourceLanguage): TextSource | null {
  const scalar = textOf(node);
  if (scalar !== null) return fileEndings[language].test(scalar) ? { kind: "file", path: scalar } : { kind: "inline", text: scalar };
  const file = textOf(child(node, "file"));
  if (file !== null) return { kind: "file", path: file };
  const text = textOf(child(node, "text"));
  return text === null ? null : { kind: "inline", text };
}
