/** Several edits as one: all of them in order, each on what the one before has made of the text, or none. */
import type { Diagnostic } from "../model/diagnostic.ts";
import { editRead, type ReadText } from "./apply-edit.ts";
import type { DagEdit } from "./edit.ts";
import { readDag } from "./parse-dag.ts";

export type EditsResult =
  /** `reached` is the new text with its reading: handed in with the next edits it saves half of their time. */
  | { readonly ok: true; readonly text: string; readonly made: readonly string[]; readonly reached: ReadText }
  | { readonly ok: false; readonly diagnostics: Diagnostic[] };

export interface EditsOptions {
  readonly file: string;
  /** A reading that may be of this text. */
  readonly known?: ReadText | null;
}

export function applyEdits(text: string, edits: readonly DagEdit[], { file, known }: EditsOptions = { file: "" }): EditsResult {
  let reached = known?.text === text ? known : { text, read: readDag(text, file) };
  const made: string[] = [];
  for (const edit of edits) {
    const result = editRead(reached, edit, file);
    if (!result.ok) return result;
    reached = result.after;
    made.push(...result.made);
  }
  return { ok: true, text: reached.text, made, reached };
}
