import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import type { ExitRecord } from "../ports/runner.ts";
import type { JournalContent } from "./journal.ts";
import { openLauncher } from "./launcher.ts";
import { readBootId } from "./process-table.ts";
import { until } from "./runner-fixture.ts";
import { createSupervisor } from "./supervisor.ts";
import { createTreeKiller } from "./tree-killer.ts";

it("keeps an exit while the disk is full, says so, and reports it once it is written", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "supervisor-"));
  const heard: string[] = [];
  const reported: ExitRecord[] = [];
  const written: string[] = [];
  let refusals = 2;
  const killer = createTreeKiller();
  const launcher = openLauncher(path.join(folder, "pipes"), folder, (message) => heard.push(message));
  const supervisor = createSupervisor({
    launcher, killer, bootId: readBootId(),
    earlier: { open: [], exits: [], seen: [] },
    unswept: () => [],
    journal: {
      started: () => {},
      exited(records) {
        if (refusals-- > 0) throw new Error("ENOSPC: no space left on device");
        written.push(...records.map((record) => record.attemptId));
      },
      sync: () => {},
      syncSoon: () => {},
      acknowledged: () => {}, swept: () => {},
      compact: () => {},
      rewrite: () => {},
      close: () => {},
    },
    onStarted: () => {},
    onExited: (records) => reported.push(...records),
    onLost: () => {},
    onTrouble: (message) => heard.push(message),
  });
  const spec = { cwd: folder, env: {}, logCapBytes: 1000, secrets: [], timeoutMs: null, graceMs: 100 };
  for (const id of ["a", "b"]) supervisor.start([{ ...spec, attemptId: id, command: { kind: "shell", script: "exit 2" }, logPath: path.join(folder, `${id}.log`) }]);
  await until(() => heard.length > 0, "the message");
  expect({ reported, busy: supervisor.isBusy(), shown: supervisor.unacknowledged() }).toEqual({ reported: [], busy: true, shown: [] });
  await until(() => reported.length === 2, "the reports");
  expect({ ids: reported.map((record) => record.attemptId).sort(), written: written.sort(), code: reported[0]?.exitCode, busy: supervisor.isBusy() }).toEqual({
    ids: ["a", "b"], written: ["a", "b"], code: 2, busy: false,
  });
  expect(heard[0]).toContain("ENOSPC");
  launcher.dispose();
  killer.dispose();
  rmSync(folder, { recursive: true, force: true });
});

it("tells that a try is lost which an earlier runner had and left no end of, and of others their end", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "supervisor-"));
  const ended: ExitRecord = { attemptId: "ended", startedAt: 1, endedAt: 2, exitCode: 3, signal: null, stopReason: null, startError: null, logBytes: 0, logDroppedBytes: 0, cpuMs: null, peakRssBytes: null };
  const [lost, exited, started]: [string[], string[], string[]] = [[], [], []];
  const killer = createTreeKiller();
  const launcher = openLauncher(path.join(folder, "pipes"), folder, () => {});
  const supervisor = createSupervisor({
    launcher, killer, bootId: readBootId(),
    earlier: { open: [], exits: [ended], seen: ["ended", "gone"] },
    unswept: () => [],
    journal: { started: () => {}, exited: () => {}, sync: () => {}, syncSoon: () => {}, acknowledged: () => {}, swept: () => {}, compact: () => {}, rewrite: () => {}, close: () => {} },
    onStarted: (attempts) => started.push(...attempts.map(({ attemptId }) => attemptId)),
    onExited: (records) => exited.push(...records.map(({ attemptId }) => attemptId)),
    onLost: (attemptIds) => lost.push(...attemptIds),
    onTrouble: () => {},
  });
  const spec = { cwd: folder, env: {}, logCapBytes: 1000, secrets: [], timeoutMs: null, graceMs: 100, logPath: path.join(folder, "log"), command: { kind: "shell", script: "exit 2" } } as const;
  supervisor.start([{ ...spec, attemptId: "ended" }, { ...spec, attemptId: "gone" }]);
  expect({ lost, exited, started, busy: supervisor.isBusy() }).toEqual({ lost: ["gone"], exited: ["ended"], started: [], busy: false });
  launcher.dispose();
  killer.dispose();
  rmSync(folder, { recursive: true });
});

