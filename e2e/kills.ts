/**
 * T3: processes of the desktop are killed while a person types and runs go on: main with all others at once, or any one of them. Short in the journeys, long in the
 * benchmarks. What must hold: nothing acknowledged is lost, no try starts twice, none counts as running without a process, all come to their end; what was kept of an
 * edit stays kept and a file is never a part of one; and the death of the page stops no task.
 */
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { seededRandom } from "../shared/layout/seeded-random.ts";
import { typedFile, typedText, typist, type Typist } from "./kill-edits.ts";
import { openKillWork, type EngineAt, type KillWork } from "./kill-work.ts";
import { startKillable, type KillableDesktop } from "./killable-desktop.ts";
import { isThere, kill } from "./processes.ts";
import { smallWorkspace } from "./workspaces.ts";

export type Victim = "all at once" | "main" | "the page" | "the engine" | "the runner";

export interface KillsReport {
  readonly kills: Readonly<Record<Victim, number>>;
  readonly acked: number;
  readonly attempts: number;
  readonly typed: number;
  /** From the start of each engine to an answer that names its runner. */
  readonly readyMs: readonly number[];
  /** From a key to the disk. */
  readonly keptMs: readonly number[];
  readonly found: readonly string[];
}

/** Ten kills; those that need the program anew, which takes longest, are the fewest. An engine that dies too often in a row is given up: main dies in between. */
const tenVictims: readonly Victim[] = ["the page", "the engine", "all at once", "the runner", "the page", "main", "the engine", "the runner", "all at once", "the page"];

interface Trial {
  readonly workspace: string;
  readonly typist: Typist;
  readonly work: KillWork;
  readonly random: () => number;
  readonly found: string[];
  readonly readyMs: number[];
  desktop: KillableDesktop;
  at: EngineAt;
}

export async function killsRun({ kills, seed }: { readonly kills: number; readonly seed: number }): Promise<KillsReport> {
  const workspace = smallWorkspace({ [typedFile]: typedText });
  const work = openKillWork(workspace.path, { seed, atMost: Math.round(kills * 2.5) });
  let trial: Trial | null = null;
  const counts: Record<Victim, number> = { "all at once": 0, main: 0, "the page": 0, "the engine": 0, "the runner": 0 };
  try {
    const desktop = await startKillable({ workspace: workspace.path });
    const at = await work.attach({ notEngine: 0, notRunner: 0 });
    trial = { workspace: workspace.path, work, typist: typist(workspace.path), random: seededRandom(seed), found: [], readyMs: [], desktop, at };
    await work.turnOn();
    await trial.typist.open(desktop.page);
    for (let kill = 0; kill < kills; kill += 1) {
      const victim = tenVictims[kill % tenVictims.length] ?? "main";
      counts[victim] += 1;
      await dieOnce(trial, victim, kill);
    }
    await work.settle();
    await trial.desktop.killAll([trial.at.runner]);
    const { acked, attempts, found } = await work.judge();
    const broken = Object.entries(found).flatMap(([kind, all]) => all.map((one) => `${kind}: ${one}`));
    return { kills: counts, acked, attempts, typed: trial.typist.count, readyMs: trial.readyMs, keptMs: trial.typist.keptMs, found: [...trial.found, ...trial.typist.found, ...broken] };
  } finally {
    if (trial !== null) {
      await trial.desktop.killAll([trial.at.runner]);
      rmSync(trial.desktop.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
    work.close();
    workspace.remove();
  }
}

/** A person types, runs go on, a process dies; then what is left is looked at, and all is brought back. */
async function dieOnce(trial: Trial, victim: Victim, number: number): Promise<void> {
  const { typist: hands, work, random, desktop } = trial;
  const name = `kill ${number} of ${victim}`;
  await hands.begin(desktop.page);
  await work.work();
  if (random() < 0.4) hands.save("seen");
  await hands.kept();
  const held = await work.hold();
  await sleep(random() * 300);
  if (random() < 0.5) {
    // The save falls together with the kill, more or less.
    hands.save("asked");
    await sleep(random() * 60);
  }
  await killers[victim](trial, name, held);
}

type Killer = (trial: Trial, name: string, held: readonly string[]) => Promise<void>;

const killers: Readonly<Record<Victim, Killer>> = {
  "all at once": async (trial, name) => {
    await trial.desktop.killAll([trial.at.runner]);
    await trial.typist.end();
    await startAgain(trial, name, { notEngine: trial.at.engine, notRunner: trial.at.runner });
  },
  main: async (trial, name) => {
    await trial.desktop.killMain();
    await trial.typist.end();
    // A person starts the program again at once, whether its engine has noticed or not.
    await startAgain(trial, name, { notEngine: trial.at.engine, notRunner: 0 });
  },
  "the page": async (trial, name, held) => {
    const isBack = trial.desktop.killPage();
    await trial.typist.end();
    await isBack;
    await trial.work.written(typedFile);
    await trial.typist.look(name, false);
    await trial.typist.open(trial.desktop.page);
    const ends = await trial.work.ends(held);
    const stopped = held.filter((id) => !["success", "failed"].includes(ends[id] ?? ""));
    trial.found.push(...stopped.map((id) => `${name}: try ${id} was stopped: ${ends[id] ?? "gone"}`));
    if (!isThere(trial.at.engine) || !isThere(trial.at.runner)) trial.found.push(`${name}: the engine or the runner went with it`);
  },
  "the engine": async (trial, name) => {
    kill(trial.at.engine);
    await goOn(trial, name, { notEngine: trial.at.engine, notRunner: 0 });
  },
  "the runner": async (trial, name) => {
    kill(trial.at.runner);
    await goOn(trial, name, { notEngine: 0, notRunner: trial.at.runner });
  },
};

/** The page lives, and has all that was typed. */
async function goOn(trial: Trial, name: string, not: { readonly notEngine: number; readonly notRunner: number }): Promise<void> {
  await takeUp(trial, name, not);
  await trial.typist.end();
  await trial.typist.look(name, true);
}

async function startAgain(trial: Trial, name: string, not: { readonly notEngine: number; readonly notRunner: number }): Promise<void> {
  trial.desktop = await startKillable({ workspace: trial.workspace, home: trial.desktop.home });
  await takeUp(trial, name, not);
  await trial.typist.look(name, false);
  await trial.typist.open(trial.desktop.page);
}

async function takeUp(trial: Trial, name: string, not: { readonly notEngine: number; readonly notRunner: number }): Promise<void> {
  const { engine } = trial.at;
  trial.at = await trial.work.attach(not);
  if (trial.at.engine !== engine) trial.readyMs.push(trial.at.readyMs);
  trial.found.push(...(await trial.work.strays()).map((id) => `${name}: try ${id} counts as running and has no process`));
}
