/** How whole trees are ended, where a look at the process table takes long or a tree changes between two looks; every kind of tree is in process-trees.test.ts. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, it } from "vitest";
import { cookieVariable } from "./environment.ts";
import { readProcessTable, type ProcessTable } from "./process-table.ts";
import { processesMarked, until } from "./runner-fixture.ts";
import { createTreeKiller, type TreeKiller } from "./tree-killer.ts";
import { bombCommand, mayBomb } from "./tree-trials.ts";

const lookMs = 200;
let mark = "";
let count = 0;
let killer: TreeKiller;
let child: ChildProcess;
beforeEach(() => {
  mark = `${6_000_000 + process.pid}${count++}`;
});
afterEach(() => {
  killer.dispose();
  child.kill("SIGKILL");
  for (const pid of processesMarked(mark)) process.kill(pid, "SIGKILL");
});

const begin = (command: string): ChildProcess => spawn("sh", ["-c", command], { detached: true, stdio: "ignore" });
/** Not of the tree. It takes leave of the dead at once, whom the machine's first process may leave in the table, and in the way of others, for seconds. */
const undertaker = `import ctypes, os, signal
ctypes.CDLL(None).prctl(36, 1)
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.spawnvpe(os.P_NOWAIT, "sh", ["sh", "-c", os.environ["BOMB"]], {**os.environ, "${cookieVariable}": os.environ["COOKIE"]})
while True: signal.pause()
`;
const beginBomb = (): ChildProcess => spawn("python3", ["-c", undertaker], { stdio: "ignore", env: { ...process.env, COOKIE: mark, BOMB: bombCommand({ most: 24, everyMs: lookMs / 20, lastsMs: lookMs / 3 }, mark) } });
const endOf = (tree: Parameters<TreeKiller["end"]>[0]): Promise<number> => new Promise((resolve) => killer.end(tree, { graceMs: 0, onGone: resolve }));

it.runIf(mayBomb)("ends a fork bomb although a look takes longer than the bomb needs to grow anew", { timeout: 60_000 }, async () => {
  const wait = new Int32Array(new SharedArrayBuffer(4));
  killer = createTreeKiller((onRow) => {
    const table = readProcessTable(onRow);
    Atomics.wait(wait, 0, 0, lookMs);
    return table;
  });
  child = beginBomb();
  await until(() => processesMarked(mark).length >= 12, "the bomb");
  expect({ left: await endOf({ leader: null, cookies: [mark], sparesLeader: false }), there: processesMarked(mark) }).toEqual({ left: 0, there: [] });
});

it("leaves no leader stopped of which the rest has gone meanwhile", async () => {
  const gone: number[] = [];
  killer = createTreeKiller((onRow) => {
    const table = readProcessTable(onRow);
    if (gone.length === 0) gone.push(...endChildren(table, child.pid ?? 0));
    return table;
  });
  child = begin(`sleep ${mark} & wait`);
  await until(() => processesMarked(mark).length >= 2, "the tree");
  const exit = once(child, "exit");
  const left = await endOf({ leader: child.pid ?? 0, cookies: [], sparesLeader: true });
  expect({ left, gone: gone.length, exit: await exit }).toEqual({ left: 0, gone: 1, exit: [null, "SIGKILL"] });
});

it.runIf(process.platform === "linux")("does not stop a leader that has nothing of the tree left", async () => {
  killer = createTreeKiller();
  child = begin(`exec sleep ${mark}`);
  await until(() => processesMarked(mark).length > 0, "the leader");
  expect(await endOf({ leader: child.pid ?? 0, cookies: [], sparesLeader: true })).toBe(0);
  expect(readFileSync(`/proc/${child.pid}/stat`, "latin1")).not.toMatch(/\) T /);
});

it("leaves nobody stopped when it is over", async () => {
  killer = createTreeKiller((onRow) => {
    const table = readProcessTable(onRow);
    killer.dispose();
    return table;
  });
  child = begin(`exec sleep ${mark}`);
  const exit = once(child, "exit");
  killer.end({ leader: child.pid ?? 0, cookies: [], sparesLeader: false }, { graceMs: 0, onGone: () => {} });
  expect(await exit).toEqual([null, "SIGKILL"]);
});

/** They are gone, and nobody has heard of it yet. */
function endChildren({ rows }: ProcessTable, parent: number): number[] {
  const children = rows.filter((row) => row.parent === parent).map(({ pid }) => pid);
  for (const pid of children) process.kill(pid, "SIGKILL");
  const isThere = (pid: number): boolean => readProcessTable().rows.some((row) => row.pid === pid && !row.dead);
  while (children.some(isThere));
  return children;
}
