/** The peer of the scheduling workloads: the same task bodies as a ninja build. It writes no durable state. */
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findProgram } from "./harness.ts";

export interface Step {
  readonly id: string;
  readonly deps: readonly string[];
}

/** Null when ninja is not on the machine; otherwise runs all steps anew and returns when they are done. */
export function prepareNinja(folder: string, steps: readonly Step[], command: (id: string) => string, jobs: number): (() => void) | null {
  if (!findProgram("ninja")) return null;
  const rules = steps.map(({ id, deps }) => `rule r_${id}\n  command = ${command(id)}\nbuild out_${id}: r_${id} ${deps.map((dep) => `out_${dep}`).join(" ")}\n`);
  writeFileSync(join(folder, "build.ninja"), rules.join("\n"));
  return () => {
    rmSync(join(folder, ".ninja_log"), { force: true });
    rmSync(join(folder, ".ninja_deps"), { force: true });
    execFileSync("ninja", ["-j", String(jobs), "--quiet"], { cwd: folder });
  };
}
