/**
 * How write–audit–publish is done in DuckDB. `replace` drops the published table, creates it anew from the ddl and
 * copies the audited rows, all in one transaction: readers go on seeing the old table until the commit (snapshots),
 * views survive because DuckDB binds them by name. Tables cannot move between schemas there, hence the copy.
 * Publications of this process run one at a time: DuckDB refuses, rather than queues, conflicting writers.
 */
import { bookkeepingSchema, createBookkeeping } from "../load/bookkeeping.ts";
import { isPrepName } from "../load/prep-name.ts";
import { type Column, type Dialect, type Publication, type Session, SqlFailure, type TableName } from "../session.ts";
import { quoteName, quoteTable, quoteText, showTable } from "../../../shared/sql/names.ts";
import { type Token, wordOf } from "../../../shared/sql/tokens.ts";
import { tokenize } from "../sql-text/tokens.ts";
import { loadFile } from "./files.ts";
import { duckTrial } from "./trial.ts";

/** Cuts the column list of a CREATE TABLE at its outer commas. */
function columnDefinitions(sql: string): Token[][] {
  const definitions: Token[][] = [[]];
  let depth = 0;
  for (const token of tokenize(sql)) {
    if (token.text === ")") depth--;
    if (depth === 1 && token.text === ",") definitions.push([]);
    else if (depth >= 1) definitions.at(-1)?.push(token);
    if (token.text === "(") depth++;
  }
  return definitions;
}

/** The catalogue does not say which columns are computed; the table's own text does. */
function generatedColumns(createSql: string): Set<string> {
  const generated = columnDefinitions(createSql).filter((tokens) =>
    tokens.some((token, at) => wordOf(token) === "GENERATED" && wordOf(tokens[at + 1]) === "ALWAYS"),
  );
  return new Set(generated.map(([first]) => (first?.kind === "quoted" ? first.text.slice(1, -1).replaceAll('""', '"') : (first?.text ?? ""))));
}

async function readColumns(session: Session, name: TableName): Promise<Column[] | null> {
  const where = `schema_name = ${quoteText(name.schema)} AND lower(%) = lower(${quoteText(name.table)}) AND database_name = current_database()`;
  const [view] = await session.read(`SELECT view_name FROM duckdb_views() WHERE ${where.replace("%", "view_name")}`);
  if (view !== undefined) throw new SqlFailure({ kind: "sql", message: `${showTable(name)} is a view; expected a table, or no such name` });
  const [table] = await session.read(`SELECT sql FROM duckdb_tables() WHERE ${where.replace("%", "table_name")}`);
  if (table === undefined) return null;
  const generated = generatedColumns(table[0] ?? "");
  const rows = await session.read(
    `SELECT column_name, data_type, CAST(is_nullable AS varchar), CAST(column_default IS NOT NULL AS varchar) FROM duckdb_columns() WHERE ${where.replace("%", "table_name")} ORDER BY column_index`,
  );
  return rows.map(([column, type, nullable, hasDefault]) => ({
    name: column ?? "",
    type: type ?? "",
    nullable: nullable === "true",
    hasDefault: hasDefault === "true",
    generated: generated.has(column ?? ""),
  }));
}

/** CREATE SCHEMA of two jobs at once would be a write conflict, so it is asked first and made alone. */
async function ensureSchema(session: Session, schema: string): Promise<void> {
  const [known] = await session.read(
    `SELECT schema_name FROM duckdb_schemas() WHERE database_name = current_database() AND lower(schema_name) = lower(${quoteText(schema)})`,
  );
  if (known === undefined) await session.dialect.alone(() => session.execute(`CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)}`));
}

async function ensureBookkeeping(session: Session): Promise<void> {
  await ensureSchema(session, bookkeepingSchema);
  const known = await readColumns(session, { schema: bookkeepingSchema, table: "dagwright_published" });
  if (known === null) await session.dialect.alone(() => session.execute(createBookkeeping));
}

async function replace(session: Session, publication: Publication): Promise<void> {
  const { prep, final } = publication;
  const source = quoteTable(prep);
  await session.execute(`DROP TABLE IF EXISTS ${quoteTable(final)}`);
  if (publication.filledByDdl) {
    await session.execute(`CREATE TABLE ${quoteTable(final)} AS FROM ${source}`);
  } else {
    await session.execute(publication.createTable(final));
    const columns = (await readColumns(session, prep)) ?? [];
    const list = columns
      .filter((column) => !column.generated)
      .map((column) => quoteName(column.name))
      .join(", ");
    await session.execute(`INSERT INTO ${quoteTable(final)} (${list}) SELECT ${list} FROM ${source}`);
  }
  for (const statement of publication.finishing(final)) await session.execute(statement);
}

function runsAlone(words: readonly string[]): boolean {
  const [first, second] = words;
  return (
    first === "CHECKPOINT" ||
    (first === "FORCE" && second === "CHECKPOINT") ||
    first === "ATTACH" ||
    first === "DETACH" ||
    first === "USE" ||
    first === "VACUUM"
  );
}

/** A queue of one. */
function createMutex(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

/** One for each database file: it holds what its sessions share. */
export function createDuckDialect(): Dialect {
  const claimed = new Set<string>();
  return {
    kind: "duckdb",
    indexesOnPrep: false,
    foldsCase: false,
    text: (expression, type, limit) =>
      type === "BLOB" ? `'\\x' || lower(hex(${expression}[1:${limit}]))` : `left(CAST(${expression} AS varchar), ${limit + 1})`,
    ageMs: (expression) => `epoch_ms(now()) - epoch_ms(CAST(${expression} AS timestamptz))`,
    searchPath: (schemas) => `SET search_path = ${quoteText([...schemas, "main"].map(quoteName).join(","))}`,
    ensureSchema,
    ensureBookkeeping,
    columns: readColumns,
    async claim(_session, prep) {
      claimed.add(showTable(prep));
    },
    async release(_session, prep) {
      claimed.delete(showTable(prep));
    },
    async dropPrep(session, prep) {
      await session.execute(`DROP TABLE IF EXISTS ${quoteTable(prep)}`);
    },
    async dropLeftovers(session, schema) {
      const rows = await session.read(`SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = ${quoteText(schema)}`);
      const names = rows.map(([name]) => name ?? "");
      const dropped = names.filter((name) => isPrepName(name) && !claimed.has(showTable({ schema, table: name })));
      for (const name of dropped) await session.execute(`DROP TABLE IF EXISTS ${quoteTable({ schema, table: name })}`);
      return dropped;
    },
    loadFile,
    alone: createMutex(),
    lockPublication: async () => undefined,
    replace,
    runsAlone,
    trial: duckTrial,
  };
}
