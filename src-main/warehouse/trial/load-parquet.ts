/** Rows of a Parquet file as a table of the trial schema. File and types may come from a stranger: a type is written only when it is a plain one. */
import type { NamedType } from "../../ports/sql-host.ts";
import { quoteName, quoteTable, quoteText } from "../../../shared/sql/names.ts";
import type { Session, TableName } from "../session.ts";

export async function loadIntoTrials(session: Session, { file, columns, to }: { file: string; columns: readonly NamedType[]; to: TableName }): Promise<number> {
  await session.dialect.ensureSchema(session, to.schema);
  const types = new Map(columns.flatMap(({ name, type }) => (isPlainType(type) ? [[name, type] as const] : [])));
  await session.execute("BEGIN");
  if (session.dialect.kind === "duckdb") await loadDuck(session, { file, types, to });
  else await loadPostgres(session, { file, columns, types, to });
  const [cells] = await session.read(`SELECT CAST(count(*) AS varchar) FROM ${quoteTable(to)}`);
  await session.execute("COMMIT");
  return Number(cells?.[0] ?? 0);
}

/** A name, a precision, an array of it: nothing in which a statement could hide. */
export function isPlainType(type: string): boolean {
  return /^[a-z][a-z0-9_]*( (precision|varying|with time zone|without time zone))?(\(\d{1,5}(, ?\d{1,5})?\))?( (with|without) time zone)?(\[\])?$/i.test(type) && !/^(enum|struct|map|union|list)\b/i.test(type);
}

interface Loading {
  readonly file: string;
  readonly types: ReadonlyMap<string, string>;
  readonly to: TableName;
}

async function loadDuck(session: Session, { file, types, to }: Loading): Promise<void> {
  const source = `read_parquet(${quoteText(file)})`;
  const there = await session.describe(`SELECT * FROM ${source}`);
  const list = there.map(({ name, type }) => {
    const wanted = types.get(name);
    return wanted === undefined || wanted === type ? quoteName(name) : `CAST(${quoteName(name)} AS ${wanted}) AS ${quoteName(name)}`;
  });
  await session.execute(`CREATE TABLE ${quoteTable(to)} AS SELECT ${list.join(", ")} FROM ${source}`);
}

async function loadPostgres(session: Session, { file, columns, types, to }: Loading & { columns: readonly NamedType[] }): Promise<void> {
  const list = columns.map(({ name }) => `${quoteName(name)} ${types.get(name) ?? "text"}`);
  await session.execute(`CREATE TABLE ${quoteTable(to)} (${list.join(", ")})`);
  const made = (await session.dialect.columns(session, to)) ?? [];
  await session.dialect.loadFile(session, { path: file, format: "parquet", target: to, table: to.table, columns: made, note: () => undefined });
}
