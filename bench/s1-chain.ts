/** S1: a chain of 100 no-op processes. Gap = start of a task minus end of the one before, both stamped by the tasks themselves. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openEngineProcess, writeDag } from "../src-main/engine/fixtures/engine-client.ts";
import { figure, inTemporaryFolder, median, quantile, type Figure, type Workload } from "./harness.ts";
import { prepareNinja } from "./ninja.ts";
import { buildStamp, gapsMs, readStamps, spanS } from "./stamp.ts";

const length = 100;
const rounds = 10;

export const chain: Workload = { id: "S1", title: "Chain of 100 no-op processes, durable, beside ninja", run: () => inTemporaryFolder(measure) };

async function measure(folder: string): Promise<Figure[]> {
  const stamp = buildStamp(folder);
  const ledger = join(folder, "ledger");
  const peerFolder = join(folder, "peer");
  mkdirSync(peerFolder);
  const ids = Array.from({ length }, (_, index) => `t${index}`);
  const steps = ids.map((id, index) => ({ id, deps: index === 0 ? [] : [`t${index - 1}`] }));
  const peer = prepareNinja(peerFolder, steps, (id) => `${stamp} ${ledger} ${id}`, 2);
  writeDag(join(folder, "ours"), "chain", steps.map(({ id, deps }) => `  ${id}: { config_type: BashTask, bash: '${stamp} ${ledger} ${id}', deps: [${deps.join()}] }`));
  const engine = await openEngineProcess(join(folder, "ours"), { parallelism: 8 });
  const ours = { gaps: [] as number[], steps: [] as number[] };
  const theirs = { gaps: [] as number[], steps: [] as number[] };
  for (let round = 0; round <= rounds; round += 1) {
    await take(ours, ledger, round > 0, async () => void (await engine.run("chain")));
    if (peer) await take(theirs, ledger, round > 0, async () => peer());
  }
  await engine.close();
  return figures(ours, peer ? theirs : null);
}

async function take(into: { gaps: number[]; steps: number[] }, ledger: string, counts: boolean, work: () => Promise<void>): Promise<void> {
  rmSync(ledger, { force: true });
  await work();
  const stamps = readStamps(ledger);
  if (stamps.length !== length) throw new Error(`S1: ${stamps.length} of ${length} tasks left a stamp; a run with a lost task scores nothing.`);
  if (!counts) return;
  into.gaps.push(...gapsMs(stamps));
  into.steps.push((spanS(stamps) * 1000) / length);
}

function figures(ours: { gaps: number[]; steps: number[] }, theirs: { gaps: number[]; steps: number[] } | null): Figure[] {
  const name = theirs ? "ninja -j2" : "ninja (not installed)";
  const peer = (of: "gaps" | "steps", share: number): { name: string; value: number | null } => ({ name, value: theirs && quantile(theirs[of], share) });
  const p50 = quantile(ours.gaps, 0.5);
  const p99 = quantile(ours.gaps, 0.99);
  const step = median(ours.steps);
  const theirStep = peer("steps", 0.5);
  return [
    figure({ id: "S1", metric: "gap p50, ms", ours: p50, peer: peer("gaps", 0.5), goal: "≤ 2 ms", met: p50 <= 2, samples: ours.gaps.length }),
    figure({ id: "S1", metric: "gap p99, ms", ours: p99, peer: peer("gaps", 0.99), goal: "≤ 5 ms", met: p99 <= 5, samples: ours.gaps.length }),
    figure({ id: "S1", metric: "ms per step", ours: step, peer: theirStep, goal: "≤ 2.5 × ninja", met: theirStep.value !== null && step <= 2.5 * theirStep.value, samples: ours.steps.length }),
  ];
}
