/**
 * The task body of the latency workloads: a tiny program that appends `id start end` (monotonic ns, taken as the first and the
 * last thing it does) to a ledger. A third word names a variable of the environment whose value goes before the id, with a slash between:
 * so tasks of one DAG tell their runs apart. Built with the machine's C compiler, so that it costs every system the same.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findProgram } from "./harness.ts";

const source = `#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
static long long now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1000000000LL + t.tv_nsec; }
int main(int argc, char **argv) {
  long long start = now();
  char line[256];
  const char *run = argc > 3 ? getenv(argv[3]) : 0;
  int file = open(argv[1], O_WRONLY | O_APPEND | O_CREAT, 0644);
  int size = snprintf(line, sizeof line, "%s%s%s %lld %lld\\n", run ? run : "", run ? "/" : "", argv[2], start, now());
  return write(file, line, size) == size ? 0 : 1;
}
`;

/** Throws when there is no C compiler: the figures would not compare without it. */
export function buildStamp(folder: string): string {
  const program = join(folder, "stamp");
  const compiler = findProgram("cc");
  if (!compiler) throw new Error("The latency workloads need a C compiler (cc) for their task body; install gcc.");
  writeFileSync(`${program}.c`, source);
  execFileSync(compiler, ["-O2", "-o", program, `${program}.c`]);
  return program;
}

export interface Stamp {
  readonly id: string;
  readonly startNs: number;
  readonly endNs: number;
}

export function readStamps(ledger: string): Stamp[] {
  if (!existsSync(ledger)) return [];
  return readFileSync(ledger, "utf8").trim().split("\n").map((line) => {
    const [id = "", start, end] = line.split(" ");
    return { id, startNs: Number(start), endNs: Number(end) };
  });
}

/** Milliseconds from the end of each task to the start of the next, in the order of their starts. */
export function gapsMs(stamps: readonly Stamp[]): number[] {
  const ordered = [...stamps].sort((one, other) => one.startNs - other.startNs);
  return ordered.slice(1).map((stamp, index) => (stamp.startNs - (ordered[index]?.endNs ?? 0)) / 1e6);
}

/** Milliseconds from the end of the last one that a task waited for to its start, by `run/step`; without those that wait for none. */
export function gapsAfterParents(stamps: readonly Stamp[], steps: readonly { readonly id: string; readonly deps: readonly string[] }[]): Map<string, number> {
  const byName = new Map(stamps.map((one) => [one.id, one]));
  const depsOf = new Map(steps.map(({ id, deps }) => [id, deps]));
  return new Map(
    stamps.flatMap(({ id: name, startNs }): [string, number][] => {
      const slash = name.lastIndexOf("/");
      const ends = (depsOf.get(name.slice(slash + 1)) ?? []).map((dep) => byName.get(`${name.slice(0, slash + 1)}${dep}`)?.endNs ?? Number.NaN);
      return ends.length === 0 ? [] : [[name, (startNs - Math.max(...ends)) / 1e6]];
    }),
  );
}

/** Seconds from the first start to the last end. */
export function spanS(stamps: readonly Stamp[]): number {
  return (Math.max(...stamps.map((stamp) => stamp.endNs)) - Math.min(...stamps.map((stamp) => stamp.startNs))) / 1e9;
}
