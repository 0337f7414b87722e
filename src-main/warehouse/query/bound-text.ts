/** Values for the placeholders of a statement: `:name`, `$name`, `$1`. They are bound by the database, never put into its text. */
import type { SqlParam } from "../../../shared/contract/sql.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { BoundStatement } from "../session.ts";
import { applyEdits, type Edit } from "../sql-text/retarget.ts";
import type { Statement } from "../../../shared/sql/statements.ts";
import type { Token } from "../../../shared/sql/tokens.ts";

export interface BoundText extends BoundStatement {
  /** From an offset in `sql` to the one in the text it was made from. */
  originalOffset(offset: number): number;
}

type Params = Readonly<Record<string, SqlParam>>;

interface Placeholder {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** `:name` is one only where a value of that name was given: `x::int`, `list[1:n]` and `{a: b}` are not. */
function placeholderAt(tokens: readonly Token[], index: number, params: Params): Placeholder | null {
  const [sign, name] = [tokens[index], tokens[index + 1]];
  if (sign === undefined || name === undefined || sign.kind !== "symbol" || name.start !== sign.end) return null;
  if (sign.text === "$" && (name.kind === "number" || name.kind === "word")) return { name: name.text, start: sign.start, end: name.end };
  const before = tokens[index - 1];
  const isCast = before?.text === ":" && before.end === sign.start;
  return sign.text === ":" && name.kind === "word" && !isCast && Object.hasOwn(params, name.text) ? { name: name.text, start: sign.start, end: name.end } : null;
}

const integer = /^[+-]?\d{1,18}$/;
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)$/;
const number = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** The type that the value is to have; null leaves it to the database. */
function castOf(name: string, { type, value }: SqlParam, dialect: "duckdb" | "postgres"): string | null {
  if (type === "text") return null;
  if (type !== "number") return type;
  const text = value?.trim() ?? "0";
  if (!number.test(text)) throw new AppError("params/invalid", `Parameter ${name}: ${JSON.stringify(text.slice(0, 80))} is no number; write one such as 42 or 3.14, or make it a text.`);
  if (integer.test(text)) return "bigint";
  if (dialect === "postgres") return "numeric";
  const fraction = text.split(".")[1] ?? "";
  return decimal.test(text) && text.length <= 38 ? `decimal(38, ${fraction.length})` : "double";
}

export function bindText(statement: Statement, params: Params, dialect: "duckdb" | "postgres"): BoundText {
  const names: string[] = [];
  const edits: Edit[] = [];
  for (const index of statement.tokens.keys()) {
    const found = placeholderAt(statement.tokens, index, params);
    if (found === null) continue;
    const param = params[found.name];
    if (param === undefined) throw new AppError("params/invalid", `Parameter ${found.name}: has no value; give it one.`, { parameter: found.name });
    const at = names.includes(found.name) ? names.indexOf(found.name) + 1 : names.push(found.name);
    const cast = castOf(found.name, param, dialect);
    const text = cast === null ? `$${at}` : `CAST($${at} AS ${cast})`;
    edits.push({ start: found.start - statement.start, end: found.end - statement.start, text });
  }
  const { text, originalOffset } = applyEdits(statement.text, edits);
  return { sql: text, values: names.map((name) => trimmed(params[name])), originalOffset };
}

function trimmed(param: SqlParam | undefined): string | null {
  if (param === undefined || param.value === null) return null;
  return param.type === "text" ? param.value : param.value.trim();
}
