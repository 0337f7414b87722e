/** Why the CPU time and memory of a try are not known. */
import type { Attempt } from "../../../../shared/model/run.ts";
import { t } from "../../../strings/t.ts";

/** It has ended, and nobody was told what it used. */
export function isUnmeasured({ cpuMs, endedAt }: Attempt): boolean {
  return cpuMs === null && endedAt !== null;
}

/** What the system tells of a process goes to the one that waits for it: only a warm Python hands that on. */
export function whyUnmeasured({ process }: Attempt): string {
  if (process === null || process === undefined) return t("CPU time and memory are not measured of what runs in a database, nor of a try that started no process.");
  return t("CPU time and memory are not measured of this process: to start in less than a millisecond it runs in a shell that is kept warm, or by itself, and what it used is told to no one else when it ends. They are known of Python tasks that start from a warm interpreter.");
}
