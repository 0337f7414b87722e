/** DuckDB's types as a result shows them: name, kind, and the type that keeps them. */
import type { DuckDBType } from "@duckdb/node-api";
import type { ColumnKind } from "../../../shared/contract/sql.ts";
import type { CursorColumn } from "../session.ts";

const kinds: readonly (readonly [pattern: RegExp, kind: ColumnKind])[] = [
  [/(\]|^(STRUCT|MAP|UNION|VARIANT).*)$/, "nested"],
  [/^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|BIGNUM)$/, "integer"],
  [/^DECIMAL/, "decimal"],
  [/^(FLOAT|DOUBLE)$/, "float"],
  [/^BOOLEAN$/, "boolean"],
  [/^DATE$/, "date"],
  [/^TIMESTAMP/, "timestamp"],
  [/^TIME/, "time"],
  [/^(VARCHAR|UUID|ENUM.*)$/, "text"],
  [/^BLOB$/, "binary"],
];

export function kindOfDuckType(type: string): ColumnKind {
  return kinds.find(([pattern]) => pattern.test(type))?.[1] ?? "other";
}

export function duckColumn(name: string, type: DuckDBType): CursorColumn {
  const stored = type.toString();
  // A column of nothing but NULL has a type of its own, which no table can hold.
  const storedAs = stored === "SQLNULL" || stored === "NULL" ? "INTEGER" : stored;
  return { name, type: type.alias ?? stored, kind: kindOfDuckType(stored), storedAs, textOf: null };
}
