/**
 * G4C: two runs of a DAG of 5,000 tasks compared: in the engine, from the question to the answer, and in the built page in Chromium, from
 * the address to the painted table. Every rendered text is another (each has the dates of its run), a hundred tasks came out otherwise and
 * fifty changed in the DAG. The history is written by the store's own code. The peer asks for each task of each run, as a first attempt would.
 */
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext } from "playwright";
import { serveBrowser } from "../e2e/serve-browser.ts";
import { parseDag } from "../shared/dag-file/parse-dag.ts";
import type { Dag } from "../shared/model/dag.ts";
import { systemClock } from "../src-main/platform/system-clock.ts";
import { logFiles } from "../src-main/runner/log-reader.ts";
import { compareTwoRuns } from "../src-main/services/compare-runs.ts";
import { createEventHub } from "../src-main/services/event-hub.ts";
import { RunImages } from "../src-main/services/images.ts";
import { LocalRuns } from "../src-main/services/local-runs.ts";
import { Logs } from "../src-main/services/logs.ts";
import { RunSources } from "../src-main/services/run-sources.ts";
import { Waits } from "../src-main/services/waits.ts";
import type { LogOfRuns } from "../src-main/ports/run-source.ts";
import type { Store } from "../src-main/ports/store.ts";
import { openStore } from "../src-main/store/store.ts";
import { figure, inTemporaryFolder, median, type Figure, type RunOptions, type Workload } from "./harness.ts";

const taskCount = 5_000;
const goalMs = 300;
const dagId = "wide";
const day = 86_400_000;
const start = Date.parse("2026-01-30T06:00:00Z");
const migrations = join(import.meta.dirname, "..", "src-main", "store", "migrations");
const peerName = "a question for each task of each run";
const sides = { before: { dagId, runId: "one" }, after: { dagId, runId: "two" } };

export const comparing: Workload = { id: "G4C", title: "Two runs of 5,000 tasks compared, beside asking task by task", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  const rounds = long ? 20 : 5;
  const workspace = join(realpathSync(folder), "workspace");
  const data = join(workspace, ".dagwright");
  mkdirSync(data, { recursive: true });
  writeFileSync(join(workspace, "wide.dag.yaml"), dagText(true));
  const file = join(data, "state.db");
  const seed = openStore({ file, migrations });
  writeHistory(seed);
  seed.close();
  const engine = await inEngine(file, data, rounds);
  const painted = await inPage(workspace, rounds);
  const peer = { name: peerName, value: median(engine.peer) };
  const row = (metric: string, samples: readonly number[]): Figure => figure({ id: "G4C", metric, ours: median(samples), peer, goal: `≤ ${goalMs} ms`, met: median(samples) <= goalMs, samples: samples.length });
  return [row("question to answer in the engine, just opened, ms", engine.first), row("question to answer in the engine, asked again, ms", engine.again), row("address to painted table, the run's page being open, ms", painted)];
}

function dagText(isChanged: boolean): string {
  const tasks = Array.from({ length: taskCount }, (_, at) => `  t${at}: {config_type: SqlTask, sql: "select ${isChanged && at % 100 === 7 ? "2" : "1"} as a where day = '{{ ds }}'"${at === 0 ? "" : `, deps: [t${Math.floor((at - 1) / 4)}]`}}`);
  return `dag: ${dagId}\ntasks:\n${tasks.join("\n")}\n`;
}

function dagOf(text: string): Dag {
  const { dag } = parseDag(text, { file: "wide.dag.yaml" });
  if (dag === null) throw new Error("G4C: its DAG is refused.");
  return dag;
}

function writeHistory(store: Store): void {
  for (const [index, runId] of ["one", "two"].entries()) {
    const [text, at] = [dagText(index === 1), start + index * day];
    const dag = dagOf(text);
    store.atomically(() => {
      const versionId = store.versions.ensure({ dagId, hash: `h${index}`, file: "wide.dag.yaml", source: text, dag, at });
      const run = store.runs.create({ dagId, runId, versionId, runType: "scheduled", logicalDate: at, dataIntervalStart: at, dataIntervalEnd: at + day, conf: {}, params: { n: index }, selection: null, queuedAt: at });
      store.tasks.insertAll(run, dag.tasks.map(({ id }, task) => ({ id, record: recordOf(task, index, at) })));
      for (const task of dag.tasks.keys()) writeTry(store, { run, task, tryNumber: 1 }, index, at);
      store.runs.saveRecord(run, { state: index === 0 ? "success" : "failed", startedAt: at, endedAt: at + 600_000, reason: null, cancelling: false });
    });
  }
}

const hasFailed = (task: number, index: number): boolean => index === 1 && task % 50 === 3;
const tookMs = (task: number, index: number): number => 500 + ((task * 7919) % 3000) * (index === 1 && task % 40 === 0 ? 4 : 1);

