/** T9: eight tasks print without end, in every kind. Ten seconds each, or a minute. */
import { floodRun, floods, type FloodRunOptions } from "../src-main/engine/fixtures/flood-run.ts";
import { inTemporaryFolder, kept, never, quantile, type Figure, type RunOptions, type Workload } from "./harness.ts";

const id = "T9";

export const flood: Workload = { id, title: "Eight tasks print without end: the engine stays small and answers", run: measure };

async function measure({ long }: RunOptions): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const kind of Object.keys(floods) as (keyof typeof floods)[])
    for (const to of kind === "lines of output" ? (["stdout", "stderr"] as const) : (["stdout"] as const)) {
      figures.push(...(await inTemporaryFolder((folder) => measureKind({ folder, kind, to, seconds: long ? 60 : 10 }))));
    }
  return figures;
}

async function measureKind(options: Required<FloodRunOptions>): Promise<Figure[]> {
  const { engineGrewMiB, runnerMiB, answersMs, producedBytes, found } = await floodRun(options);
  const name = `${options.kind} to ${options.to}, ${options.seconds} s`;
  const samples = answersMs.length;
  const p99 = quantile(answersMs, 0.99);
  // One sign and its line break.
  const linesRate = producedBytes / 2 / options.seconds;
  const rate = producedBytes / 2 ** 20 / options.seconds;
  return [
    never({ id, metric: `${name}: logs that are not right to the byte`, found, samples: 8 }),
    kept({ id, metric: `${name}: growth of the engine, MiB`, ours: engineGrewMiB, goal: "≤ 100 MiB", met: engineGrewMiB <= 100, samples }),
    kept({ id, metric: `${name}: runner, MiB`, ours: runnerMiB, goal: "≤ 250 MiB", met: runnerMiB <= 250, samples }),
    kept({ id, metric: `${name}: answers p99, ms`, ours: p99, goal: "≤ 100 ms", met: p99 <= 100, samples }),
    kept({ id, metric: `${name}: taken in, MiB/s`, ours: rate, goal: "> 0", met: rate > 0, samples: 8 }),
    ...(options.kind === "short lines" ? [kept({ id, metric: `${name}: lines a second`, ours: linesRate, goal: "≥ 1000000", met: linesRate >= 1_000_000, samples: 8 })] : []),
  ];
}
