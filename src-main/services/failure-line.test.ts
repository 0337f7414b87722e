import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FailureLine } from "../../shared/run-view/error-line.ts";
import { systemClock } from "../platform/system-clock.ts";
import { LogDesk } from "../runner/log-lines/log-desk.ts";
import { logFiles } from "../runner/log-reader.ts";
import type { LogOfRuns } from "../ports/run-source.ts";
import { failureLineOf } from "./failure-line.ts";
import { Logs } from "./logs.ts";
import { createWorld, type World } from "./test-world.ts";

const of = { dagId: "d", runId: "r", taskId: "a", tryNumber: 1 };
let world: World;
let logs: Logs;

beforeEach(() => {
  world = createWorld({ d: 'tasks:\n  a: { config_type: BashTask, bash: "true" }\n' });
  world.runs.start({ dagId: "d", runId: "r" });
  logs = new Logs({ store: world.store, files: logFiles, events: world.events, clock: systemClock, dataFolder: world.folder, windows: false });
});
afterEach(() => world.close());

function said(text: string): Promise<FailureLine | null> {
  const path = logs.pathOf(of);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const desk = new LogDesk();
  const log = { seek: (_, seek) => desk.seek({ path, seek }), lines: (_, ask) => desk.lines({ path, ask }) } satisfies Partial<LogOfRuns> as unknown as LogOfRuns;
  return failureLineOf({ readLog: (place, offset, limit) => logs.read(place, offset, limit), log }, of);
}

describe("failureLineOf", () => {
  beforeEach(() => world.end("r", "a", "failed"));

  it("is the first error that the log marks, however far from its end", async () => {
    expect(await said(`INFO 0 failed\nERROR first\n${"fine\n".repeat(20_000)}ERROR second\n`)).toEqual({ text: "ERROR first", line: 2, kind: "error" });
    expect(await said('begin\nTraceback (most recent call last):\n  File "t.py", line 3\nKeyError: "day"\n')).toEqual({ text: 'KeyError: "day"', line: 4, kind: "error" });
  });

  it("is what a shell says of an error where no line is marked as one, or else the last words", async () => {
    expect(await said("begin\nbash: line 2: psql: command not found\nend\n")).toEqual({ text: "bash: line 2: psql: command not found", line: 2, kind: "error" });
    expect(await said("begin\nend\n")).toEqual({ text: "end", line: 2, kind: "last" });
    expect(await said("")).toBeNull();
  });

  it("looks at the end alone of a log of more than 4 MB", async () => {
    expect(await said(`ERROR far off\n${"fine\n".repeat(900_000)}ERROR here\n`)).toEqual({ text: "ERROR here", line: null, kind: "error" });
  });

  it("shows nothing that looks like a secret", async () => {
    expect((await said("error: cannot reach postgres://ann:hunter2pass@db/x with AKIAABCDEFGHIJKLMNOP\n"))?.text).toBe("error: cannot reach postgres://ann:***@db/x with ***");
  });
});
