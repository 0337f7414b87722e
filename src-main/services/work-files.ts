/** The files between the engine and a try: made before it starts, removed when it is settled. They may hold secrets, so only this user reads them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Log } from "../ports/machine.ts";
import type { AttemptPlan } from "./attempt-plan.ts";

export function makeFiles(plan: Extract<AttemptPlan, { kind: "process" }>): void {
  if (plan.work) {
    mkdirSync(plan.work.folder, { recursive: true, mode: 0o700 });
    writePrivate(plan.work.contextFile, JSON.stringify(plan.work.context));
  }
  for (const { path, text } of plan.files) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writePrivate(path, text);
  }
}

/** In the background: what a task made in there may be large, or not ours to remove. */
export function removeFolder(folder: string, log: Log): void {
  rm(folder, { recursive: true, force: true }).catch((thrown: unknown) => log.warn("a work folder could not be removed", { folder, reason: String(thrown) }));
}

/** Folders that a killed engine left. `kept` are the names of those still in use. */
export async function sweepFolders(root: string, kept: ReadonlySet<string>, log: Log): Promise<void> {
  const names = await readdir(root).catch(() => []);
  for (const name of names) if (!kept.has(name)) removeFolder(join(root, name), log);
}

function writePrivate(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 });
}
