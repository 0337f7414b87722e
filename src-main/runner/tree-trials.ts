/**
 * For tests and benchmarks: every kind of process tree × every cause of its end (T5). The oracle looks at command lines, not at
 * cookies: each tree's processes hold a mark in theirs.
 */
import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ProcessCommand } from "../ports/runner.ts";
import { processesMarked, until, type Fixture } from "./runner-fixture.ts";

export interface TreeKind {
  readonly name: string;
  /** What leaves `ready` processes whose command line holds the mark; it may lay files into the folder. */
  readonly command: (mark: string, folder: string) => string | ProcessCommand;
  readonly ready: number;
}

const kind = (name: string, ready: number, command: TreeKind["command"]): TreeKind => ({ name, command, ready });

/** Leaves everything by which it could be known: environment, session, group, parent and output. */
const escape = (mark: string): string => `env -i setsid sh -c '(exec sleep ${mark}) </dev/null >/dev/null 2>&1 &'`;

function python(mark: string, folder: string, warm: boolean): ProcessCommand {
  const script = path.join(folder, `${mark}.py`);
  writeFileSync(script, `import subprocess, time\nsubprocess.run(["sh", "-c", ${JSON.stringify(escape(mark))}])\nsubprocess.run(["sleep", "${mark}"])\n`);
  return { kind: "python", interpreter: "python3", script, args: [], warm };
}

function nested(mark: string, folder: string): string {
  const file = path.join(folder, "nested");
  writeFileSync(file, `#!/bin/sh\nsetsid sleep ${mark} &\nsleep ${mark} >/dev/null 2>&1 &\nsleep ${mark}\n`);
  chmodSync(file, 0o755);
  return "./nested";
}

/** Held by their attempt's mark alone. */
const escapes: readonly TreeKind[] = [
  kind("all traces put off", 2, (m) => `${escape(m)}; sleep ${m}`),
  kind("all traces put off, in a shared shell", 2, (m, folder) => {
    writeFileSync(path.join(folder, "escape"), `#!/bin/sh\n${escape(m)}\nexec sleep ${m}\n`);
    chmodSync(path.join(folder, "escape"), 0o755);
    return "./escape";
  }),
  kind("all traces put off by Python, warm", 2, (m, folder) => python(m, folder, true)),
  kind("all traces put off by Python, cold", 2, (m, folder) => python(m, folder, false)),
];

export const treeKinds: readonly TreeKind[] = [
  kind("plain", 1, (m) => `sleep ${m}; true`),
  kind("setsid", 2, (m) => `setsid sleep ${m} & sleep ${m}`),
  kind("double fork", 3, (m) => `(setsid sh -c 'sleep ${m} & sleep ${m} &') ; sleep ${m}`),
  kind("nohup, output closed", 2, (m) => `nohup sleep ${m} >/dev/null 2>&1 & sleep ${m}`),
  kind("ignores TERM", 2, (m) => `trap '' TERM; sh -c 'sleep ${m}; sleep ${m}' & while :; do sleep ${m}; done`),
  kind("stopped", 2, (m) => `sleep ${m} & a=$!; sleep ${m} & b=$!; sleep 0.3; kill -STOP $a $b $$`),
  kind("environment cleared", 3, (m) => `env -i sleep ${m} & env -i setsid sleep ${m} & sleep ${m}`),
  kind("fork storm", 60, (m) => `i=0; while [ $i -lt 60 ]; do (sleep ${m}; sleep ${m}) & i=$((i+1)); done; wait`),
  kind("through a shared shell", 3, nested),
  ...(process.platform === "linux" ? escapes : []),
];

export interface TreeCause {
  readonly name: string;
  /** Milliseconds that the tree may still be seen after `end` has resolved. */
  readonly withinMs: number;
  readonly timeoutMs?: number;
  end(fixture: Fixture, attemptId: string): Promise<void>;
}

const reported = async (fixture: Fixture, attemptId: string, reason: string): Promise<void> => {
  const { stopReason } = await fixture.exitOf(attemptId);
  if (stopReason !== reason) throw new Error(`Attempt ${attemptId}: ended as ${stopReason}, not as ${reason}.`);
};

export const treeCauses: readonly TreeCause[] = [
  {
    name: "when its cancellation is reported",
    withinMs: 0,
    async end(fixture, attemptId) {
      fixture.runner.stop(attemptId, "cancelled");
      await reported(fixture, attemptId, "cancelled");
    },
  },
  // Long enough for the whole tree to be there before it, on a busy machine too.
  { name: "when its timeout is reported", withinMs: 0, timeoutMs: 2_500, end: (fixture, attemptId) => reported(fixture, attemptId, "timeout") },
  { name: "after the engine's connection was lost and the grace time is over", withinMs: 4_000, end: (fixture) => fixture.runner.close({ stopTasks: false }) },
  {
    name: "after the runner was killed and the next one has swept",
    withinMs: 5_000,
    async end(fixture) {
      process.kill(fixture.runner.pid ?? 0, "SIGKILL");
      await until(() => fixture.signals.some((signal) => signal.kind === "runnerLost"), "loss");
    },
  },
];

/** Makes the tree, ends it, and waits until none of it is left; answers how many milliseconds that took from its cause on. Throws when some of it stays. */
export async function treeTrial(fixture: Fixture, kind: TreeKind, cause: TreeCause, mark: string): Promise<number> {
  const attemptId = `a${mark}`;
  fixture.runner.start([fixture.spec(attemptId, kind.command(mark, fixture.folder), { graceMs: 300, ...(cause.timeoutMs === undefined ? {} : { timeoutMs: cause.timeoutMs }) })]);
  await until(() => processesMarked(mark).length >= kind.ready, `the tree "${kind.name}"`);
  const begun = performance.now();
  await cause.end(fixture, attemptId);
  await until(() => processesMarked(mark).length === 0, `the end of all of "${kind.name}"`, cause.withinMs);
  return Math.max(0, performance.now() - begun - (cause.timeoutMs ?? 0));
}
