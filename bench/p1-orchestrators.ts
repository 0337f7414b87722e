/**
 * P1: the same two graphs, a chain of 100 and twenty runs of the onboarding DAG at once, under each orchestrator that can be had here, one after the
 * other, with the same program as the body of every task and as many slots. The gap is the start of a task minus the end of the last one that it
 * waited for, both stamped by the tasks; waiting for a slot is in it. All samples go to bench/results/orchestrators.json. `DAGWRIGHT_PEERS=ninja,prefect` takes
 * those whose names begin so; the samples of the others stay in the file, with the day they were taken on.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { figure, inTemporaryFolder, machineText, median, quantile, round, type Figure, type RunOptions, type Workload } from "./harness.ts";
import { onboardingSteps } from "./onboarding.ts";
import { airflow } from "./orchestrators/airflow.ts";
import { dagster } from "./orchestrators/dagster.ts";
import { dagwright, graphile, ninja } from "./orchestrators/local.ts";
import type { Graphs, OpenOrchestrator, Orchestrator } from "./orchestrators/orchestrator.ts";
import { prefect } from "./orchestrators/prefect.ts";
import { buildStamp, gapsAfterParents, readStamps, spanS } from "./stamp.ts";

const id = "P1";
const slots = 8;
const chainLength = 100;
const runsAtOnce = 20;
const resultFile = join(import.meta.dirname, "results/orchestrators.json");
const chain = Array.from({ length: chainLength }, (_, index) => ({ id: `t${index}`, deps: index === 0 ? [] : [`t${index - 1}`] }));
const graphs: Graphs = { chain, onboarding: onboardingSteps(), warm: chain.slice(0, 3) };
const loads = [{ graph: "chain", runs: 1, text: `chain of ${chainLength}` }, { graph: "onboarding", runs: runsAtOnce, text: `40 × ${runsAtOnce}` }] as const;

/** How many times our gap p50 of the chain theirs has to be, and our gap p99 of 40 × 20. */
const peers: readonly { readonly peer: Orchestrator; readonly times: { readonly chain: number; readonly onboarding: number } }[] = [
  { peer: ninja, times: { chain: 0.4, onboarding: 0.66 } },
  { peer: graphile, times: { chain: 2, onboarding: 1 } },
  { peer: prefect, times: { chain: 25, onboarding: 1 } },
  { peer: dagster, times: { chain: 50, onboarding: 1 } },
  { peer: airflow, times: { chain: 500, onboarding: 100 } },
];

export const orchestrators: Workload = { id, title: "A chain of 100 and 40 × 20 tasks under every orchestrator that can be had", run: measure };

interface Samples {
  /** Milliseconds, rounded to a microsecond. */
  readonly gapsMs: number[];
  readonly makespansS: number[];
}

interface Result {
  readonly name: string;
  readonly settings: string;
  /** The day of the measurement, ISO. */
  readonly measured: string;
  readonly chain: Samples;
  readonly onboarding: Samples;
}

async function measure({ long }: RunOptions): Promise<Figure[]> {
  const wanted = process.env["DAGWRIGHT_PEERS"]?.toLowerCase().split(",");
  const ours = await resultOf(dagwright, long);
  if (ours === null) return [];
  const results = [ours];
  const figures: Figure[] = [];
  for (const { peer, times } of peers.filter(({ peer: { name } }) => wanted?.some((word) => name.toLowerCase().startsWith(word)) ?? true)) {
    const theirs = await resultOf(peer, long);
    if (theirs === null) continue;
    results.push(theirs);
    figures.push(...loads.flatMap(({ graph, text }) => compare(text, { ours: ours[graph], theirs: theirs[graph], name: peer.name, times: times[graph], share: graph === "chain" ? 0.5 : 0.99 })));
    keep(results, long);
  }
  return figures;
}

function keep(results: readonly Result[], long: boolean): void {
  mkdirSync(join(resultFile, ".."), { recursive: true });
  const before = existsSync(resultFile) ? (JSON.parse(readFileSync(resultFile, "utf8")) as { readonly results: readonly Result[] }).results : [];
  const others = before.filter(({ name }) => results.every((result) => result.name !== name));
  const text = [...results, ...others].map((result) => `    ${JSON.stringify(result)}`).join(",\n");
  writeFileSync(resultFile, `{\n  "machine": ${JSON.stringify(machineText())},\n  "isLong": ${long},\n  "slots": ${slots},\n  "results": [\n${text}\n  ]\n}\n`);
}

/** Null, with the reason said, where it cannot be had or lost a task. */
async function resultOf(orchestrator: Orchestrator, long: boolean): Promise<Result | null> {
  console.error(`${id}: ${orchestrator.name} …`);
  return inTemporaryFolder(async (folder) => {
    const ledger = join(folder, "ledger");
    const ground = { folder, graphs, stamp: buildStamp(folder), ledger, slots, limitMs: long ? 3_600_000 : 900_000 };
    let open: OpenOrchestrator | null = null;
    try {
      const opened = await orchestrator.open(ground);
      if (typeof opened === "string") throw new Error(opened);
      open = opened;
      const { name, settings } = orchestrator;
      await take(open, { graph: "warm", runs: 1, ledger });
      const rounds = long || orchestrator === dagwright ? 5 : 1;
      const result: Result = { name, settings, measured: new Date().toISOString().slice(0, 10), chain: { gapsMs: [], makespansS: [] }, onboarding: { gapsMs: [], makespansS: [] } };
      for (let count = 0; count < rounds; count += 1) {
        for (const { graph, runs } of loads) {
          const { gapsMs, makespanS } = await take(open, { graph, runs, ledger });
          result[graph].gapsMs.push(...gapsMs);
          result[graph].makespansS.push(makespanS);
        }
      }
      return result;
    } catch (thrown) {
      console.error(`${id}: ${orchestrator.name} is left out: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      return null;
    } finally {
      await open?.close();
    }
  });
}

async function take(open: OpenOrchestrator, { graph, runs, ledger }: { graph: string; runs: number; ledger: string }): Promise<{ gapsMs: number[]; makespanS: number }> {
  rmSync(ledger, { force: true });
  await open.run(graph, runs);
  const steps = graphs[graph] ?? [];
  const stamps = readStamps(ledger);
  const tasks = steps.length * runs;
  if (stamps.length !== tasks || new Set(stamps.map((one) => one.id)).size !== tasks) throw new Error(`${stamps.length} of ${tasks} tasks left a stamp; a round with a lost or doubled task scores nothing`);
  return { gapsMs: [...gapsAfterParents(stamps, steps).values()].map((ms) => Math.round(ms * 1_000) / 1_000), makespanS: round(spanS(stamps)) };
}

interface Pair {
  readonly ours: Samples;
  readonly theirs: Samples;
  readonly name: string;
  readonly times: number;
  readonly share: number;
}

function compare(text: string, { ours, theirs, name, times, share }: Pair): Figure[] {
  const of = ({ gapsMs }: Samples): number => quantile(gapsMs, share);
  const makespan = median(ours.makespansS);
  const peerMakespan = median(theirs.makespansS);
  const goal = times < 1 ? `≤ ${round(1 / times)} × ${name}` : `${name} ≥ ${times} ×`;
  return [
    figure({ id, metric: `${text}, gap p${share * 100}, ms`, ours: of(ours), peer: { name, value: of(theirs) }, goal, met: of(theirs) >= times * of(ours), samples: theirs.gapsMs.length }),
    figure({ id, metric: `${text}, first start to last end, s`, ours: makespan, peer: { name, value: peerMakespan }, goal: "told beside it", met: true, samples: theirs.makespansS.length }),
  ];
}
