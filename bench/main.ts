/** `npm run bench -- ID… [--long] [--json FILE] [--keep FOLDER [--prepare]]`: runs workloads, each beside its peer, and prints one line of JSON a figure. */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { launch } from "./a1-launch.ts";
import { transitions } from "./d1-transitions.ts";
import { historySize } from "./d2-history-size.ts";
import { retention } from "./d3-retention.ts";
import { typing } from "./e1-typing.ts";
import { completion } from "./e2-completion.ts";
import { canvas } from "./g1-canvas.ts";
import { opening } from "./g2-open.ts";
import { comparing } from "./g4-compare.ts";
import { layout } from "./g3-layout.ts";
import { bigLog } from "./g4-log.ts";
import { paint } from "./g4-paint.ts";
import { grid } from "./g4-grid.ts";
import { runLists } from "./g4-runs.ts";
import type { Figure, Workload } from "./harness.ts";
import { orchestrators } from "./p1-orchestrators.ts";
import { results } from "./q1-results.ts";
import { command } from "./run-command.ts";
import { chain } from "./s1-chain.ts";
import { fanOut } from "./s2-fan-out.ts";
import { onboarding } from "./s3-onboarding.ts";
import { history } from "./s4-history.ts";
import { largeDag } from "./s5-large-dag.ts";
import { python } from "./s6-python.ts";
import { events } from "./s7-event.ts";
import { recovery } from "./s8-recovery.ts";
import { kills } from "./t1-kills.ts";
import { points } from "./t2-points.ts";
import { desktopKills } from "./t3-kills.ts";
import { claims } from "./t6-claims.ts";
import { sleeps } from "./t8-sleeps.ts";
import { fullDisk } from "./t10-full-disk.ts";
import { simulation } from "./t15-simulation.ts";
import { bridge, hostileText } from "./t18-t19-pages.ts";
import { door } from "./t20-door.ts";
import { backups } from "./t11-backups.ts";
import { migrations } from "./t16-migrations.ts";
import { powerCuts } from "./t4-power-cuts.ts";
import { trees } from "./t5-trees.ts";
import { windows } from "./t7-windows.ts";
import { flood } from "./t9-flood.ts";

/** Run when none is named. */
const races: readonly Workload[] = [chain, fanOut, onboarding, history, largeDag, python, events, recovery, transitions, historySize, retention, results, command, launch, typing, completion, canvas, opening, layout, paint, grid, runLists, comparing, bigLog];
/** The fault trials of the tests, longer. */
const trials: readonly Workload[] = [kills, points, desktopKills, powerCuts, trees, claims, windows, sleeps, flood, fullDisk, backups, simulation, migrations, hostileText, bridge, door];
/** Take what their peers take, up to an hour. */
const contests: readonly Workload[] = [orchestrators];
const workloads = [...races, ...trials, ...contests];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { long: { type: "boolean", default: false }, json: { type: "string" }, keep: { type: "string" }, prepare: { type: "boolean", default: false } } });
const asked = positionals.map((word) => word.toUpperCase());
const unknown = asked.filter((id) => !workloads.some((workload) => workload.id === id));
if (unknown.length > 0) {
  console.error(`Unknown workload: ${unknown.join(", ")}; known are ${workloads.map((one) => `${one.id} (${one.title})`).join("; ")}.`);
  process.exit(2);
}

// Servers that a workload has started end with it.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
const figures: Figure[] = [];
for (const workload of asked.length === 0 ? races : workloads.filter(({ id }) => asked.includes(id))) {
  console.error(`${workload.id}: ${workload.title} …`);
  for (const one of await workload.run({ long: values.long, keep: values.keep ?? null, prepare: values.prepare })) {
    figures.push(one);
    console.log(JSON.stringify(one));
  }
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
