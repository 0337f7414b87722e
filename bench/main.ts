/** `npm run bench -- ID… [--json FILE]`: runs workloads, each beside its peer, and prints one line of JSON a figure. */
import { writeFileSync } from "node:fs";
import { transitions } from "./d1-transitions.ts";
import { launch } from "./a1-launch.ts";
import type { Figure, Workload } from "./harness.ts";
import { chain } from "./s1-chain.ts";
import { command } from "./run-command.ts";
import { fanOut } from "./s2-fan-out.ts";
import { python } from "./s6-python.ts";

const workloads: readonly Workload[] = [chain, fanOut, python, transitions, command, launch];

const words = process.argv.slice(2);
const jsonAt = words.indexOf("--json");
const jsonFile = jsonAt === -1 ? null : (words[jsonAt + 1] ?? null);
const asked = words.filter((word, index) => !word.startsWith("--") && index !== jsonAt + 1 - Number(jsonAt === -1) * 1e9).map((word) => word.toUpperCase());
const chosen = asked.length === 0 ? workloads : workloads.filter((workload) => asked.includes(workload.id));

if (chosen.length < asked.length) {
  console.error(`Unknown workload in ${asked.join(", ")}; known are ${workloads.map((one) => `${one.id} (${one.title})`).join("; ")}.`);
  process.exit(2);
}

const figures: Figure[] = [];
for (const workload of chosen) {
  console.error(`${workload.id}: ${workload.title} …`);
  for (const one of await workload.run()) {
    figures.push(one);
    console.log(JSON.stringify(one));
  }
}
if (jsonFile !== null) writeFileSync(jsonFile, `${JSON.stringify(figures, null, 2)}\n`);
