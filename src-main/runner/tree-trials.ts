/**
 * For tests and benchmarks: every kind of process tree × every cause of its end (T5). The oracle looks at command lines, not at
 * cookies: each tree's processes hold a mark in theirs.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import type { ProcessCommand, ProcessSpec } from "../ports/runner.ts";
import { readProcessTable } from "./process-table.ts";
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

const linesAtOnce = 6;
const enoughLooks = 6;

/** Lines of processes of which each starts the next one, in a session of its own, and ends: none is ever older than that. They stop by themselves some day. */
function lines(mark: string, folder: string): string {
  const file = path.join(folder, "line");
  writeFileSync(file, `#!/bin/sh\nsleep 0.03\n[ $2 -gt 0 ] && setsid ./line $1 $(($2-1)) </dev/null >/dev/null 2>&1 &\n`);
  chmodSync(file, 0o755);
  return `for i in ${Array.from({ length: linesAtOnce }, (_, at) => at).join(" ")}; do setsid ./line ${mark} 500 & done; sleep ${mark}`;
}

/** Of nobody: whoever is root is not bound by the limit. */
const strangerId = 64_000 + (process.pid % 1_000);

/**
 * Each of its processes ignores TERM, starts others in sessions of their own whenever it may, and, but for the first, ends some time after one has followed it; all of
 * it ends after a minute, should nothing else end it.
 */
const bombText = ({ everyMs, lastsMs }: Bomb): string => `import os, random, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
last = time.time() + 60
def live(): return time.time() + random.uniform(0.5, 1.5) * ${lastsMs} / 1000
until, followed = last, False
while time.time() < last and not (followed and time.time() > until):
    try:
        followed = os.fork() != 0
        if not followed:
            os.setsid()
            until = live()
    except OSError: pass
    time.sleep(${everyMs} / 1000)
`;

export interface Bomb {
  /** So many processes it may have at once. */
  readonly most: number;
  /** How often each of them starts another one. */
  readonly everyMs: number;
  readonly lastsMs: number;
}

/** A shell's command. */
export function bombCommand(bomb: Bomb, mark: string): string {
  const isRoot = process.getuid?.() === 0;
  // Of a person's own processes those that are there already count too.
  const limit = isRoot ? bomb.most : bomb.most + readProcessTable().rows.length;
  return `exec ${isRoot ? `setpriv --reuid=${strangerId} --clear-groups ` : ""}prlimit --nproc=${limit}:${limit} python3 -c ${shellQuoted(bombText(bomb))} ${mark}`;
}

const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Where a limit on processes can be set that a bomb obeys. */
export const mayBomb = process.platform === "linux" && spawnSync("sh", ["-c", bombCommand({ most: 200, everyMs: 100, lastsMs: 1_000 }, "0").replace(/python3.*/s, "true")]).status === 0;

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
  kind("lines of processes that follow each other", linesAtOnce, lines),
  kind("through a shared shell", 3, nested),
  ...(process.platform === "linux" ? escapes : []),
];

const bomb = (name: string, ready: number, size: Bomb): TreeKind => kind(`${name} under a limit of ${size.most} processes`, ready, (mark) => bombCommand(size, mark));

/** Of hundreds of processes each; where they can be had at all. */
export const bombKinds: readonly TreeKind[] = mayBomb ? [bomb("fork bomb", 100, { most: 200, everyMs: 100, lastsMs: 1_000 })] : [];
/** It grows anew faster than a busy machine looks at it. Too much beside other tests. */
export const fastBombKinds: readonly TreeKind[] = mayBomb ? [bomb("fast fork bomb", 20, { most: 40, everyMs: 5, lastsMs: 50 })] : [];

export interface TreeCause {
  readonly name: string;
  /** Milliseconds that the tree may still be seen after its end has resolved. */
  readonly withinMs: number;
  readonly timeoutMs?: number;
  /** Time counts from when its end has resolved: before it, nobody is there who could do anything. */
  readonly countsAfter?: boolean;
  /** Starts the tree, and returns what ends it. */
  begin(fixture: Fixture, spec: ProcessSpec): Promise<() => Promise<void>>;
}

type End = (fixture: Fixture, attemptId: string) => Promise<void>;

