/** The engine, put together: what is opened in which order, and closed in the reverse. The only place that knows every part. */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { EngineInfo } from "../../shared/contract/engine.ts";
import type { Dag } from "../../shared/model/dag.ts";
import { hasTemplate } from "../core/template-marks.ts";
import type { Clock, Log, TemplateSubject } from "../ports/machine.ts";
import { createFileLog } from "../platform/file-log.ts";
import { createMemoryTrim } from "../platform/memory-trim.ts";
import { findPlaces } from "../platform/places.ts";
import { systemClock } from "../platform/system-clock.ts";
import { createTemplates } from "../platform/templates.ts";
import { openWorkspace } from "../platform/workspace-folder.ts";
import { connectRunner } from "../runner/client.ts";
import { logFiles } from "../runner/log-reader.ts";
import { Connections } from "../services/connections.ts";
import { DagFiles } from "../services/dag-files.ts";
import { createEventHub } from "../services/event-hub.ts";
import { RunImages } from "../services/images.ts";
import { Logs } from "../services/logs.ts";
import { TaskPerformer } from "../services/performer.ts";
import { Runs } from "../services/runs.ts";
import { Scheduler } from "../services/scheduler.ts";
import { Schedules } from "../services/schedules.ts";
import { SettingsService, type UserSettings } from "../services/settings-service.ts";
import { planTry, previewTask, type TryPlanParts } from "../services/try-plans.ts";
import { openStore } from "../store/store.ts";
import { createSqlHost } from "../warehouse/client.ts";
import { createRouter, type EngineRouter } from "./router.ts";
import { contextOf } from "./template-words.ts";
import { claimWorkspace } from "./server/workspace-claim.ts";

export interface EngineOptions {
  readonly workspace: string;
  readonly trusted: boolean;
  readonly mode: EngineInfo["mode"];
  readonly userSettings: UserSettings;
  /** Follow changes of files; a single command needs none of it. */
  readonly watch?: boolean;
  readonly log?: Log;
  readonly clock?: Clock;
  /** Milliseconds from TERM to KILL, and for which a lost engine's tasks are kept. */
  readonly graceMs?: number;
  readonly orphanGraceMs?: number;
  /** Only for the proof that the crash tests notice a weaker setting. */
  readonly synchronous?: "FULL" | "OFF";
}

export interface Engine {
  readonly router: EngineRouter;
  readonly instanceId: string;
  readonly startedAt: number;
  info(): EngineInfo;
  setTrusted(trusted: boolean): void;
  settingsChanged(): void;
  /** Resolves when no run is active. */
  whenIdle(): Promise<void>;
  close(options: { stopTasks: boolean }): Promise<void>;
}

