/** D1: durable state transitions a second through the scheduler (one task: scheduled, queued, running, success), beside raw SQLite commits. */
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import type { Dag, Task } from "../shared/model/dag.ts";
import { createEventHub } from "../src-main/services/event-hub.ts";
import { RunImages } from "../src-main/services/images.ts";
import type { Letter } from "../src-main/services/letter.ts";
import type { Performer } from "../src-main/services/scheduler-parts.ts";
import { Scheduler } from "../src-main/services/scheduler.ts";
import { freshTask } from "../src-main/core/run-image.ts";
import { systemClock } from "../src-main/platform/system-clock.ts";
import type { TryKey } from "../src-main/ports/store.ts";
import { openStore } from "../src-main/store/store.ts";
import { figure, inTemporaryFolder, type Figure, type Workload } from "./harness.ts";

const tasks = 20_000;
const transitionsPerTask = 4;
const peerCommits = 5_000;

export const transitions: Workload = { id: "D1", title: "Durable state transitions per second, beside raw SQLite FULL commits", run: () => inTemporaryFolder(measure) };

async function measure(folder: string): Promise<Figure[]> {
  const peer = rawCommits(join(folder, "peer.db"));
  const one = await transitionsPerSecond(join(folder, "one.db"), 1);
  const grouped = await transitionsPerSecond(join(folder, "grouped.db"), 64);
  const name = "raw SQLite, one FULL commit a row";
  return [
    figure({ id: "D1", metric: "transitions per second, one task at a time", ours: one, peer: { name, value: peer }, goal: "≥ 5,000/s", met: one >= 5_000, samples: tasks }),
    figure({ id: "D1", metric: "transitions per second, 64 tasks at a time", ours: grouped, peer: { name, value: peer }, goal: "≥ 50,000/s (performance.md)", met: grouped >= 50_000, samples: tasks }),
  ];
}

function rawCommits(file: string): number {
  const database = new Sqlite(file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.exec("create table t (id integer primary key, state text, at integer); create index i on t (state)");
  const insert = database.prepare("insert into t (state, at) values ('x', ?)");
  const started = performance.now();
  for (let index = 0; index < peerCommits; index += 1) insert.run(index);
  const rate = peerCommits / ((performance.now() - started) / 1000);
  database.close();
  return rate;
}

async function transitionsPerSecond(file: string, parallelism: number): Promise<number> {
  const store = openStore({ file, migrations: new URL("../src-main/store/migrations", import.meta.url).pathname });
  const images = new RunImages(store);
  const events = createEventHub(systemClock, "bench");
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: (message: string) => console.error(message) };
  const scheduler = new Scheduler({ store, images, clock: systemClock, events, log, time: { mark: () => 0 }, reached: () => {}, parallelism: () => parallelism, fastSlots: () => 0, poolSlots: () => 1e9, maxActiveRuns: () => null });
  scheduler.load(instantPerformer(scheduler));
  const run = storeRun(store);
  const started = performance.now();
  scheduler.admit(() => run, () => {});
  await scheduler.whenIdle();
  const rate = (tasks * transitionsPerTask) / ((performance.now() - started) / 1000);
  store.close();
  return rate;
}

/** Says at once that each try started and succeeded: the figure is the scheduler's and the store's alone. */
function instantPerformer(scheduler: Scheduler): Performer {
  const done = (keys: readonly TryKey[]): void => {
    const at = Date.now();
    scheduler.post(
      ...keys.flatMap((key) => {
        const of = { task: key.task, tryNumber: key.tryNumber, at };
        const letters: Letter[] = [
          { run: key.run, signal: { kind: "attemptStarted", ...of }, write: (store) => store.attempts.started(key, 1, at) },
          { run: key.run, signal: { kind: "attemptSucceeded", ...of } },
        ];
        return letters;
      }),
    );
  };
  return { start: (keys) => void setImmediate(() => done(keys)), stop: () => {}, settled: () => {} };
}

function storeRun(store: ReturnType<typeof openStore>): number {
  const list = Array.from({ length: tasks }, (_, index): Task => ({
    ...{ id: `t${index}`, kind: "BashTask", bash: { kind: "inline", text: "true" }, deps: [], retries: 0, retryDelayMs: 0, retryBackoff: "fixed", retryMaxDelayMs: 0 },
    ...{ timeoutMs: null, pool: "default", triggerRule: "all_success", env: {}, cwd: null, doc: null, enabled: true, onCrash: "interrupt" },
  }));
  const dag = { id: "d", tasks: list, maxActiveRuns: 1 } as unknown as Dag;
  return store.atomically(() => {
    const versionId = store.versions.ensure({ dagId: "d", hash: "h", file: "f", source: "", dag, at: 1 });
    const key = store.runs.create({ dagId: "d", runId: "r", versionId, runType: "manual", logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null, conf: {}, params: {}, selection: null, queuedAt: 1 });
    store.tasks.insertAll(key, list.map((task) => ({ id: task.id, record: freshTask(1) })));
    return key;
  });
}
