/**
 * What is surely wrong in a SQL text. Silent wherever a template, a table that is not there yet or anything that the reader does not
 * understand may hide the truth: a false alarm costs more than a slip that the database will tell.
 */
import { suggestion } from "../dag-file/did-you-mean.ts";
import { diagnoseColumns } from "./diagnose-columns.ts";
import { isSystemName, keyOf, partKey, storedKey } from "./dialect.ts";
import type { SqlDiagnostic, SqlInput } from "./language.ts";
import { type Reading, readText, searchOrder, tableMeant, tableSources } from "./scope.ts";
import type { NamePart, Query, StatementShape } from "./structure.ts";
import type { Token } from "./tokens.ts";

export function diagnoseSql(input: SqlInput): SqlDiagnostic[] {
  const reading = readText(input);
  const unclosed = reading.tokens.flatMap(describeUnclosed);
  if (unclosed.length > 0) return unclosed;
  return reading.shape.statements.flatMap((statement) => {
    if (statement.hasBlocks) return [];
    const parens = unpairedParens(reading, statement);
    if (parens.length > 0 || reading.index === null || reading.shape.movesNames) return parens;
    return [...unknownTables(reading, statement), ...diagnoseColumns(reading, statement)];
  });
}

function describeUnclosed({ start, end, unclosed }: Token): SqlDiagnostic[] {
  if (unclosed === undefined) return [];
  const message = `This ${unclosed.what} is not closed; expected \`${unclosed.expected}\` before the end of the ${unclosed.what === "template" ? "line" : "text"}.`;
  return [{ code: "sql/unclosed", severity: "error", message, start, end: Math.min(end, start + 2) }];
}

function unpairedParens({ tokens }: Reading, { start, end }: StatementShape): SqlDiagnostic[] {
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.start < start || token.end > end || token.kind !== "symbol") continue;
    if (token.text === "(") open.push(token);
    else if (token.text === ")" && open.pop() === undefined) return [paren(token, "No parenthesis is open here; remove this one, or open it before.")];
  }
  return open.slice(-1).map((token) => paren(token, "This parenthesis is not closed; expected `)` before the end of the statement."));
}

function paren({ start, end }: Token, message: string): SqlDiagnostic {
  return { code: "sql/unclosed", severity: "error", message, start, end };
}

function unknownTables(reading: Reading, statement: StatementShape): SqlDiagnostic[] {
  return tableSources(statement).flatMap(({ query, source }) => {
    if (mayHaveHiddenCtes(query)) return [];
    return tableMeant(reading, query, source.path).kind === "unknown" ? (describeTable(reading, source.path) ?? []) : [];
  });
}

/** `with {{ more }} select …` */
function mayHaveHiddenCtes(query: Query): boolean {
  for (let around = query.parent; around !== null; around = around.parent) if (around.isHidden) return true;
  return false;
}

/** Null where the name may well be right. */
function describeTable(reading: Reading, path: readonly NamePart[]): SqlDiagnostic | null {
  const { index, dialect, input } = reading;
  const [table, schema] = path.toReversed();
  if (index === null || table?.name == null || path.length > 2 || path.some(({ name }) => name === null)) return null;
  const key = partKey(table, dialect) ?? "";
  const schemaKey = schema === undefined ? null : partKey(schema, dialect);
  if (isSystemName(key) || (schemaKey !== null && isSystemName(schemaKey))) return null;
  // DuckDB reads a file of this name.
  if (dialect === "duckdb" && /[./*]/.test(table.name)) return null;
  if (isPlanned(input, key, schemaKey, dialect)) return null;
  const shown = path.map(({ name }) => name).join(".");
  const place = { code: "sql/unknown-table", severity: "warning", start: path[0]?.start ?? table.start, end: table.end } as const;
  if (schemaKey !== null && schema?.name != null && !index.schemas.has(schemaKey)) {
    const hint = suggestion(schema.name, [...index.schemas.values()].map(({ name }) => name));
    // In DuckDB it may be the name of a database.
    return dialect === "duckdb" && hint === "" ? null : { ...place, message: `Schema \`${schema.name}\` is not in the database.${hint}` };
  }
  const elsewhere = index.byName.get(key)?.[0]?.table.schema;
  const near = schemaKey === null ? [...index.byName.values()].map(([entry]) => entry?.table.name ?? "") : [...(index.schemas.get(schemaKey)?.tables.values() ?? [])].map((entry) => entry.table.name);
  const hint = elsewhere === undefined ? suggestion(table.name, near) : ` There is one in schema \`${elsewhere}\`.`;
  return { ...place, message: `Table \`${shown}\` is not in the database.${hint}` };
}

function isPlanned(input: SqlInput, key: string, schemaKey: string | null, dialect: SqlInput["dialect"]): boolean {
  const order = searchOrder(input, dialect);
  return (input.plannedTables ?? []).some(({ schema, table }) => {
    if (keyOf(table, false, dialect) !== key.toLowerCase()) return false;
    return schemaKey === null ? order === null || order.includes(storedKey(schema, dialect)) : storedKey(schema, dialect).toLowerCase() === schemaKey.toLowerCase();
  });
}
