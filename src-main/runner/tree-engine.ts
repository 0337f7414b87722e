/** For tests: an engine, as far as trees go, that can be killed: it starts one task with a runner of its own, says which process that is, and lives as long as its parent. Arguments: the runtime folder, the task. */
import type { ProcessSpec } from "../ports/runner.ts";
import { connectRunner } from "./client.ts";

const [runtimeDir = "", spec = ""] = process.argv.slice(2);
const runner = await connectRunner({ runtimeDir, graceMs: 300, policy: "stop", nodePath: process.execPath });
runner.start([JSON.parse(spec) as ProcessSpec]);
console.log(runner.pid);
process.stdin.resume().once("end", () => process.exit(0));