function recordOf(task: number, index: number, at: number) {
  const startedAt = at + 1000 + task;
  return { state: hasFailed(task, index) ? "failed" : "success", tryNumber: 1, maxTries: 1, scheduledAt: at, queuedAt: at + 500, startedAt, endedAt: startedAt + tookMs(task, index), retryAt: null, reason: null } as const;
}

function writeTry(store: Store, key: { run: number; task: number; tryNumber: number }, index: number, at: number): void {
  const { task } = key;
  const ds = new Date(at).toISOString().slice(0, 10);
  store.attempts.begin(key, at + 500);
  store.attempts.saveStart(key, { process: null, rendered: [{ name: "sql", text: `select ${index === 1 && task % 100 === 7 ? 2 : 1} as a, ${"some_column, ".repeat(70)} b from source_${task} where day = '${ds}'` }] });
  store.attempts.started(key, 1000 + task, at + 1000);
  const checks = task % 10 === 0 ? [{ name: "unique(a)", kind: "unique", severity: "error" as const, outcome: "passed" as const, message: "", sql: "select 1", failingCount: 0, failingColumns: [], failingRows: [] }] : [];
  const state = hasFailed(task, index) ? "failed" : "success";
  store.attempts.end(key, { state, endedAt: at + 2000, exitCode: 0, signal: null, reason: null, checks, table: `t.t${task}`, rowsLoaded: 1000 + task + index, logBytes: 1000, logDroppedBytes: 0, cpuMs: 100, peakRssBytes: 50e6 });
  if (task % 5 === 0) store.xcoms.put(key.run, task, { taskId: `t${task}`, key: "rows", value: 1000 + task + index });
}

interface EngineTimes {
  readonly first: number[];
  readonly again: number[];
  readonly peer: number[];
}

async function inEngine(file: string, data: string, rounds: number): Promise<EngineTimes> {
  const times: EngineTimes = { first: [], again: [], peer: [] };
  for (let round = 0; round < rounds; round += 1) {
    const store = openStore({ file, migrations });
    const [images, events] = [new RunImages(store), createEventHub(systemClock, "bench")];
    const logs = new Logs({ store, files: logFiles, events, clock: systemClock, dataFolder: data, windows: false });
    // No log is read here.
    const local = new LocalRuns({ store, images, logs, waits: new Waits({ store, images, clock: systemClock }), views: {} as LogOfRuns });
    const sources = new RunSources(local);
    times.first.push(await timed(() => compareTwoRuns(sources, sides)));
    times.again.push(await timed(() => compareTwoRuns(sources, sides)));
    times.peer.push(await timed(() => taskByTask(local)));
    store.close();
  }
  return times;
}

function taskByTask(local: LocalRuns): string[] {
  const ids = local.get(sides.after).tasks.map(({ taskId }) => taskId);
  return ids.filter((taskId) => {
    const [before, after] = [local.task(sides.before, taskId), local.task(sides.after, taskId)];
    return before.instance.state !== after.instance.state || JSON.stringify(before.attempts.at(-1)?.rendered) !== JSON.stringify(after.attempts.at(-1)?.rendered);
  });
}

async function timed(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** The page of the run is open and rests, as when a person looks at a failure and then asks. */
async function inPage(workspace: string, rounds: number): Promise<number[]> {
  const served = await serveBrowser(workspace);
  try {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) times.push(await paintOnce(served.page.context(), served.address));
    return times;
  } finally {
    await served.close();
  }
}

async function paintOnce(context: BrowserContext, address: string): Promise<number> {
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  try {
    // The face is fetched before: with its own two runs the other way round, which is another question.
    await page.goto(`${address}/#/dags/${dagId}/runs/one?face=compare&with=one`);
    await page.getByRole("region", { name: "Comparison of two runs" }).waitFor();
    await page.goto(`${address}/#/dags/${dagId}/runs/two?face=tasks`);
    await page.getByRole("grid").getByRole("row").nth(5).waitFor();
    await page.waitForTimeout(2_000);
    return await page.evaluate(async (hash) => {
      const began = performance.now();
      const painted = new Promise<number>((resolve) => {
        const watch = new MutationObserver(() => {
          if (document.querySelectorAll("[aria-label='Tasks of both runs'] [role=row]").length < 5) return;
          watch.disconnect();
          requestAnimationFrame(() => {
            const behindFrame = new MessageChannel();
            behindFrame.port1.onmessage = () => resolve(performance.now() - began);
            behindFrame.port2.postMessage(null);
          });
        });
        watch.observe(document.body, { subtree: true, childList: true });
      });
      location.hash = hash;
      return painted;
    }, `#/dags/${dagId}/runs/two?face=compare&with=one`);
  } finally {
    await page.close();
  }
}
