/** Puts another state in the place of a workspace's own, while no engine is there. */
import { join } from "node:path";
import { AppError } from "../../shared/errors/app-error.ts";
import { backupFolderName } from "../../shared/model/backup-name.ts";
import { createBackupFolder } from "../platform/backup-folder.ts";
import { findPlaces } from "../platform/places.ts";
import { ownDataFolder } from "../platform/workspace-folder.ts";
import { restoreState, type Restored, type RestoreSource } from "../store/backup/restore.ts";
import { readMigrations } from "../store/migrate.ts";
import { claimWorkspace } from "./server/workspace-claim.ts";

/** `what`: the name of a backup, `latest`, `present` for what can be read of the state as it is, `empty` for no history. Throws workspace/busy, backup/not-found, store/damaged, store/newer. */
export async function restoreWorkspace(workspace: string, what: string, now: number): Promise<Restored & { readonly from: string }> {
  const claim = await claimWorkspace(workspace);
  try {
    const dataFolder = ownDataFolder(workspace);
    const source = sourceOf(dataFolder, what);
    const knownSchema = readMigrations(findPlaces().migrations).length;
    return { ...restoreState({ file: join(dataFolder, "state.db"), source, at: now, knownSchema }), from: source.kind === "backup" ? source.name : source.kind };
  } finally {
    claim.release();
  }
}

function sourceOf(dataFolder: string, what: string): RestoreSource {
  if (what === "present" || what === "empty") return { kind: what };
  const all = createBackupFolder(dataFolder).list();
  const found = what === "latest" ? all[0] : all.find(({ name }) => name === what);
  if (found === undefined) {
    const known = all.length === 0 ? "there is none; `present` keeps what can be read of the state as it is, `empty` begins anew" : `there are ${all.map(({ name }) => name).join(", ")}`;
    throw new AppError("backup/not-found", `Backup ${JSON.stringify(what)}: is not in ${join(dataFolder, backupFolderName)}; ${known}.`, { name: what });
  }
  return { kind: "backup", name: found.name, path: join(dataFolder, backupFolderName, found.name) };
}
