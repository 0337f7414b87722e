/** A folder of the data folder into which logs are moved, which is one step for the file system, and from which they are removed in the background. */
import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../../shared/errors/app-error.ts";
import type { LogBin } from "../ports/log-bin.ts";
import type { Log } from "../ports/machine.ts";

export function createLogBin(dataFolder: string, log: Log): LogBin {
  const bin = join(dataFolder, "dropped-logs");
  const move = (folder: string): void => renameSync(join(dataFolder, folder), join(bin, randomUUID()));
  return {
    take: (folder) => {
      try {
        mkdirSync(bin, { recursive: true, mode: 0o700 });
        move(folder);
        return true;
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return true;
        log.warn("logs of a dropped run stay for now", { folder, reason: messageOf(thrown) });
        return false;
      }
    },
    empty: async () => {
      for (const name of await readdir(bin).catch(() => [])) {
        await rm(join(bin, name), { recursive: true, force: true }).catch((thrown: unknown) => log.warn("a dropped log could not be removed", { name, reason: messageOf(thrown) }));
      }
    },
  };
}
