/**
 * The files between the engine and a try: made before it starts, removed when it is settled. They may hold secrets, so only this user
 * reads them. They lie side by side, named by the try: a folder each costs as much as a process does on a busy disk.
 */
import { mkdirSync, unlink, writeFileSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { toExactJson } from "../../shared/base/exact-json.ts";
import type { Log } from "../ports/machine.ts";
import type { AttemptPlan } from "./attempt-plan.ts";

/** What may follow the stem: the script's folder, and what the two sides write. `output` may have the ending of its format. */
const endings = ["", ".context.json", ".xcom.jsonl", ".decision", ".output", ".output.parquet", ".output.csv", ".output.jsonl"];

export function makeFiles(plan: Extract<AttemptPlan, { kind: "process" }>): void {
  if (plan.work) writePrivate(plan.work.contextFile, toExactJson(plan.work.context));
  for (const { path, text } of plan.files) writePrivate(path, text);
}

/** In the background: what a task made may be large, or not ours to remove. Most tries leave nothing but their context, so a plain unlink is tried first. */
export function removeFiles(stem: string, log: Log): void {
  for (const ending of endings) {
    unlink(stem + ending, (problem) => {
      if (problem !== null && problem.code !== "ENOENT") remove(stem + ending, log);
    });
  }
}

/** What a killed engine left. `kept` are the tries still in use. */
export async function sweepFiles(root: string, kept: ReadonlySet<string>, log: Log): Promise<void> {
  const names = await readdir(root).catch(() => []);
  for (const name of names) if (!kept.has(attemptOf(name))) remove(join(root, name), log);
}

/** An attempt id has four parts; what follows is an ending. */
const attemptOf = (name: string): string => name.split(".").slice(0, 4).join(".");

function remove(path: string, log: Log): void {
  rm(path, { recursive: true, force: true }).catch((thrown: unknown) => log.warn("a work file could not be removed", { path, reason: String(thrown) }));
}

function writePrivate(path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: 0o600 });
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== "ENOENT") throw thrown;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, text, { mode: 0o600 });
  }
}
