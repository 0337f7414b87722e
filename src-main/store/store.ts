/** The store: every table behind one port, one connection, one writer. */
import { randomBytes } from "node:crypto";
import type { Database } from "better-sqlite3";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import type { Store } from "../ports/store.ts";
import { prepareAttempts } from "./attempts.ts";
import { prepareDagSettings } from "./dag-settings.ts";
import { openDatabase, type OpenOptions } from "./open.ts";
import { prepareOutbox } from "./outbox.ts";
import { prepareRuns } from "./runs.ts";
import { prepareSearch } from "./search-keys.ts";
import { prepareTasks } from "./task-instances.ts";
import { prepareVersions } from "./versions.ts";
import { prepareXComs } from "./xcoms.ts";

export function openStore(options: OpenOptions): Store {
  const database = openDatabase(options);
  const id = identify(database);
  return {
    id,
    atomically: prepareTransaction(database),
    versions: prepareVersions(database),
    runs: prepareRuns(database),
    tasks: prepareTasks(database),
    attempts: prepareAttempts(database, id),
    outbox: prepareOutbox(database),
    xcoms: prepareXComs(database),
    dagSettings: prepareDagSettings(database),
    search: prepareSearch(database),
    shrink: () => void database.pragma("shrink_memory"),
    close: () => void database.close(),
  };
}

function prepareTransaction(database: Database): Store["atomically"] {
  return (work) => {
    if (database.inTransaction) return work();
    try {
      return database.transaction(work).immediate();
    } catch (thrown) {
      throw isDiskFull(thrown) ? diskFull(database.name, thrown) : thrown;
    }
  };
}

function isDiskFull(thrown: unknown): boolean {
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
  return code === "SQLITE_FULL" || code.startsWith("SQLITE_IOERR");
}

function diskFull(file: string, cause: unknown): AppError {
  return new AppError("store/full", `${file}: cannot be written (${messageOf(cause)}); free some disk space, work goes on by itself.`, { file }, { cause });
}

function identify(database: Database): string {
  database.prepare("insert or ignore into meta (key, value) values ('id', ?)").run(randomBytes(4).toString("hex"));
  return database.prepare<[], { value: string }>("select value from meta where key = 'id'").get()?.value ?? "";
}
