/** The store: every table behind one port, one connection, one writer. */
import { randomBytes } from "node:crypto";
import type { Database } from "better-sqlite3";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import type { Store } from "../ports/store.ts";
import { prepareAbsences } from "./absences.ts";
import { prepareArchives } from "./archives.ts";
import { prepareAssets } from "./asset-events.ts";
import { prepareAudit } from "./audit.ts";
import { prepareBackfills } from "./backfills.ts";
import { prepareQueueEvents } from "./queue-events.ts";
import { prepareDagSettings } from "./dag-settings.ts";
import { prepareDeadlines } from "./deadlines.ts";
import { Gathering } from "./gathering.ts";
import { prepareMessages } from "./messages.ts";
import { prepareNotes } from "./notes.ts";
import { closeDatabase, openDatabase, type OpenOptions } from "./open.ts";
import { prepareOutbox } from "./outbox.ts";
import { readPackedTasks } from "./pack/packed-tasks.ts";
import { preparePacking } from "./pack/packing.ts";
import { packedTables, preparePacks } from "./pack/packs.ts";
import { prepareWhole } from "./pack/whole-history.ts";
import { prepareProcessTexts } from "./process-texts.ts";
import { prepareRetention } from "./retention.ts";
import { prepareRunRows } from "./run-rows.ts";
import { prepareRuns } from "./runs.ts";
import { prepareSearch } from "./search-keys.ts";
import { prepareRunCount } from "./run-count.ts";
import { prepareSqlHistory } from "./sql-history.ts";
import { prepareTrials } from "./trials.ts";
import { prepareTaskUsage } from "./task-usage.ts";
import { prepareVersions } from "./versions.ts";

export function openStore(options: OpenOptions): Store {
  const file = openDatabase(options);
  const gathering = new Gathering(file);
  const database = gathering.after();
  const id = identify(database);
  // A text is not of what waits, and need not wait for it.
  const texts = prepareProcessTexts(file);
  const outbox = prepareOutbox(database);
  const queues = prepareQueueEvents(database);
  const packs = preparePacks(database);
  const packed = readPackedTasks(packs);
  const count = prepareRunCount(database);
  const undone = (): void => {
    gathering.drop();
    texts.forget();
    outbox.forget();
    queues.forget();
    packs.forget();
    count.undone();
  };
  return {
    id,
    atomically: prepareTransaction(file, gathering, { settled: count.settled, undone }),
    ...prepareWhole(database, { id, gathering, texts, packs, tasks: packed }),
    versions: prepareVersions(database),
    runs: prepareRuns(database, packs, count),
    taskUsage: prepareTaskUsage(database, packed),
    outbox,
    dagSettings: prepareDagSettings(database),
    queues,
    absences: prepareAbsences(database),
    assets: prepareAssets(database),
    trials: prepareTrials(database),
    sqlHistory: prepareSqlHistory(database),
    search: prepareSearch(database),
    messages: prepareMessages(database, packed),
    deadlines: prepareDeadlines(database, packed),
    audit: prepareAudit(database),
    backfills: prepareBackfills(database),
    notes: prepareNotes(database, packed),
    retention: prepareRetention(database, packs, count),
    archives: prepareArchives(database, (run) => (packs.isPacked(run) ? packs.show(run) : database)),
    runRows: prepareRunRows(database, (run, table) => (packedTables.includes(table) && packs.isPacked(run) ? packs.show(run) : database)),
    packing: preparePacking(database, packs),
    shrink: () => {
      packs.close();
      file.pragma("shrink_memory");
    },
    close: () => {
      packs.close();
      closeDatabase(file, options);
    },
  };
}

/** `undone`: what was written came to nothing. */
function prepareTransaction(database: Database, gathering: Gathering, { settled, undone }: { readonly settled: () => void; readonly undone: () => void }): Store["atomically"] {
  return (work) => {
    if (database.inTransaction) return work();
    const whole = database.transaction(() => {
      const result = work();
      gathering.write();
      return result;
    });
    try {
      const result = whole.immediate();
      settled();
      return result;
    } catch (thrown) {
      undone();
      throw storeTrouble(database.name, thrown) ?? thrown;
    }
  };
}

const passing = ["SQLITE_FULL", "SQLITE_IOERR", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_PROTOCOL", "SQLITE_NOMEM"];
const lasting = ["SQLITE_CORRUPT", "SQLITE_NOTADB"];

/** What the file is to blame for, and not what was written; null for the latter. */
function storeTrouble(file: string, thrown: unknown): AppError | null {
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
  const isOf = (codes: readonly string[]): boolean => codes.some((one) => code === one || code.startsWith(`${one}_`));
  if (isOf(lasting)) return new AppError("store/damaged", `${file}: is damaged (${messageOf(thrown)}); end Dagwright, see the backups with "dagwright backup list" and put one back with "dagwright backup restore NAME".`, { file }, { cause: thrown });
  if (!isOf(passing)) return null;
  const isHeld = code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED");
  const remedy = isHeld ? "end the other program that holds it" : "free some disk space, or give back the right to write";
  return new AppError("store/full", `${file}: cannot be written (${messageOf(thrown)}); ${remedy}, work goes on by itself.`, { file }, { cause: thrown });
}

function identify(database: Database): string {
  database.prepare("insert or ignore into meta (key, value) values ('id', ?)").run(randomBytes(4).toString("hex"));
  return database.prepare<[], { value: string }>("select value from meta where key = 'id'").get()?.value ?? "";
}
