/** S6: a chain of 100 Python no-ops, forked from the warm interpreter, beside a cold `python3` for each. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openEngineProcess, writeDag } from "../src-main/engine/fixtures/engine-client.ts";
import { figure, inTemporaryFolder, median, type Figure, type Workload } from "./harness.ts";

const length = 100;
const rounds = 5;
/** Each takes as long as it does: a chain of them would only take longer. */
const coldStarts = 20;

export const python: Workload = { id: "S6", title: "Chain of 100 Python no-ops, warm, beside cold python3", run: () => inTemporaryFolder(measure) };

async function measure(folder: string): Promise<Figure[]> {
  const workspace = join(folder, "ours");
  mkdirSync(workspace);
  writeFileSync(join(workspace, "noop.py"), "pass\n");
  writeDag(workspace, "chain", Array.from({ length }, (_, index) => `  t${index}: { config_type: PythonTask, python: noop.py, deps: [${index === 0 ? "" : `t${index - 1}`}] }`));
  const engine = await openEngineProcess(workspace, { parallelism: 8 });
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const run = await engine.run("chain");
    if (run.state !== "success") throw new Error(`S6: the run ended as ${run.state}`);
    if (round === 0) continue;
    ours.push(((run.endedAt ?? 0) - (run.startedAt ?? 0)) / length);
    const started = performance.now();
    for (let index = 0; index < coldStarts; index += 1) execFileSync("python3", [join(workspace, "noop.py")]);
    theirs.push((performance.now() - started) / coldStarts);
  }
  await engine.close();
  const step = median(ours);
  return [figure({ id: "S6", metric: "ms per step", ours: step, peer: { name: "cold python3", value: median(theirs) }, goal: "≤ 5 ms", met: step <= 5, samples: ours.length })];
}
