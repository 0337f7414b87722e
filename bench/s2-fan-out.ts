/** S2: 1,000 independent no-op processes and a join, every state stored. Also what the engine and runner weigh after 10,000 tasks. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openEngineProcess, writeDag, type EngineProcess } from "../src-main/engine/fixtures/engine-client.ts";
import { figure, inTemporaryFolder, median, pause, residentBytes, type Figure, type Workload } from "./harness.ts";
import { prepareNinja } from "./ninja.ts";
import { buildStamp, readStamps, spanS } from "./stamp.ts";

const width = 1_000;
const rounds = 5;
const weighedTasks = 10_000;
const mebibyte = 2 ** 20;

export const fanOut: Workload = { id: "S2", title: "Fan-out of 1,000 no-op processes and a join, beside ninja", run: () => inTemporaryFolder(measure) };

async function measure(folder: string): Promise<Figure[]> {
  const stamp = buildStamp(folder);
  const ledger = join(folder, "ledger");
  const peerFolder = join(folder, "peer");
  mkdirSync(peerFolder);
  const ids = Array.from({ length: width }, (_, index) => `t${index}`);
  const steps = [...ids.map((id) => ({ id, deps: [] as string[] })), { id: "join", deps: ids }];
  const peer = prepareNinja(peerFolder, steps, (id) => `${stamp} ${ledger} ${id}`, 2);
  writeDag(join(folder, "ours"), "fan", steps.map(({ id, deps }) => `  ${id}: { config_type: BashTask, bash: '${stamp} ${ledger} ${id}', deps: [${deps.join()}] }`));
  const engine = await openEngineProcess(join(folder, "ours"), { parallelism: 8 });
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const rate = await rateOf(ledger, async () => void (await engine.run("fan")));
    const peerRate = peer ? await rateOf(ledger, async () => peer()) : null;
    if (round > 0) ours.push(rate);
    if (round > 0 && peerRate !== null) theirs.push(peerRate);
  }
  const weight = await weigh(engine, weighedTasks - (rounds + 1) * (width + 1));
  await engine.close();
  const value = peer ? median(theirs) : null;
  const rate = median(ours);
  return [
    figure({ id: "S2", metric: "tasks per second", ours: rate, peer: { name: peer ? "ninja -j2" : "ninja (not installed)", value }, goal: "≥ 0.6 × ninja", met: value !== null && rate >= 0.6 * value, samples: ours.length }),
    ...weight,
  ];
}

async function rateOf(ledger: string, work: () => Promise<void>): Promise<number> {
  rmSync(ledger, { force: true });
  await work();
  const stamps = readStamps(ledger);
  if (stamps.length !== width + 1) throw new Error(`S2: ${stamps.length} of ${width + 1} tasks left a stamp; a run with a lost task scores nothing.`);
  return stamps.length / spanS(stamps);
}

async function weigh(engine: EngineProcess, tasksLeft: number): Promise<Figure[]> {
  for (let left = tasksLeft; left > 0; left -= width + 1) await engine.run("fan");
  await pause(2_500);
  const runnerPid = (await engine.info()).runner.pid;
  const engineMiB = (residentBytes(engine.pid) ?? Number.NaN) / mebibyte;
  const runnerMiB = (runnerPid === null ? Number.NaN : (residentBytes(runnerPid) ?? Number.NaN)) / mebibyte;
  const none = { name: "none", value: null };
  return [
    figure({ id: "S2", metric: "engine resident after 10,000 tasks, MiB", ours: engineMiB, peer: none, goal: "≤ 90 MB", met: engineMiB <= 90, samples: 1 }),
    figure({ id: "S2", metric: "runner resident after 10,000 tasks, MiB", ours: runnerMiB, peer: none, goal: "≤ 70 MB", met: runnerMiB <= 70, samples: 1 }),
  ];
}
