/** Several edits as one: all of them in order, each on what the one before has made of the text, or none. */
import { editRead } from "./apply-edit.ts";
import type { DagEdit, EditsResult } from "./edit.ts";
import { readDag } from "./parse-dag.ts";

export function applyEdits(text: string, edits: readonly DagEdit[], options: { file: string } = { file: "" }): EditsResult {
  let reached = { text, read: readDag(text, options.file) };
  const made: string[] = [];
  for (const edit of edits) {
    const result = editRead(reached, edit, options.file);
    if (!result.ok) return result;
    reached = result.after;
    made.push(...result.made);
  }
  return { ok: true, text: reached.text, made };
}
