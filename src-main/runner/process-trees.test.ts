/** T5: every kind of tree × every cause of its end. The oracle looks at command lines, not at cookies. */
import { spawn } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openJournal } from "./journal.ts";
import { identify, readBootId } from "./process-table.ts";
import { isAlive, openFixture, processesMarked, until, type Fixture } from "./runner-fixture.ts";

let fixture: Fixture;
let mark = "";
let count = 0;
beforeEach(async () => {
  fixture = await openFixture({ graceMs: 300 });
  mark = `${7_000_000 + process.pid}${count++}`;
});
afterEach(() => fixture.dispose());

/** Scripts that leave processes whose command line holds the mark; `ready` counts them. */
const trees: readonly (readonly [name: string, script: (mark: string) => string, ready: number])[] = [
  ["plain", (m) => `sleep ${m}; true`, 1],
  ["setsid", (m) => `setsid sleep ${m} & sleep ${m}`, 2],
  ["double fork", (m) => `(setsid sh -c 'sleep ${m} & sleep ${m} &') ; sleep ${m}`, 3],
  ["nohup, output closed", (m) => `nohup sleep ${m} >/dev/null 2>&1 & sleep ${m}`, 2],
  ["ignores TERM", (m) => `trap '' TERM; sh -c 'sleep ${m}; sleep ${m}' & while :; do sleep ${m}; done`, 2],
  ["stopped", (m) => `sleep ${m} & a=$!; sleep ${m} & b=$!; sleep 0.3; kill -STOP $a $b $$`, 2],
  ["environment cleared", (m) => `env -i sleep ${m} & env -i setsid sleep ${m} & sleep ${m}`, 3],
  ["fork storm", (m) => `i=0; while [ $i -lt 60 ]; do (sleep ${m}; sleep ${m}) & i=$((i+1)); done; wait`, 60],
  ["through a shared shell", () => `./nested`, 3],
];

describe.each(trees)("a tree: %s", (_, script, ready) => {
  const launch = async (more: { timeoutMs?: number } = {}): Promise<void> => {
    writeFileSync(path.join(fixture.folder, "nested"), `#!/bin/sh\nsetsid sleep ${mark} &\nsleep ${mark} >/dev/null 2>&1 &\nsleep ${mark}\n`);
    chmodSync(path.join(fixture.folder, "nested"), 0o755);
    fixture.runner.start([fixture.spec(`a${mark}`, script(mark), { graceMs: 300, ...more })]);
    await until(() => processesMarked(mark).filter((pid) => pid !== process.pid).length >= ready, "the tree");
  };

  it("is gone when its cancellation is reported", async () => {
    await launch();
    fixture.runner.stop(`a${mark}`, "cancelled");
    expect(await fixture.exitOf(`a${mark}`)).toMatchObject({ stopReason: "cancelled" });
    expect(processesMarked(mark)).toEqual([]);
  });

  it("is gone when its timeout is reported", async () => {
    await launch({ timeoutMs: 800 });
    expect(await fixture.exitOf(`a${mark}`)).toMatchObject({ stopReason: "timeout" });
    expect(processesMarked(mark)).toEqual([]);
  });

  it("is gone after the engine's connection was lost and the grace time is over", async () => {
    await launch();
    await fixture.runner.close({ stopTasks: false });
    await until(() => processesMarked(mark).length === 0, "its end", 4_000);
  });

  it("is gone after the runner was killed and the next one has swept", async () => {
    await launch();
    const bystander = fixture.runner.pid ?? 0;
    process.kill(bystander, "SIGKILL");
    await until(() => fixture.signals.some((signal) => signal.kind === "runnerLost"), "loss");
    await until(() => processesMarked(mark).length === 0, "its end", 5_000);
    expect(isAlive(process.pid)).toBe(true);
  });
});

it("leaves the neighbours of a stopped task alone", async () => {
  fixture.runner.start([fixture.spec("one", `sleep ${mark}1; true`), fixture.spec("two", `sleep ${mark}2; echo ok`), fixture.spec("three", `setsid sleep ${mark}3 & wait`)]);
  await until(() => processesMarked(mark).length >= 3, "three tasks");
  fixture.runner.stop("two", "cancelled");
  await fixture.exitOf("two");
  expect({ one: processesMarked(`${mark}1`).length > 0, two: processesMarked(`${mark}2`).length, three: processesMarked(`${mark}3`).length > 0 }).toEqual({ one: true, two: 0, three: true });
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
