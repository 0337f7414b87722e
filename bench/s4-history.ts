/**
 * S4: the chain of S1 and the twenty runs of S3 on a workspace with a long history (200,000 runs, with --long 10 million), beside the same on an empty
 * one, taking turns. A part of the history are runs of these very DAGs, with all their tasks and tries; the rest are runs of other DAGs. None is packed, and none
 * gets packed meanwhile: as rows the history is at its largest. With --keep FOLDER it stays there for the next time, and with --prepare nothing more is done.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openEngineProcess, writeDag, type EngineProcess } from "../src-main/engine/fixtures/engine-client.ts";
import { figure, inTemporaryFolder, quantile, type Figure, type RunOptions, type Workload } from "./harness.ts";
import { newSamples, onboardingRound, writeOnboarding, type OnboardingSamples } from "./s3-onboarding.ts";
import { dagOfText, seedOldRuns } from "./seed-old-runs.ts";
import { buildStamp, gapsMs, readStamps } from "./stamp.ts";

const id = "S4";
const length = 100;
const slots = 8;
const otherDags = 20;
const mostTimes = 1.1;
const peerName = "the same without history";

export const history: Workload = { id, title: "The chain and 40 × 20 tasks on a long history, beside an empty one", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

interface Place {
  readonly workspace: string;
  readonly engine: EngineProcess;
  readonly chain: number[];
  readonly onboarding: OnboardingSamples;
}

async function measure(folder: string, { long, keep, prepare }: RunOptions): Promise<Figure[]> {
  const runs = long ? 10_000_000 : 200_000;
  const ownRuns = long ? 50_000 : 5_000;
  const [stamp, ledger] = [buildStamp(folder), join(folder, "ledger")];
  const aged = join(keep ?? folder, "aged");
  const fresh = join(folder, "fresh");
  for (const workspace of [aged, fresh]) writeDags(workspace, `${stamp} ${ledger}`);
  seed(aged, { runs, ownRuns });
  if (prepare) return [];
  const places = [await openPlace(aged), await openPlace(fresh)] as const;
  const rounds = long ? 20 : 10;
  for (let round = 0; round <= rounds; round += 1) {
    for (const place of round % 2 === 0 ? places : places.toReversed()) await take(place, ledger, round > 0);
  }
  for (const { engine } of places) await engine.close();
  return figures(places[0], places[1], runs);
}

/** Leaves a history that is there as it is. */
function seed(workspace: string, { runs, ownRuns }: { readonly runs: number; readonly ownRuns: number }): void {
  const done = join(workspace, `seeded-${runs}`);
  if (existsSync(done)) return;
  rmSync(join(workspace, ".dagwright"), { recursive: true, force: true });
  const began = performance.now();
  const own = ["chain", "onboarding"].map((dagId) => dagOfText(readFileSync(join(workspace, `${dagId}.dag.yaml`), "utf8")));
  const others = Array.from({ length: otherDags }, (_, at) => dagOfText(`dag: other_${at}\ntasks:\n  only: { config_type: EmptyTask }\n`));
  seedOldRuns(workspace, { dags: others, runs: Math.round((runs - 2 * ownRuns) / otherDags) });
  seedOldRuns(workspace, { dags: own, runs: ownRuns });
  writeFileSync(done, "");
  console.error(`${id}: ${runs.toLocaleString("en")} runs in ${Math.round(statSync(join(workspace, ".dagwright", "state.db")).size / 2 ** 20)} MiB, made in ${Math.round((performance.now() - began) / 1_000)} s`);
}

function writeDags(workspace: string, command: string): void {
  mkdirSync(workspace, { recursive: true });
  writeFileSync(join(workspace, "dagwright.json"), JSON.stringify({ history: { compact_after: "never" } }));
  writeOnboarding(workspace, command);
  writeDag(workspace, "chain", Array.from({ length }, (_, at) => `  t${at}: { config_type: BashTask, bash: '${command} t${at}', deps: [${at === 0 ? "" : `t${at - 1}`}] }`));
}

const openPlace = async (workspace: string): Promise<Place> => ({ workspace, engine: await openEngineProcess(workspace, { parallelism: slots }), chain: [], onboarding: newSamples() });

async function take({ workspace, engine, chain, onboarding }: Place, ledger: string, counts: boolean): Promise<void> {
  rmSync(ledger, { force: true });
  await engine.run("chain");
  const stamps = readStamps(ledger);
  if (stamps.length !== length) throw new Error(`${id}: ${stamps.length} of ${length} tasks left a stamp; a run with a lost task scores nothing.`);
  if (counts) chain.push(...gapsMs(stamps));
  await onboardingRound(engine, { workspace, ledger, into: counts ? onboarding : newSamples() });
}

function figures(aged: Place, fresh: Place, runs: number): Figure[] {
  const of = (metric: string, samplesOf: (place: Place) => readonly number[], share: number): Figure => {
    const [ours, theirs] = [quantile(samplesOf(aged), share), quantile(samplesOf(fresh), share)];
    return figure({ id, metric: `${metric} on ${runs.toLocaleString("en")} finished runs, ms`, ours, peer: { name: peerName, value: theirs }, goal: `≤ ${mostTimes} ×`, met: ours <= mostTimes * theirs, samples: samplesOf(aged).length });
  };
  const own = ({ onboarding }: Place): readonly number[] => onboarding.own;
  return [
    of("chain, gap p50", ({ chain }) => chain, 0.5),
    of("chain, gap p99", ({ chain }) => chain, 0.99),
    of("40 × 20, gap p50 less the wait for a slot", own, 0.5),
    of("40 × 20, gap p99 less the wait for a slot", own, 0.99),
  ];
}
