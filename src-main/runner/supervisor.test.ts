import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import type { ExitRecord } from "../ports/runner.ts";
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
    journal: {
      started: () => {},
      exited(records) {
        if (refusals-- > 0) throw new Error("ENOSPC: no space left on device");
        written.push(...records.map((record) => record.attemptId));
      },
      acknowledged: () => {},
      compact: () => {},
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
    journal: { started: () => {}, exited: () => {}, acknowledged: () => {}, compact: () => {}, close: () => {} },
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
