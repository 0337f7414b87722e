/** A command as a person would type it in a shell. Pure. */
import type { AttemptProcess, RenderedField } from "../../../../shared/model/run.ts";

export function commandText(process: Pick<AttemptProcess, "words" | "rendered">, fields: readonly RenderedField[]): string {
  const text = process.rendered === null ? null : (fields.find(({ name }) => name === process.rendered)?.text ?? null);
  return [...process.words, ...(text === null ? [] : [text])].map(quoted).join(" ");
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
