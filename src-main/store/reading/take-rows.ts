/**
 * The rows of a state of another schema, taken into one of ours: the columns that both have. What is lacking, and what does not fit, is named,
 * and the rest is taken all the same. Rows go one by one with rests between them: a long history is not to hold up who waits for it.
 */
import Sqlite, { type Database } from "better-sqlite3";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { MissingPart } from "../../../shared/model/reading.ts";
import { RunState, RunType, TaskState } from "../../../shared/model/states.ts";
import { quoted } from "../run-rows.ts";

/** Without them there are no runs to show. */
const essential = new Set(["dag_run", "dag_version"]);
/** What is to be sent to a runner is nobody's to read. */
const passedOver = new Set(["outbox"]);
const restAfterMs = 20;
const rowsBetweenLooks = 500;

interface Column {
  readonly name: string;
  /** A row cannot be without it. */
  readonly isNeeded: boolean;
}

type Row = unknown[];

/** Returns what could not be taken. Throws store/newer where nothing could be shown. `into` has our schema and no rows. */
export async function takeRows(from: Database, into: Database, breathe: () => Promise<void>): Promise<MissingPart[]> {
  into.pragma("foreign_keys = OFF");
  // Rules of a history that is written; here rows go that fit nowhere.
  for (const name of namesOf(into, "trigger")) into.exec(`drop trigger ${quoted(name)}`);
  const missing: MissingPart[] = [];
  for (const table of namesOf(into, "table")) {
    if (passedOver.has(table)) continue;
    into.exec("begin");
    missing.push(...(await takeTable(from, into, { table, breathe })));
    into.exec("commit");
  }
  if (missing.some(({ rows }) => rows !== null)) removeOrphans(into);
  return missing;
}

async function takeTable(from: Database, into: Database, { table, breathe }: { table: string; breathe: () => Promise<void> }): Promise<MissingPart[]> {
  const ours = columnsOf(into, table);
  const theirs = new Set(columnsOf(from, table).map(({ name }) => name.toLowerCase()));
  const lacking = ours.filter(({ name }) => !theirs.has(name.toLowerCase()));
  const needed = lacking.filter(({ isNeeded }) => isNeeded);
  if (theirs.size === 0 || needed.length > 0) {
    const what = theirs.size === 0 ? `has no table ${table} any more` : `its table ${table} has no ${needed.map(({ name }) => name).join(", ")} any more`;
    if (essential.has(table)) throw new AppError("store/newer", `${from.name}: ${what}, without which this Dagwright can show no runs; install the version that wrote it.`, { table });
    return [{ table, column: null, rows: null }];
  }
  const columns = ours.flatMap(({ name }) => (theirs.has(name.toLowerCase()) ? [name] : []));
  const { leftOut, unknownStates } = await copyRows(from, into, { table, columns, breathe });
  return [
    ...lacking.map(({ name }): MissingPart => ({ table, column: name, rows: null })),
    ...(leftOut > 0 ? [{ table, column: null, rows: leftOut }] : []),
    ...(unknownStates > 0 ? [{ table, column: "state", rows: unknownStates }] : []),
  ];
}

async function copyRows(from: Database, into: Database, { table, columns, breathe }: { table: string; columns: readonly string[]; breathe: () => Promise<void> }): Promise<{ leftOut: number; unknownStates: number }> {
  const names = columns.map(quoted).join(", ");
  const read = from.prepare<[], Row>(`select ${names} from ${quoted(table)}`).raw().safeIntegers();
  const insert = into.prepare(`insert into ${quoted(table)} (${names}) values (${columns.map(() => "?").join(", ")})`);
  const understand = understandingOf(table, columns);
  const seen = { leftOut: 0, unknownStates: 0 };
  let [count, restAt] = [0, performance.now() + restAfterMs];
  for (const row of read.iterate()) {
    const meaning = understand(row);
    if (meaning === "unknown" || !isTaken(insert, row)) seen.leftOut += 1;
    else if (meaning === "state unknown") seen.unknownStates += 1;
    count += 1;
    if (count % rowsBetweenLooks > 0 || performance.now() < restAt) continue;
    await breathe();
    restAt = performance.now() + restAfterMs;
  }
  return seen;
}

/** False for a row that breaks a rule of ours. */
function isTaken(insert: Sqlite.Statement, row: Row): boolean {
  try {
    insert.run(row);
    return true;
  } catch (thrown) {
    if (thrown instanceof Sqlite.SqliteError && thrown.code.startsWith("SQLITE_CONSTRAINT")) return false;
    throw thrown;
  }
}

/**
 * Whether the words of a row are ours. A run in a state, or of a kind, that nobody here knows cannot be listed beside others; a task's outcome
 * that nobody here knows is what `interrupted` says, with the word as its reason.
 */
function understandingOf(table: string, columns: readonly string[]): (row: Row) => "known" | "unknown" | "state unknown" {
  const [state, kind, reason] = ["state", "run_type", "reason"].map((name) => columns.indexOf(name));
  if (table === "dag_run") return (row) => (RunState.safeParse(row[state ?? -1]).success && RunType.safeParse(row[kind ?? -1]).success ? "known" : "unknown");
  if (table !== "task_instance") return () => "known";
  return (row) => {
    const word = row[state ?? -1];
    if (TaskState.safeParse(word).success) return "known";
    if (reason !== undefined && reason >= 0) row[reason] = `in state ${JSON.stringify(word)}, which this version does not know`;
    row[state ?? -1] = "interrupted";
    return "state unknown";
  };
}

/** Rows of runs that were left out, and what hangs on them. */
function removeOrphans(into: Database): void {
  const keys = namesOf(into, "table").flatMap((table) => into.prepare<[string], { parent: string; key: string; to: string | null }>(`select "table" as parent, "from" as key, "to" as "to" from pragma_foreign_key_list(?)`).all(table).map((link) => ({ table, ...link })));
  const removals = keys.map(({ table, parent, key, to }) => into.prepare(`delete from ${quoted(table)} where ${quoted(key)} is not null and not exists (select 1 from ${quoted(parent)} as parent where parent.${quoted(to ?? "id")} = ${quoted(table)}.${quoted(key)})`));
  for (let again = true; again; ) again = removals.reduce((sum, removal) => sum + removal.run().changes, 0) > 0;
}

function namesOf(database: Database, type: "table" | "trigger"): string[] {
  return database.prepare<[string], string>("select name from sqlite_schema where type = ? and name not like 'sqlite_%' order by name").pluck().all(type);
}

function columnsOf(database: Database, table: string): Column[] {
  const rows = database.prepare<[string], { name: string; pk: number; notnull: number; dflt_value: string | null }>("select name, pk, \"notnull\", dflt_value from pragma_table_info(?)").all(table);
  return rows.map(({ name, pk, notnull, dflt_value: otherwise }) => ({ name, isNeeded: pk > 0 || (notnull === 1 && otherwise === null) }));
}
