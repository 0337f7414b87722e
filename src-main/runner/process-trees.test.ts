/** T5, short: every kind of tree × every cause of its end, once, and some of those that cost most; `npm run bench -- T5` takes all, `--long` repeats them. */
import { spawn } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openJournal } from "./journal.ts";
import { identify, readBootId } from "./process-table.ts";
import { bombKinds, bothKilled, treeCauses, treeKinds, treeTrial } from "./tree-trials.ts";
import { isAlive, openFixture, processesMarked, until, type Fixture } from "./runner-fixture.ts";

let fixture: Fixture;
let mark = "";
let count = 0;
beforeEach(async () => {
  fixture = await openFixture({ graceMs: 300 });
  mark = `${7_000_000 + process.pid}${count++}`;
});
afterEach(() => fixture.dispose());

describe.each(treeKinds)("a tree: $name", (kind) => {
  it.each(treeCauses)("is gone $name", async (cause) => {
    expect(await treeTrial(fixture, kind, cause, mark)).toBeLessThan(10_000);
    expect(isAlive(process.pid)).toBe(true);
  });
});

// However long they take where much else goes on.
it.each(bombKinds)("a $name is gone when its cancellation is reported", { timeout: 120_000 }, async (kind) => {
  for (const cause of treeCauses.slice(0, 1)) await treeTrial(fixture, kind, cause, mark);
  expect(processesMarked(mark)).toEqual([]);
});

it.each(treeKinds.slice(-1))("a tree whose engine and runner are killed at one moment is gone when the next engine is there: $name", { timeout: 120_000 }, async (kind) => {
  await treeTrial(fixture, kind, bothKilled, mark);
  expect(processesMarked(mark)).toEqual([]);
});

it("ends what a dead runner left before the next one leaves, however soon that is to be", async () => {
  fixture.runner.start([fixture.spec("stays", `trap '' TERM; while :; do sleep ${mark}; done`)]);
  await until(() => processesMarked(mark).length >= 1, "the tree");
  process.kill(fixture.runner.pid ?? 0, "SIGKILL");
  await until(() => fixture.signals.some((signal) => signal.kind === "runnerLost"), "loss");
  const next = fixture.runner.pid ?? -1;
  await fixture.runner.close({ stopTasks: true });
  await until(() => !isAlive(next), "end of the next runner");
  expect(processesMarked(mark)).toEqual([]);
});

it("ends what a dead runner left although the next one is killed amid that", async () => {
  fixture.runner.start([fixture.spec("stays", `trap '' TERM; while :; do sleep ${mark}; done`)]);
  await until(() => processesMarked(mark).length >= 1, "the tree");
  for (const losses of [1, 2]) {
    process.kill(fixture.runner.pid ?? 0, "SIGKILL");
    await until(() => fixture.signals.filter((signal) => signal.kind === "runnerLost").length === losses, "loss");
  }
  await until(() => processesMarked(mark).length === 0, "the end of the tree");
});

it("leaves the neighbours of a stopped task alone", async () => {
  fixture.runner.start([fixture.spec("one", `sleep ${mark}1; true`), fixture.spec("two", `sleep ${mark}2; echo ok`), fixture.spec("three", `setsid sleep ${mark}3 & wait`)]);
  await until(() => processesMarked(mark).length >= 3, "three tasks");
  fixture.runner.stop("two", "cancelled");
  await fixture.exitOf("two");
  expect({ one: processesMarked(`${mark}1`).length > 0, two: processesMarked(`${mark}2`).length, three: processesMarked(`${mark}3`).length > 0 }).toEqual({ one: true, two: 0, three: true });
});

it("does not touch what an earlier task of the same shell left to live on", async () => {
  const daemon = path.join(fixture.folder, "daemon");
  writeFileSync(daemon, `#!/bin/sh\nsetsid sleep ${mark}1 </dev/null >/dev/null 2>&1 &\nenv -i setsid sleep ${mark}2 </dev/null >/dev/null 2>&1 &\n`);
  chmodSync(daemon, 0o755);
  await fixture.run("first", "./daemon");
  fixture.runner.start([fixture.spec("second", `sleep ${mark}3`)]);
  await until(() => processesMarked(`${mark}3`).length > 0, "the second task");
  fixture.runner.stop("second", "cancelled");
  await fixture.exitOf("second");
  const left = [...processesMarked(`${mark}1`), ...processesMarked(`${mark}2`)];
  for (const pid of left) process.kill(pid, "SIGKILL");
  expect([left.length, processesMarked(`${mark}3`)]).toEqual([2, []]);
});

it("does not touch a process that has got the pid of a dead runner's task", async () => {
  const stranger = spawn("sleep", [mark], { detached: true, stdio: "ignore" });
  const runtimeDir = path.join(fixture.folder, "run");
  await fixture.runner.close({ stopTasks: true });
  await until(() => !isAlive(fixture.runner.pid ?? -1), "end of the first runner");
  const other = { pid: stranger.pid ?? 0, startTime: "1", bootId: readBootId() };
  const rebooted = { ...identify(other.pid, other.bootId), bootId: "another boot" };
  const entries = [other, rebooted].map((process, index) => ({ attemptId: `forged${index}`, startedAt: 1, process, slot: `none${index}`, logPath: "" }));
  const journal = openJournal(runtimeDir, { open: entries, exits: [], seen: [] });
  journal.close();
  await fixture.connect();
  await sleep(1_500);
  expect(isAlive(stranger.pid ?? 0)).toBe(true);
  stranger.kill("SIGKILL");
});
