/**
 * Takes foreign keys to other tables out of a CREATE TABLE. A table of a try that referred to a published one would hold its rows fast, and a
 * key to a table that was only tried would find nothing. A key to the table itself stays.
 */
import type { Edit } from "./retarget.ts";
import { readName, sameName } from "../../../shared/sql/names.ts";
import { type Token, wordOf } from "../../../shared/sql/tokens.ts";

interface OwnName {
  readonly schema: string | null;
  readonly table: string;
}

export function foreignKeyEdits(tokens: readonly Token[], own: OwnName, foldsCase: boolean): Edit[] {
  const edits: Edit[] = [];
  for (const [index, token] of tokens.entries()) {
    if (wordOf(token) !== "REFERENCES") continue;
    const name = readName(tokens, index + 1, foldsCase);
    if (name === null || isOwn(name, own, foldsCase)) continue;
    const from = tableConstraintStart(tokens, index) ?? columnConstraintStart(tokens, index);
    const to = endOfReference(tokens, name.to);
    const isTable = tableConstraintStart(tokens, index) !== null;
    const [first, last] = isTable ? withComma(tokens, from, to) : [from, to - 1];
    edits.push({ start: tokens[first]?.start ?? 0, end: tokens[last]?.end ?? 0, text: "" });
  }
  return joined(edits);
}

function isOwn(name: OwnName, own: OwnName, foldsCase: boolean): boolean {
  if (!sameName(name.table, own.table, foldsCase)) return false;
  return name.schema === null || own.schema === null || sameName(name.schema, own.schema, foldsCase);
}

/** Two of them may share the comma between them. */
function joined(edits: readonly Edit[]): Edit[] {
  const out: Edit[] = [];
  for (const edit of edits) {
    const last = out.at(-1);
    if (last !== undefined && edit.start < last.end) out[out.length - 1] = { ...last, end: Math.max(last.end, edit.end) };
    else out.push(edit);
  }
  return out;
}

/** `CONSTRAINT name` in front of it belongs to it. */
function named(tokens: readonly Token[], from: number): number {
  return wordOf(tokens[from - 2]) === "CONSTRAINT" ? from - 2 : from;
}

function columnConstraintStart(tokens: readonly Token[], references: number): number {
  return named(tokens, references);
}

/** `FOREIGN KEY (…) REFERENCES`, or null for a key at its column. */
function tableConstraintStart(tokens: readonly Token[], references: number): number | null {
  if (tokens[references - 1]?.text !== ")") return null;
  let at = references - 1;
  for (let depth = 0; at >= 0; at -= 1) {
    if (tokens[at]?.text === ")") depth += 1;
    if (tokens[at]?.text === "(") depth -= 1;
    if (depth === 0) break;
  }
  return wordOf(tokens[at - 1]) === "KEY" && wordOf(tokens[at - 2]) === "FOREIGN" ? named(tokens, at - 2) : null;
}

const clauseWords: Readonly<Record<string, number>> = { MATCH: 2, DEFERRABLE: 1, INITIALLY: 2 };

/** Token index behind columns, actions and the like. */
function endOfReference(tokens: readonly Token[], from: number): number {
  let at = from;
  if (tokens[at]?.text === "(") {
    while (at < tokens.length && tokens[at]?.text !== ")") at += 1;
    at += 1;
  }
  for (;;) {
    const word = wordOf(tokens[at]);
    const next = wordOf(tokens[at + 1]);
    if (word === "ON" && (next === "DELETE" || next === "UPDATE")) at += ["SET", "NO"].includes(wordOf(tokens[at + 2])) ? 4 : 3;
    else if (word === "NOT" && next === "DEFERRABLE") at += 2;
    else if (clauseWords[word] !== undefined) at += clauseWords[word];
    else return at;
  }
}

/** A table constraint goes with the comma before it, or, where it is the first, with the one behind. */
function withComma(tokens: readonly Token[], from: number, to: number): [number, number] {
  if (tokens[from - 1]?.text === ",") return [from - 1, to - 1];
  return tokens[to]?.text === "," ? [from, to] : [from, to - 1];
}
