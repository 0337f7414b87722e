/**
 * One engine per workspace. The claim is an operating-system lock on `.dagwright/engine.lock`, held through SQLite
 * (Node itself has no file locks): exact between racing starters, and gone by itself when the holder dies, however it dies.
 * A frozen holder keeps it, so that it can never wake up beside a second writer.
 */
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { AppError } from "../../../shared/errors/app-error.ts";
import { makeFolder } from "../../platform/make-folder.ts";
import { assertLocalDisk } from "../../platform/network-folder.ts";
import { ownDataFolder } from "../../platform/workspace-folder.ts";
import { readEngineRecord, type EngineRecord } from "./engine-record.ts";

export interface Claim {
  release(): void;
}

/** Throws workspace/busy, naming the holder; workspace/outside and workspace/invalid where no state may be kept. */
export async function claimWorkspace(workspace: string): Promise<Claim> {
  // What runs print and load is nobody else's business.
  assertLocalDisk(workspace);
  const folder = ownDataFolder(workspace);
  makeFolder(folder);
  chmodSync(folder, 0o700);
  keepOutOfGit(folder);
  const file = join(folder, "engine.lock");
  const lock = new Database(file, { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw busy(workspace, await findHolder(workspace));
  }
  chmodSync(file, 0o600);
  return { release: () => void lock.close() };
}

/** History and tables are nothing to commit; a person who wants it otherwise changes the file. */
function keepOutOfGit(folder: string): void {
  try {
    writeFileSync(join(folder, ".gitignore"), "*\n", { flag: "wx" });
  } catch (thrown) {
    if (!existsSync(join(folder, ".gitignore"))) throw thrown;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY");
}

/** The holder writes its record right after it got the lock: allow it that moment. */
async function findHolder(workspace: string): Promise<EngineRecord | null> {
  for (let round = 0; round < 10; round += 1) {
    const record = readEngineRecord(workspace);
    if (record !== null && isAlive(record.pid)) return record;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return null;
}

function busy(workspace: string, holder: EngineRecord | null): AppError {
  if (holder === null) return new AppError("workspace/busy", `Workspace "${workspace}": another engine is starting or stopping there; try again in a moment.`, { workspace });
  const since = new Date(holder.startedAt).toISOString();
  const what = { desktop: "the desktop app", server: "`dagwright serve`", cli: "a `dagwright` command" }[holder.mode];
  return new AppError("workspace/busy", `Workspace "${workspace}": served by ${what}, process ${holder.pid}, since ${since}; use that one, or end it first.`, {
    workspace,
    pid: holder.pid,
    since: holder.startedAt,
    mode: holder.mode,
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
