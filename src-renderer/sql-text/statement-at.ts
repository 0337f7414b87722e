/** Which part of a text is run: the selection, the statement at the cursor, or all. Pure. */
import type { SqlPlace } from "../../shared/contract/sql.ts";
import { statementAt } from "../../shared/sql/statements.ts";

export interface Piece {
  readonly text: string;
  readonly origin: SqlPlace;
}

export function pieceAt(text: string, cursor: number, selection: { readonly start: number; readonly end: number } | null): Piece | null {
  if (selection !== null && selection.end > selection.start) return pieceOf(text, selection.start, selection.end);
  const statement = statementAt(text, cursor);
  return statement === null ? null : pieceOf(text, statement.start, statement.start + statement.text.length);
}

export function pieceOf(text: string, start: number, end: number): Piece | null {
  const piece = text.slice(start, end);
  return piece.trim() === "" ? null : { text: piece, origin: placeOf(text, start) };
}

function placeOf(text: string, offset: number): SqlPlace {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { offset, line, column: offset - (before.lastIndexOf("\n") + 1) + 1 };
}
