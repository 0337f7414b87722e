/** Values for the placeholders of a statement: `:name`, `$name`, `$1`, `?`. They are bound by the database, never put into its text. */
import type { SqlParam } from "../../../shared/contract/sql.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { BoundStatement } from "../session.ts";
import { applyEdits, type Edit } from "../sql-text/retarget.ts";
import type { Statement } from "../../../shared/sql/statements.ts";
import { placeholdersIn } from "../../../shared/sql/placeholders.ts";

export interface BoundText extends BoundStatement {
  /** From an offset in `sql` to the one in the text it was made from. */
  originalOffset(offset: number): number;
}

type Params = Readonly<Record<string, SqlParam>>;

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
  for (const found of placeholdersIn(statement.tokens, dialect)) {
    const { key } = found;
    const param = Object.hasOwn(params, key) ? params[key] : undefined;
    // `:name` may be something of a later version of the language: without a value it is left to the database.
    if (param === undefined && statement.text.charAt(found.start - statement.start) === ":") continue;
    if (param === undefined) throw new AppError("params/invalid", `Parameter ${key}: has no value; give it one.`, { parameter: key });
    const at = names.includes(key) ? names.indexOf(key) + 1 : names.push(key);
    const cast = castOf(key, param, dialect);
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
