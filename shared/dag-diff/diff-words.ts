/** The differences of two DAGs in words, for lists on screen and in the terminal. Pure. */
import { isPlain } from "../dag-file/plain-form.ts";
import type { DagDiff, ItemChange } from "./dag-diff.ts";

export const kindWords = { added: "added", removed: "gone", changed: "changed" } as const;

/** `2 tasks added, 1 task changed, 3 edges gone`; empty when there is nothing to say. */
export function summaryWords({ dag, tasks, edges, groups, notes }: DagDiff): string {
  const counts = (one: string, changes: readonly { readonly kind: ItemChange["kind"] }[]): string[] =>
    (["added", "removed", "changed"] as const).flatMap((kind) => {
      const count = changes.filter((change) => change.kind === kind).length;
      return count === 0 ? [] : [`${count} ${one}${count === 1 ? "" : "s"} ${kindWords[kind]}`];
    });
  const fields = dag.length === 0 ? [] : [`${dag.length} ${dag.length === 1 ? "field" : "fields"} of the DAG changed`];
  return [...counts("task", tasks), ...counts("edge", edges), ...fields, ...counts("group", groups), ...counts("note", notes)].join(", ");
}

/** A value as one writes it: texts as they are, lists and mappings in short YAML. */
export function valueWords(value: unknown): string {
  return typeof value === "string" ? value : shortWords(value);
}

function shortWords(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shortWords).join(", ")}]`;
  if (isPlain(value)) return `{ ${Object.entries(value).map(([key, each]) => `${key}: ${shortWords(each)}`).join(", ")} }`;
  if (typeof value !== "string") return String(value);
  return /^[\p{L}\p{N}_][^:#,[\]{}\n]*$/u.test(value) ? value : JSON.stringify(value);
}
