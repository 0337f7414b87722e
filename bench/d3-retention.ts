/**
 * D3: 80,000 old runs of 40 tasks dropped while a chain of 100 no-op processes runs: how long it takes, and how the gaps of the chain (S1's
 * measure) fare meanwhile beside those of the same chain before it.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openEngineProcess, writeDag, type EngineProcess } from "../src-main/engine/fixtures/engine-client.ts";
import { dagOfText, seedOldRuns } from "./seed-old-runs.ts";
import { figure, inTemporaryFolder, kept, quantile, type Figure, type RunOptions, type Workload } from "./harness.ts";
import { buildStamp, gapsMs, readStamps } from "./stamp.ts";

const length = 100;
const wholeRuns = 80_000;
const goalS = 30;

export const retention: Workload = { id: "D3", title: "80,000 old runs dropped while a chain runs", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  const runs = long ? wholeRuns : wholeRuns / 10;
  const [stamp, ledger, workspace] = [buildStamp(folder), join(folder, "ledger"), join(folder, "workspace")];
  mkdirSync(workspace);
  writeFileSync(join(workspace, "dagwright.json"), JSON.stringify({ retention: { max_runs: 1 } }));
  const text = `dag: old\ntasks:\n${Array.from({ length: 40 }, (_, at) => `  t${at}: { config_type: EmptyTask }`).join("\n")}\n`;
  writeFileSync(join(workspace, "old.dag.yaml"), text);
  seedOldRuns(workspace, { dags: [dagOfText(text)], runs });
  writeDag(workspace, "chain", Array.from({ length }, (_, at) => `  t${at}: { config_type: BashTask, bash: '${stamp} ${ledger} t${at}', deps: [${at === 0 ? "" : `t${at - 1}`}] }`), "retention: {}\n");
  const engine = await openEngineProcess(workspace, { parallelism: 8 });
  await gapsOfRound(engine, ledger);
  const alone: number[] = [];
  for (let round = 0; round < 10; round += 1) alone.push(...(await gapsOfRound(engine, ledger)));
  const { gaps, dropped, seconds } = await whileDropping(engine, ledger);
  await engine.close();
  if (dropped < runs - 1) throw new Error(`D3: ${dropped} of ${runs - 1} runs were dropped.`);
  return figures({ alone, gaps, seconds: (seconds * wholeRuns) / runs, runs });
}

async function whileDropping(engine: EngineProcess, ledger: string): Promise<{ gaps: number[]; dropped: number; seconds: number }> {
  const began = performance.now();
  const gaps: number[] = [];
  let outcome: { dropped: number; seconds: number } | null = null;
  const dropping = engine.call("retention", "run", { dagId: "old" }).then((told) => {
    outcome = { dropped: (told as { dropped: number }).dropped, seconds: (performance.now() - began) / 1000 };
  });
  const isOver = (): boolean => outcome !== null;
  while (!isOver()) gaps.push(...(await gapsOfRound(engine, ledger)));
  await dropping;
  return { gaps, ...(outcome ?? { dropped: 0, seconds: Number.NaN }) };
}

async function gapsOfRound(engine: EngineProcess, ledger: string): Promise<number[]> {
  rmSync(ledger, { force: true });
  await engine.run("chain");
  const stamps = readStamps(ledger);
  if (stamps.length !== length) throw new Error(`D3: ${stamps.length} of ${length} tasks left a stamp; a run with a lost task scores nothing.`);
  return gapsMs(stamps);
}

function figures({ alone, gaps, seconds, runs }: { alone: readonly number[]; gaps: readonly number[]; seconds: number; runs: number }): Figure[] {
  const [meanwhile, before] = [quantile(gaps, 0.99), quantile(alone, 0.99)];
  const scale = runs === wholeRuns ? "" : `, by ${runs.toLocaleString("en")} of them`;
  return [
    kept({ id: "D3", metric: `seconds for 80,000 runs of 40 tasks${scale}`, ours: seconds, goal: `≤ ${goalS} s`, met: seconds <= goalS, samples: runs }),
    figure({ id: "D3", metric: "gap p99 of a chain meanwhile, ms", ours: meanwhile, peer: { name: "the same chain before it", value: before }, goal: "≤ 2 ×", met: meanwhile <= 2 * before, samples: gaps.length }),
  ];
}
