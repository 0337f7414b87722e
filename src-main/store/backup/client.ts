/** The engine's side of backups: a process for each, so that neither copying nor syncing holds up a task that ends. */
import { fork, type ChildProcess } from "node:child_process";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { BackupWriter } from "../../ports/backups.ts";
import type { FromBackup } from "./protocol.ts";

export interface BackupWriterOptions {
  readonly entry: string;
  /** The database. */
  readonly file: string;
  readonly folder: string;
}

export function createBackupWriter({ entry, file, folder }: BackupWriterOptions): BackupWriter {
  const running = new Set<ChildProcess>();
  let isClosed = false;

  async function write({ at, why }: Parameters<BackupWriter["write"]>[0]): Promise<string> {
    if (isClosed) throw new AppError("engine/stopping", "The engine is ending; no backup is begun.");
    const child = fork(entry, [file, folder, String(at), why], { stdio: ["ignore", "ignore", "ignore", "ipc"], execArgv: [] });
    running.add(child);
    const said = await answerOf(child).finally(() => running.delete(child));
    if ("path" in said) return said.path;
    throw new AppError(said.error.code, said.error.code === "internal" ? `The backup could not be written: ${said.error.message}.` : said.error.message, { file });
  }

  return {
    write,
    close: async () => {
      isClosed = true;
      await Promise.all([...running].map((child) => ended(child)));
    },
  };
}

/** Settles when the process is gone, so that nobody has the file open any more. */
function answerOf(child: ChildProcess): Promise<FromBackup> {
  return new Promise((resolve) => {
    let said: FromBackup | null = null;
    child.on("message", (message) => (said = message as FromBackup));
    child.once("error", (error) => resolve({ error: { code: "internal", message: error.message } }));
    child.once("exit", (code, signal) => resolve(said ?? { error: { code: "internal", message: `its process ended (${signal ?? `exit code ${code}`})` } }));
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });
}
