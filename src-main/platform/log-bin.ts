/** A folder of the data folder into which logs are moved, which is one step for the file system, and from which they are removed in the background. */
import { randomUUID } from "node:crypto";
import { mkdirSync, realpathSync, renameSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { messageOf } from "../../shared/errors/app-error.ts";
import type { LogBin } from "../ports/log-bin.ts";
import type { Log } from "../ports/machine.ts";

const binName = "dropped-logs";

/** What lies behind a link is not ours to remove, wherever it leads. */
function assertPlain(dataFolder: string, folder: string): void {
  if (realpathSync(join(dataFolder, folder)) !== join(realpathSync(dataFolder), folder)) throw new Error(`${folder}: is reached through a link; remove the link`);
}

export function createLogBin(dataFolder: string, log: Log): LogBin {
  const bin = join(dataFolder, binName);
  const move = (folder: string): void => {
    assertPlain(dataFolder, dirname(folder));
    assertPlain(dataFolder, binName);
    renameSync(join(dataFolder, folder), join(bin, randomUUID()));
  };
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
      try {
        assertPlain(dataFolder, binName);
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException).code !== "ENOENT") log.warn("dropped logs are not removed", { reason: messageOf(thrown) });
        return;
      }
      for (const name of await readdir(bin).catch(() => [])) {
        await rm(join(bin, name), { recursive: true, force: true }).catch((thrown: unknown) => log.warn("a dropped log could not be removed", { name, reason: messageOf(thrown) }));
      }
    },
  };
}
