/** `npm run bench -- ID… [--json FILE]`: makes the tree ready, builds, and runs the workloads on the pinned Node. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bootstrap, continueOnPinnedNode, root } from "./bootstrap.mjs";
import { build } from "./build.mjs";
import { findRuntime } from "./electron-runtime.mjs";

const { node } = bootstrap();
continueOnPinnedNode(node);
await build({ log: (line) => console.error(line) });
await build({ names: ["bench"], log: (line) => console.error(line) });
const asked = process.argv.slice(2).map((word) => word.toUpperCase());
const needsDesktop = asked.includes("A1") || asked.every((word) => word.startsWith("--"));
const desktop = needsDesktop ? { DAGWRIGHT_DESKTOP: (await findRuntime()).program } : {};
process.exitCode = spawnSync(node, [join(root, "bench", "main.ts"), ...process.argv.slice(2)], { stdio: "inherit", cwd: root, env: { ...process.env, ...desktop, DAGWRIGHT_BENCH_ENGINE: join(root, "dist", "bench", "main.mjs") } }).status ?? 1;