/** Of a tree whose runner is the fixture's. */
const here = (end: End): TreeCause["begin"] => async (fixture, spec) => {
  fixture.runner.start([spec]);
  return () => end(fixture, spec.attemptId);
};

const reported = async (fixture: Fixture, attemptId: string, reason: string): Promise<void> => {
  const { stopReason } = await fixture.exitOf(attemptId);
  if (stopReason !== reason) throw new Error(`Attempt ${attemptId}: ended as ${stopReason}, not as ${reason}.`);
};

export const treeCauses: readonly TreeCause[] = [
  {
    name: "when its cancellation is reported",
    withinMs: 0,
    begin: here(async (fixture, attemptId) => {
      fixture.runner.stop(attemptId, "cancelled");
      await reported(fixture, attemptId, "cancelled");
    }),
  },
  // Long enough for the whole tree to be there before it, on a busy machine too.
  { name: "when its timeout is reported", withinMs: 0, timeoutMs: 2_500, begin: here((fixture, attemptId) => reported(fixture, attemptId, "timeout")) },
  { name: "after the engine's connection was lost and the grace time is over", withinMs: 4_000, begin: here((fixture) => fixture.runner.close({ stopTasks: false })) },
  {
    name: "after the runner was killed and the next one has swept",
    withinMs: 5_000,
    begin: here(async (fixture) => {
      process.kill(fixture.runner.pid ?? 0, "SIGKILL");
      await until(() => fixture.signals.some((signal) => signal.kind === "runnerLost"), "loss");
    }),
  },
];

/** Nobody is left who could see to it before the next engine comes. */
export const bothKilled: TreeCause = {
  name: "after engine and runner were killed at one moment and the next engine is there",
  withinMs: 5_000,
  countsAfter: true,
  async begin(fixture, spec) {
    const runtimeDir = path.join(fixture.folder, "apart");
    const engine = spawn(process.execPath, [new URL("./tree-engine.ts", import.meta.url).pathname, runtimeDir, JSON.stringify(spec)], { stdio: ["pipe", "pipe", "inherit"] });
    const [runnerPid] = (await once(createInterface(engine.stdout), "line")) as [string];
    return async () => {
      engine.kill("SIGKILL");
      process.kill(Number(runnerPid), "SIGKILL");
      await once(engine, "exit");
      await fixture.connect({ runtimeDir });
    };
  },
};

/** Makes the tree, ends it, and waits until none of it is left; answers how many milliseconds that took from its cause on. Throws when some of it stays. */
export async function treeTrial(fixture: Fixture, kind: TreeKind, cause: TreeCause, mark: string): Promise<number> {
  const attemptId = `a${mark}`;
  const spec = fixture.spec(attemptId, kind.command(mark, fixture.folder), { graceMs: 300, ...(cause.timeoutMs === undefined ? {} : { timeoutMs: cause.timeoutMs }) });
  const end = await cause.begin(fixture, spec);
  await until(() => processesMarked(mark).length >= kind.ready, `the tree "${kind.name}"`);
  const asked = performance.now();
  await end();
  const begun = cause.countsAfter === true ? performance.now() : asked;
  const goneAt = await goneFrom(kind, cause, mark);
  return Math.max(0, goneAt - begun - (cause.timeoutMs ?? 0));
}

/**
 * When none of the tree was left for good, on the monotonic clock. One look may miss who begins while it goes on, so that several in a row count, however long
 * they take. Who is seen is late only by a look that was begun too late.
 */
async function goneFrom(kind: TreeKind, { withinMs }: TreeCause, mark: string): Promise<number> {
  const endedAt = performance.now();
  let goneAt = 0;
  let emptyLooks = 0;
  const isGone = (): boolean => {
    const begunAt = performance.now();
    const left = processesMarked(mark).length;
    if (left > 0 && withinMs === 0) throw new Error(`${left} processes of "${kind.name}" are there although it was reported that none is.`);
    if (left > 0 && begunAt - endedAt > withinMs) throw new Error(`${left} processes of "${kind.name}" are there after ${Math.round(begunAt - endedAt)} ms; at most ${withinMs} may pass.`);
    if (emptyLooks === 0) goneAt = performance.now();
    emptyLooks = left > 0 ? 0 : emptyLooks + 1;
    return emptyLooks === enoughLooks;
  };
  await until(isGone, `the end of all of "${kind.name}"`, Infinity);
  return goneAt;
}