it("tells an end when it is written, and one that more follows from only when it is on the disk", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "supervisor-"));
  const steps: string[] = [];
  const killer = createTreeKiller();
  const launcher = openLauncher(path.join(folder, "pipes"), folder, () => {});
  const supervisor = createSupervisor({
    launcher, killer, bootId: readBootId(),
    earlier: { open: [], exits: [], seen: [] },
    unswept: () => [],
    journal: {
      started: () => {},
      exited: (records) => void steps.push(...records.map(({ attemptId }) => `${attemptId} written`)),
      sync: () => void steps.push("synced"),
      syncSoon: () => void steps.push("syncing"),
      acknowledged: () => {}, swept: () => {}, compact: () => {}, rewrite: () => {}, close: () => {},
    },
    onStarted: () => {},
    onExited: (records) => void steps.push(...records.map(({ attemptId }) => `${attemptId} told`)),
    onLost: () => {},
    onTrouble: () => {},
  });
  const spec = { cwd: folder, env: {}, logCapBytes: 1000, secrets: [], timeoutMs: null, graceMs: 100, command: { kind: "shell", script: "exit 2" } } as const;
  supervisor.start([{ ...spec, attemptId: "plain", logPath: path.join(folder, "plain.log") }]);
  await until(() => steps.includes("plain told"), "the first end");
  supervisor.start([{ ...spec, attemptId: "loads", logPath: path.join(folder, "loads.log"), awaitsDisk: true }]);
  await until(() => steps.includes("loads told"), "the second end");
  expect(steps).toEqual(["plain written", "syncing", "plain told", "loads written", "synced", "loads told"]);
  launcher.dispose();
  killer.dispose();
  rmSync(folder, { recursive: true, force: true });
});

it("makes its journal anew until the disk takes it, with what an earlier runner left, and tells of that", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "supervisor-"));
  const heard: string[] = [];
  const made: JournalContent[] = [];
  let refusals = 2;
  const killer = createTreeKiller();
  const launcher = openLauncher(path.join(folder, "pipes"), folder, () => {});
  const supervisor = createSupervisor({
    launcher, killer, bootId: readBootId(),
    earlier: { open: [], exits: [], seen: [] },
    unswept: () => [{ attemptId: "left", startedAt: 1, process: { pid: 5, startTime: "6", bootId: "b" }, slot: "s", logPath: "/l" }],
    journal: {
      started: () => {}, exited: () => {}, sync: () => {},
      syncSoon: (onFailure) => onFailure(new Error("EIO: i/o error")),
      acknowledged: () => {}, swept: () => {}, compact: () => {},
      rewrite(content) {
        if (refusals-- > 0) throw new Error("EIO: i/o error, again");
        made.push(content);
      },
      close: () => {},
    },
    onStarted: () => {},
    onExited: () => {},
    onLost: () => {},
    onTrouble: (message) => heard.push(message),
  });
  supervisor.start([{ attemptId: "a", cwd: folder, env: {}, logCapBytes: 1000, secrets: [], timeoutMs: null, graceMs: 100, command: { kind: "shell", script: "exit 2" }, logPath: path.join(folder, "a.log") }]);
  await until(() => made.length > 0, "the journal");
  expect({ open: made[0]?.open.map(({ attemptId }) => attemptId), exits: made[0]?.exits.map(({ attemptId }) => attemptId), told: heard.length, first: heard[0] }).toEqual({ open: ["left"], exits: ["a"], told: 3, first: expect.stringContaining("EIO: i/o error") });
  launcher.dispose();
  killer.dispose();
  rmSync(folder, { recursive: true, force: true });
});
