/** The whole of `dagwright run` for one no-op task, from the shell's view: start, store, runner, task, exit. Beside a bare Node that does nothing. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { writeDag } from "../src-main/engine/fixtures/engine-client.ts";
import { figure, inTemporaryFolder, median, type Figure, type Workload } from "./harness.ts";

const rounds = 11;
const program = join(import.meta.dirname, "..", "bin", "dagwright.mjs");

export const command: Workload = { id: "RUN", title: "dagwright run of one no-op, in all", run: () => inTemporaryFolder(measure) };

async function measure(folder: string): Promise<Figure[]> {
  writeDag(folder, "noop", ["  a: { config_type: BashTask, bash: 'true' }"]);
  const env = { ...process.env, DAGWRIGHT_CONFIG_DIR: join(folder, "config") };
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const our = timed(() => execFileSync(process.execPath, [program, "run", "noop", "--workspace", folder], { env, stdio: "ignore" }));
    const their = timed(() => execFileSync(process.execPath, ["-e", "0"], { env, stdio: "ignore" }));
    if (round > 0) ours.push(our);
    if (round > 0) theirs.push(their);
  }
  const value = median(ours);
  return [figure({ id: "RUN", metric: "dagwright run of one no-op, ms", ours: value, peer: { name: "node -e 0", value: median(theirs) }, goal: "≤ 500 ms", met: value <= 500, samples: rounds })];
}

function timed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