/** Throws AppError workspace/busy, workspace/invalid, store/newer, store/damaged. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const places = findPlaces();
  const clock = options.clock ?? systemClock;
  const workspace = openWorkspace(options.workspace);
  const claim = await claimWorkspace(workspace.root);
  const instanceId = randomUUID();
  const startedAt = clock.now();
  const log = options.log ?? createFileLog(`${workspace.dataFolder}/logs/engine.log`);
  let trusted = options.trusted;

  const store = openStoreOrRelease();
  const settings = new SettingsService({ workspace, user: options.userSettings });
  const connections = new Connections({ workspace, environment: process.env });
  const events = createEventHub(clock, instanceId);
  const images = new RunImages(store);
  const dags = new DagFiles({ workspace, store, clock });
  const logs = new Logs({ store, files: logFiles, events, clock, dataFolder: workspace.dataFolder, windows: process.platform === "win32" });
  const sqlHost = createSqlHost({ entry: places.entry("warehouse"), cwd: workspace.root, onStateChange: () => tellInfo() });
  const parallelism = (): number => settings.effective().parallelism;
  const poolSlots = (pool: string): number => workspace.config().config.pools[pool] ?? Number.MAX_SAFE_INTEGER;
  const scheduler = new Scheduler({ store, images, clock, events, log, parallelism, poolSlots: memoised(poolSlots) });
  const runner = await connectRunner({
    runtimeDir: `${workspace.dataFolder}/runner`,
    graceMs: options.orphanGraceMs ?? 10_000,
    policy: settings.effective().onEngineDeath,
    entry: places.entry("runner"),
    pythonSupport: places.pythonSupport,
  });

  const templates = createTemplates();
  const plans: TryPlanParts = {
    ...{ store, images, logs, dags, connections, clock, workspace, contextOf },
    settings: () => settings.effective(),
    render: (template, context) => templates.render(template, context),
    connection: (id) => connections.resolve(id),
    secrets: () => connections.secrets(),
    graceMs: options.graceMs ?? 5_000,
    pythonSupport: runner.pythonSupport,
  };
  const performer = new TaskPerformer({ store, scheduler, runner, sqlHost, clock, log, events, plan: (key, id) => planTry(plans, key, id), secrets: plans.secrets, isTrusted: () => trusted, workRoot: `${workspace.dataFolder}/work` });
  const renderKeys = (dag: Dag, run: Pick<TemplateSubject, "runId" | "conf" | "params" | "logicalDate">): Record<string, string> => renderSearchKeys(plans, dag, run, log);
  const runs = new Runs({ store, images, scheduler, dags, events, clock, isTrusted: () => trusted, renderKeys, secrets: plans.secrets });

  const schedules = new Schedules({ store, dags, runs, clock, events, log, isTrusted: () => trusted });

  scheduler.load(performer);
  await performer.recover(runner.snapshot);
  scheduler.resume();
  if (options.mode !== "cli") schedules.wake();
  const watcher = options.watch ? await workspace.watch(onFilesChanged) : null;

  const version = (JSON.parse(readFileSync(places.packageFile, "utf8")) as { version: string }).version;
  const info = (): EngineInfo => ({
    ...{ version, instanceId, pid: process.pid, startedAt, mode: options.mode, parallelism: parallelism() },
    workspace: { path: workspace.root, name: workspace.name, trusted },
    ...scheduler.counts,
    runner: { pid: runner.pid, state: runner.pid === null ? "down" : "up" },
    sqlHost: { pid: sqlHost.pid, state: sqlHost.state },
    trouble: scheduler.trouble,
  });
  const router = createRouter({ info, events, dags, runs, schedules, logs, connections, sqlHost, settings, store, clock, preview: (input) => previewTask(plans, input) });
  const isIdle = (): boolean => scheduler.counts.running + scheduler.counts.queued === 0;
  const memory = createMemoryTrim({ clock, isIdle, shrink: () => store.shrink() });
  const telling = events.tap((batch) => {
    if (batch.some((event) => event.kind === "run" || event.kind === "tasks")) tellInfoSoon();
    memory.note(batch.reduce((sum, event) => sum + (event.kind === "tasks" ? event.tasks.length : 0), 0));
  });
  log.info("engine started", { instanceId, mode: options.mode, trusted });
  let telled = false;

  return {
    ...{ router, instanceId, startedAt, info },
    setTrusted: (value) => {
      trusted = value;
      schedules.wake();
      tellInfo();
    },
    settingsChanged: () => settings.forget(),
    whenIdle: () => scheduler.whenIdle(),
    close: async ({ stopTasks }) => {
      telling.dispose();
      memory.dispose();
      watcher?.dispose();
      schedules.close();
      scheduler.close();
      await Promise.all([runner.close({ stopTasks }), sqlHost.close()]);
      store.close();
      claim.release();
    },
  };

  function openStoreOrRelease(): ReturnType<typeof openStore> {
    try {
      return openStore({ file: `${workspace.dataFolder}/state.db`, migrations: places.migrations, ...(options.synchronous ? { synchronous: options.synchronous } : {}) });
    } catch (thrown) {
      claim.release();
      throw thrown;
    }
  }

  function tellInfo(): void {
    events.publish([{ kind: "engine", info: info() }]);
  }

  function tellInfoSoon(): void {
    if (telled) return;
    telled = true;
    clock.after(100, () => {
      telled = false;
      tellInfo();
    });
  }

  function onFilesChanged(paths: readonly string[]): void {
    if (paths.includes("dagwright.json")) {
      settings.forget();
      tellInfo();
    }
    const dagIds = dags.forget(paths);
    if (dagIds.length > 0) events.publish([{ kind: "dags", dagIds }]);
    if (dagIds.length > 0) schedules.wake();
  }
}

/** Read often, changed rarely: looked up anew once a second at most. */
function memoised(slots: (pool: string) => number): (pool: string) => number {
  const known = new Map<string, { value: number; until: number }>();
  return (pool) => {
    const now = performance.now();
    const found = known.get(pool);
    if (found && found.until > now) return found.value;
    const value = slots(pool);
    known.set(pool, { value, until: now + 1_000 });
    return value;
  };
}

/** A search key that cannot be rendered is left out: a run must not fail over how it may be found. */
function renderSearchKeys(plans: TryPlanParts, dag: Dag, run: Pick<TemplateSubject, "runId" | "conf" | "params" | "logicalDate">, log: Log): Record<string, string> {
  const entries = Object.entries(dag.searchKeys);
  if (entries.length === 0) return {};
  const context = plans.contextOf({
    ...run,
    ...{ dagId: dag.id, runType: "manual", taskId: "", tryNumber: 0, attemptId: "", dataIntervalStart: null, dataIntervalEnd: null },
    ...{ xcoms: {}, vars: plans.workspace.config().config.vars, secrets: {}, prepSchema: dag.prepSchema, finalSchema: dag.finalSchema },
  });
  return Object.fromEntries(
    entries.flatMap(([name, template]) => {
      try {
        return [[name, hasTemplate(template) ? plans.render(template, context) : template]];
      } catch (thrown) {
        log.warn("a search key could not be rendered", { dag: dag.id, key: name, reason: String(thrown) });
        return [];
      }
    }),
  );
}
