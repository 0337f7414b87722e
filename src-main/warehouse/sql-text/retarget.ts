/** Puts another table in the place of a qualified name in people's SQL, token by token, and can tell original places. */
import type { TableName } from "../session.ts";
import { isName, nameOf, quoteTable, sameName } from "../../../shared/sql/names.ts";
import { tokenize } from "./tokens.ts";

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface EditedText {
  readonly text: string;
  /** From an offset in the new text to the one in the text it was made from. */
  originalOffset(offset: number): number;
}

/** `edits` are in order and do not overlap. */
export function applyEdits(sql: string, edits: readonly Edit[]): EditedText {
  let text = "";
  let done = 0;
  for (const edit of edits) {
    text += sql.slice(done, edit.start) + edit.text;
    done = edit.end;
  }
  return { text: text + sql.slice(done), originalOffset: (offset) => originalOffset(edits, offset) };
}

function originalOffset(edits: readonly Edit[], offset: number): number {
  let grown = 0;
  for (const edit of edits) {
    const start = edit.start + grown;
    if (offset < start) break;
    if (offset < start + edit.text.length) return edit.start;
    grown += edit.text.length - (edit.end - edit.start);
  }
  return offset - grown;
}

/** Names that stand for another table. */
export interface StandIn {
  readonly from: readonly TableName[];
  /** As it stands in SQL, quoted. */
  readonly to: string;
}

/** Replaces each `schema.table` of `from` by `to`; text, comments and longer names stay. */
export function retarget(sql: string, from: readonly TableName[], to: TableName, foldsCase: boolean): EditedText {
  return applyEdits(sql, standInEdits(sql, [{ from, to: quoteTable(to) }], foldsCase));
}

/** The same for several tables at once; the first that fits is taken. */
export function standInEdits(sql: string, standIns: readonly StandIn[], foldsCase: boolean): Edit[] {
  const tokens = tokenize(sql);
  const edits: Edit[] = [];
  for (const [index, token] of tokens.entries()) {
    const table = tokens[index + 2];
    if (!isName(token) || tokens[index + 1]?.text !== "." || !isName(table) || tokens[index - 1]?.text === ".") continue;
    const isMeant = (name: TableName): boolean =>
      sameName(nameOf(token, foldsCase), name.schema, foldsCase) && sameName(nameOf(table, foldsCase), name.table, foldsCase);
    const found = standIns.find(({ from }) => from.some(isMeant));
    if (found !== undefined) edits.push({ start: token.start, end: table.end, text: found.to });
  }
  return edits;
}
