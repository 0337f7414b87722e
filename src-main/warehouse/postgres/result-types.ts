/** PostgreSQL's types as a result shows them, by their fixed numbers; those of a database itself are asked for. Values are kept as the server's own text. */
import type { ColumnKind } from "../../../shared/contract/sql.ts";
import type { CursorColumn } from "../session.ts";

/** Number → name, kind, and the type of DuckDB that its text means. */
const known: Readonly<Record<number, readonly [name: string, kind: ColumnKind, textOf: string]>> = {
  16: ["boolean", "boolean", "BOOLEAN"],
  17: ["bytea", "binary", "VARCHAR"],
  18: ['"char"', "text", "VARCHAR"],
  19: ["name", "text", "VARCHAR"],
  20: ["bigint", "integer", "BIGINT"],
  21: ["smallint", "integer", "SMALLINT"],
  23: ["integer", "integer", "INTEGER"],
  25: ["text", "text", "VARCHAR"],
  26: ["oid", "integer", "UINTEGER"],
  114: ["json", "nested", "VARCHAR"],
  142: ["xml", "text", "VARCHAR"],
  700: ["real", "float", "FLOAT"],
  701: ["double precision", "float", "DOUBLE"],
  1042: ["character", "text", "VARCHAR"],
  1043: ["character varying", "text", "VARCHAR"],
  1082: ["date", "date", "DATE"],
  1083: ["time", "time", "TIME"],
  1114: ["timestamp", "timestamp", "TIMESTAMP"],
  1184: ["timestamp with time zone", "timestamp", "TIMESTAMP WITH TIME ZONE"],
  1186: ["interval", "other", "VARCHAR"],
  1266: ["time with time zone", "time", "VARCHAR"],
  1700: ["numeric", "decimal", "DOUBLE"],
  2278: ["void", "other", "VARCHAR"],
  2950: ["uuid", "text", "VARCHAR"],
  3802: ["jsonb", "nested", "VARCHAR"],
};

/** The largest precision that DuckDB's DECIMAL holds. */
const largestPrecision = 38;

export interface Field {
  readonly name: string;
  readonly dataTypeID: number;
  readonly dataTypeModifier: number;
}

export function unknownTypes(fields: readonly Field[]): number[] {
  return [...new Set(fields.map((field) => field.dataTypeID).filter((oid) => known[oid] === undefined))];
}

export function pgColumn({ name, dataTypeID, dataTypeModifier }: Field, asked: ReadonlyMap<number, string>): CursorColumn {
  const found = known[dataTypeID];
  if (found === undefined) {
    const type = asked.get(dataTypeID) ?? `type ${dataTypeID}`;
    return { name, type, kind: type.endsWith("[]") ? "nested" : "other", storedAs: "VARCHAR", textOf: "VARCHAR" };
  }
  const [type, kind, textOf] = found;
  const size = dataTypeModifier - 4;
  if (dataTypeID === 1700 && size >= 0) {
    const [precision, scale] = [size >> 16, size & 0xffff];
    const decimal = precision <= largestPrecision && scale <= precision ? `DECIMAL(${precision},${scale})` : textOf;
    return { name, type: `numeric(${precision},${scale})`, kind, storedAs: "VARCHAR", textOf: decimal };
  }
  const isSized = (dataTypeID === 1042 || dataTypeID === 1043) && size >= 0;
  return { name, type: isSized ? `${type}(${size})` : type, kind, storedAs: "VARCHAR", textOf };
}

const booleanOid = 16;

/** Cells as a person reads them: the server writes t and f on the wire. */
export function cellReader(fields: readonly Field[]): (row: readonly (string | null)[]) => (string | null)[] {
  const booleans = fields.map((field) => field.dataTypeID === booleanOid);
  if (!booleans.includes(true)) return (row) => row as (string | null)[];
  return (row) => row.map((cell, index) => (cell === null || booleans[index] !== true ? cell : cell === "t" ? "true" : "false"));
}
