/** T2: the engine dies at each named point on the way of a run. Once, or twenty times. DAGWRIGHT_POINT takes only those whose names hold it. */
import { pointCount, pointRun } from "../src-main/engine/fixtures/point-run.ts";
import { crashFigures } from "./crash-figures.ts";
import { inTemporaryFolder, type Figure, type RunOptions, type Workload } from "./harness.ts";

const id = "T2";

export const points: Workload = { id, title: "Engine killed at named points: nothing lost, doubled or guessed", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  const { kills, acked, attempts, recoveriesMs, found } = await pointRun({ folder, rounds: long ? 20 : 1, only: process.env["DAGWRIGHT_POINT"] ?? "", onRound });
  console.error(`T2: ${pointCount} points, ${kills} kills, ${acked} runs acknowledged, ${attempts} tries`);
  return crashFigures(id, { kills, acked, attempts, recoveriesMs, found }, "promises of features that were not kept, points that were not reached");
}

/** A long trial says where it is, so that one that is broken off has said something. */
function onRound(round: number, kills: number, missed: readonly string[]): void {
  console.error(`T2: round ${round + 1} is over: ${kills} kills${missed.length > 0 ? `; missed: ${missed.join("; ")}` : ""}`);
}
