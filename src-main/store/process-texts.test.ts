import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Dag } from "../../shared/model/dag.ts";
import type { AttemptProcess } from "../../shared/model/run.ts";
import type { Store, TaskRecord } from "../ports/store.ts";
import { openStore } from "./store.ts";

const migrations = new URL("./migrations", import.meta.url).pathname;
const fresh: TaskRecord = { state: "none", tryNumber: 0, maxTries: 1, scheduledAt: null, queuedAt: null, startedAt: null, endedAt: null, retryAt: null, reason: null };

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-process-texts-"));
  store = openStore({ file: join(folder, "state.db"), migrations });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function makeRun(runId: string, tasks: readonly string[]): number {
  const versionId = store.versions.ensure({ dagId: "d", hash: "h", file: "d.dag.yaml", source: "", dag: { id: "d", tasks: [] } as unknown as Dag, at: 1 });
  const run = store.runs.create({ dagId: "d", runId, versionId, runType: "manual", logicalDate: 5, dataIntervalStart: 5, dataIntervalEnd: 6, conf: {}, params: {}, selection: null, queuedAt: 1 });
  store.tasks.insertAll(run, tasks.map((id) => ({ id, record: fresh })));
  return run;
}

function processOf(run: number, task: number, id: string, tryNumber = 1, more: Record<string, string> = {}): AttemptProcess {
  const attemptId = `${store.id}.${run}.${task}.${tryNumber}`;
  const env = { DAGWRIGHT_ATTEMPT_ID: attemptId, DAGWRIGHT_TASK_ID: id, DAGWRIGHT_TRY_NUMBER: String(tryNumber), DAGWRIGHT_CONTEXT: `/w/work/${attemptId}.context.json`, ...more };
  return { words: ["bash", "-c"], rendered: "bash", warm: false, cwd: "/w", env, moreEnv: 0 };
}

function keep(run: number, task: number, process: AttemptProcess, tryNumber = 1): void {
  store.attempts.begin({ run, task, tryNumber }, 1);
  store.attempts.saveStart({ run, task, tryNumber }, { rendered: [], process });
}

function textsOf(run: number): string[] {
  const raw = new Sqlite(join(folder, "state.db"), { readonly: true });
  const found = raw.prepare<[number], string>("select text from attempt_process where run = ? order by id").pluck().all(run);
  raw.close();
  return found;
}

describe("what tries were started as", () => {
  it("is kept once for all tries of a run that differ in their own names alone", () => {
    const ids = ["extract", "load[0]", "load[1]"];
    const runs = ["r1", "r2"].map((runId) => makeRun(runId, ids));
    for (const run of runs) {
      ids.forEach((id, task) => keep(run, task, processOf(run, task, id)));
      keep(run, 1, processOf(run, 1, "load[0]", 2), 2);
      expect(ids.map((_, task) => store.attempts.listOf(run, task).map(({ process }) => process))).toEqual([[processOf(run, 0, "extract")], [processOf(run, 1, "load[0]"), processOf(run, 1, "load[0]", 2)], [processOf(run, 2, "load[1]")]]);
      expect(textsOf(run)).toHaveLength(1);
    }
    expect(textsOf(runs[0] ?? 0)).toEqual(textsOf(runs[1] ?? 0));
  });

  it("comes back as it was, whatever a variable holds and a task is called", () => {
    const hostile = ["bash", "1", 'a"b\\', "$&$1", "\u0001\u0002\u0003", "DAGWRIGHT_TASK_ID", "***", "café 🦆"];
    const run = makeRun("r1", hostile);
    hostile.forEach((id, task) => {
      const process = processOf(run, task, id, 1, { ONE: "1", SAME: id, OTHER: hostile.join("|"), MARKS: "\u0001\\u0002\u0003" });
      keep(run, task, process);
      expect(store.attempts.listOf(run, task)[0]?.process).toEqual(process);
    });
    const masked = { ...processOf(run, 0, "***"), env: { DAGWRIGHT_TASK_ID: "***", TOKEN: "***" } };
    keep(run, 0, masked, 2);
    expect(store.attempts.listOf(run, 0)[1]?.process).toEqual(masked);
  });

  it("is there too where the text came with a transaction that failed", () => {
    const run = makeRun("r1", ["a", "b"]);
    const failing = (): never => {
      keep(run, 0, processOf(run, 0, "a"));
      throw new Error("no room");
    };
    expect(() => store.atomically(failing)).toThrow("no room");
    store.atomically(() => keep(run, 1, processOf(run, 1, "b")));
    expect(store.attempts.listOf(run, 1)[0]?.process).toEqual(processOf(run, 1, "b"));
  });

  it("is read from a history of before, and goes with its run", () => {
    const run = makeRun("r1", ["a"]);
    keep(run, 0, processOf(run, 0, "a"));
    const raw = new Sqlite(join(folder, "state.db"));
    raw.pragma("foreign_keys = ON");
    raw.prepare("update attempt_detail set process = ?, process_id = null").run(JSON.stringify(processOf(run, 0, "a")));
    raw.close();
    expect(store.attempts.listOf(run, 0)[0]?.process).toEqual(processOf(run, 0, "a"));
    expect(textsOf(run)).toHaveLength(1);
    store.atomically(() => store.retention.drop(run));
    expect(textsOf(run)).toEqual([]);
  });
});
