/** The app's own log: JSON lines in one file, turned over at 5 MB. For maintainers; tasks have logs of their own. */
import { appendFileSync, existsSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../ports/machine.ts";
import { makeFolder } from "./make-folder.ts";
import { ownDataFolder } from "./workspace-folder.ts";

const maxBytes = 5 * 1024 * 1024;
type Level = keyof Log;

/**
 * `root`: the real path of the workspace. `alsoTo` gets warnings and errors in words, for a terminal. A log that cannot be
 * written never stops the work. Throws workspace/outside.
 */
export function createEngineLog(root: string, alsoTo: ((line: string) => void) | null = null): Log {
  const folder = ownDataFolder(root);
  const file = join(folder, "logs", "engine.log");
  for (const needed of [folder, join(folder, "logs")]) makeFolder(needed);
  const write = (level: Level, message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
    const line = JSON.stringify({ at: new Date().toISOString(), level, message, ...fields });
    try {
      if (existsSync(file) && statSync(file).size > maxBytes) renameSync(file, `${file}.1`);
      appendFileSync(file, `${line}\n`);
    } catch {
      // A full disk is told by the store; the log has nobody else to tell.
    }
    if (alsoTo && (level === "warn" || level === "error")) alsoTo(`${level}: ${message} ${JSON.stringify(fields)}`);
  };
  return {
    debug: () => {},
    info: (message, fields) => write("info", message, fields),
    warn: (message, fields) => write("warn", message, fields),
    error: (message, fields) => write("error", message, fields),
  };
}
