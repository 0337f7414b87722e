/** The engine, put together: what is opened in which order, and closed in the reverse. */
import type { EngineEvent, EngineInfo } from "../../shared/contract/engine.ts";
import type { Standing } from "../../shared/contract/standing.ts";
import type { HealthReport } from "../../shared/contract/health.ts";
import { messageOf } from "../../shared/errors/app-error.ts";
import type { Reached } from "../ports/crash-point.ts";
import type { Clock, Disposable, Log } from "../ports/machine.ts";
import { createMemoryTrim } from "../platform/memory-trim.ts";
import type { Documents } from "../services/documents.ts";
import type { MovedFiles } from "../services/moved-files.ts";
import type { ExportTargets } from "../services/export-target.ts";
import { forecastSchedules } from "../services/schedule-forecast.ts";
import { SqlConsole } from "../services/sql-console.ts";
import { findMentions } from "../services/mentions.ts";
import { Standings } from "../services/standings.ts";
import type { UserSettings } from "../services/settings-service.ts";
import type { PowerNews } from "../services/time-watch.ts";
import { columnsOfTask } from "../services/trial-columns.ts";
import { previewDraft, previewTask, renderText } from "../services/try-plans.ts";
import { Closers, type CloseOptions } from "./closers.ts";
import { openCapsules, type CapsuleServices } from "./capsule-parts.ts";
import { openDocuments, openGround, openHosts, openMovedFiles, openReaders, openWorkers, type Ground, type Hosts, type Readers, type Workers } from "./engine-parts.ts";
import { recordTrust, recordTrustAtStart, actorOf } from "./record-trust.ts";
import type { Queues } from "../services/queues/queues.ts";
import type { Pools } from "../services/pools.ts";
import { openSelfWatch, type SelfWatch } from "./health-parts.ts";
import { createRouter, type EngineRouter, type RouterParts } from "./router.ts";
import { beginSchedules, takeUpWork } from "./take-up-work.ts";

export interface EngineOptions {
  readonly workspace: string;
  readonly trusted: boolean;
  readonly mode: EngineInfo["mode"];
  readonly userSettings: UserSettings;
  /** Follow changes of files; a single command needs none of it. */
  readonly watch?: boolean;
  /** Only look at the state, which stays as it is whoever wrote it: nothing is run, taken up or changed. */
  readonly reading?: boolean;
  /** Where the engine is reached by a browser, once that is known; null or absent: links open the desktop. */
  readonly address?: Promise<string | null>;
  readonly log?: Log;
  readonly clock?: Clock;
  /** Milliseconds from TERM to KILL, and for which a lost engine's tasks are kept. */
  readonly graceMs?: number;
  readonly orphanGraceMs?: number;
  /** How often the engine looks at itself. */
  readonly lookEveryMs?: number;
  /** Only for the proof that the crash tests notice a weaker setting. */
  readonly synchronous?: "FULL" | "NORMAL" | "OFF";
  /** Only for the kill tests: told of points between which a crash may fall. */
  readonly reached?: Reached;
}

export interface Engine {
  readonly router: EngineRouter;
  readonly instanceId: string;
  readonly startedAt: number;
  info(): EngineInfo;
  /** For the program that hosts it. */
  standing(): Standing;
  setSchedulesPaused(isPaused: boolean): void;
  /** Where exports may go: what a person chose, and what is to be fetched. */
  readonly exportTargets: Pick<ExportTargets, "allow" | "download">;
  /** Where this engine is served, which its tasks may not call. */
  readonly ownPorts: Set<number>;
  /** What the doors tell of it: its health, and figures for Prometheus, null while those are not asked for. */
  readonly watch: { health(): HealthReport; metrics(): string | null };
  /** Where posted events go in, whether some queue waits for any, and who is told when that may have changed. */
  readonly queues: Pick<Queues, "intake" | "wantsDoor" | "doorChanged" | "onLook">;
  setTrusted(trusted: boolean): void;
  /** What the system says of its power, where the host hears of it; the engine sees a sleep by itself, a little later. */
  power(news: PowerNews): void;
  settingsChanged(): void;
  /** Calls with the tasks that run, after whatever changed. */
  onRunning(call: (running: number) => void): Disposable;
  /** Resolves when no run is active, or the engine is closed. */
  whenIdle(): Promise<void>;
  close(options: CloseOptions): Promise<void>;
}

/** Throws AppError workspace/busy, workspace/invalid, store/newer, store/damaged; what was opened by then is closed again. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const closers = new Closers();
  try {
    return await open(options, closers);
  } catch (thrown) {
    await closers.close({ stopTasks: false }).catch(() => {});
    throw thrown;
  }
}

async function open(options: EngineOptions, closers: Closers): Promise<Engine> {
  const ground = await openGround(options, closers);
  const onSettings: { call: () => void } = { call: () => {} };
  const readers = openReaders(ground, closers, () => onSettings.call());
  const hosts = await openHosts(ground, readers, closers);
  const workers = openWorkers(ground, readers, hosts, closers);
  onSettings.call = workers.onPools;
  const watch = openSelfWatch(ground, readers, hosts, workers, closers);
  hosts.onSqlHost.call = () => watch.health.sqlHostChanged();
  const info = infoOf(ground, readers, hosts, workers, watch);
  const capsules = openCapsules(ground, readers, hosts, workers, closers);
  readers.news.begin(info);
  const standings = new Standings({ store: ground.store, events: readers.events, schedules: workers.schedules });
  closers.add(() => standings.close());
  standings.begin();
  if (ground.reading === null) await goToWork(ground, readers, hosts, workers, watch);
  else if (options.mode !== "cli") readers.dags.scan((dagIds) => readers.events.publish([{ kind: "dags", dagIds }]));
  trimMemory(ground, readers, workers, closers);
  const moved = openMovedFiles(ground, readers);
  const onFiles = hearOfFiles(readers, workers, moved);
  if (options.watch) await watchFiles(ground, onFiles, closers);
  const documents = openDocuments(ground, readers, onFiles);
  const { instanceId, startedAt, log, trust } = ground;
  if (options.mode !== "cli" && ground.reading === null) recordTrustAtStart(ground, workers.audit);
  log.info("engine started", { instanceId, mode: options.mode, trusted: trust.isGiven, ...(ground.reading === null ? {} : { reading: ground.reading }) });
  return {
    ...{ router: routerOf(ground, readers, hosts, workers, { info, documents, moved, capsules, health: watch.health, pools: workers.pools }), instanceId, startedAt, info, exportTargets: readers.exportTargets, watch: { health: () => watch.health.report(), metrics: () => (readers.settings.effective().metrics ? watch.metrics.text() : null) }, ownPorts: ground.ownPorts, queues: workers.queues },
    setTrusted: (isGiven) => {
      if (ground.reading !== null) return;
      if (trust.isGiven !== isGiven) recordTrust(workers.audit, isGiven, actorOf(options.mode));
      trust.isGiven = isGiven;
      workers.schedules.wake();
      if (options.mode !== "cli") workers.queues.wake();
      if (options.mode !== "cli") workers.assets.wake();
      workers.backfills.worker.wake();
      workers.watchers.wake();
      workers.messenger.wake();
      workers.deadlines.wake();
      workers.scheduler.drain();
      readers.news.tell();
    },
    setSchedulesPaused: (isPaused) => void (ground.reading === null && workers.schedules.setPaused(isPaused, actorOf(options.mode))),
    standing: () => standings.now(),
    power: (news) => ground.time.tell(news),
    settingsChanged: () => readers.settings.forget(),
    onRunning: (call) => readers.events.tap(() => call(workers.scheduler.counts.running)),
    whenIdle: () => workers.scheduler.whenIdle(),
    close: (how) => closers.close(how),
  };
}

async function goToWork({ options, time }: Ground, readers: Readers, hosts: Hosts, workers: Workers, { health }: SelfWatch): Promise<void> {
  await takeUpWork(hosts, workers);
  time.begin();
  if (options.mode === "cli") return;
  health.begin();
  beginSchedules(readers, workers);
}

/** An engine that has done much and has nothing to do gives memory back. */
function trimMemory({ clock, store, options }: Ground, { events, images }: Readers, { scheduler }: Workers, closers: Closers): void {
  const isIdle = (): boolean => scheduler.counts.running + scheduler.counts.queued === 0;
  const shrink = (): void => {
    store.shrink();
    images.trim();
    events.trim();
  };
  const memory = createMemoryTrim({ clock, isIdle, shrink });
  if (options.mode !== "cli") memory.started();
  closers.add(() => memory.dispose());
  const changesOf = (event: EngineEvent): number => (event.kind === "tasks" ? event.tasks.length : event.kind === "dags" ? event.dagIds.length : 0);
  const tap = events.tap((batch) => memory.note(batch.reduce((sum, event) => sum + changesOf(event), 0)));
  closers.add(() => tap.dispose());
}

/** More than these are told of as ".": who shows files looks at its own. */
const mostNamed = 1_000;

/** What follows from files that changed. */
function hearOfFiles({ settings, dags, events, news }: Readers, { scheduler, schedules, backfills, queues }: Workers, moved: MovedFiles): (paths: readonly string[]) => void {
  return (paths) => {
    moved.notice(paths);
    queues.notice(paths);
    if (paths.includes("dagwright.json")) {
      settings.forget();
      news.tell();
    }
    events.publish([{ kind: "files", paths: paths.length > mostNamed ? ["."] : [...paths] }]);
    const dagIds = dags.forget(paths);
    if (dagIds.length === 0) return;
    events.publish([{ kind: "dags", dagIds }]);
    scheduler.takeUp(...dagIds.map((dagId) => ({ dagId })));
    schedules.wake();
    queues.lookAgain();
    backfills.worker.wake();
  };
}

/** Where files cannot be watched (too many folders, a network share), the engine works all the same. */
async function watchFiles({ workspace, log }: Ground, onFiles: (paths: readonly string[]) => void, closers: Closers): Promise<void> {
  try {
    const watcher = await workspace.watch(onFiles);
    closers.add(() => watcher.dispose());
  } catch (thrown) {
    log.warn("files cannot be watched; changes show when a page is opened anew", { reason: messageOf(thrown) });
  }
}

function infoOf({ options, version, reading, workspace, instanceId, startedAt, trust }: Ground, { settings }: Readers, { runner, runnerTrouble, sqlHost }: Hosts, { scheduler, room, schedules }: Workers, { health }: SelfWatch): () => EngineInfo {
  return () => ({
    ...{ version, instanceId, pid: process.pid, startedAt, mode: options.mode, parallelism: settings.effective().parallelism },
    workspace: { path: workspace.root, name: workspace.name, trusted: trust.isGiven },
    ...scheduler.counts,
    runner: { pid: runner.pid, state: runner.pid === null ? "down" : "up" },
    sqlHost: { pid: sqlHost.pid, state: sqlHost.state },
    trouble: scheduler.trouble ?? room.trouble ?? runnerTrouble.message ?? health.trouble,
    healthNotes: health.notes,
    schedulesPausedSince: schedules.pausedSince,
    ...(reading === null ? {} : { reading }),
  });
}

function routerOf({ workspace, store, clock, log, trust, reading }: Ground, { events, dags, sources, drawings, connections, settings, files, exportTargets }: Readers, { sqlHost }: Hosts, { runs, acts, backfills, retention, backups, archives, packing, schedules, queues, assetViews, plans, trials, channels }: Workers, more: { info: () => EngineInfo; documents: Documents; moved: MovedFiles; capsules: CapsuleServices; health: SelfWatch["health"]; pools: Pools }): EngineRouter {
  const sql = new SqlConsole({ queries: sqlHost.queries, connections, store, targets: exportTargets, clock, log });
  const mentions = (word: string): ReturnType<typeof findMentions> => findMentions({ files, dagFiles: () => dags.all(), drafts: () => more.documents.draftTexts() }, word);
  const forecast: RouterParts["forecast"] = (input, signal) => forecastSchedules({ store, dags, clock, pools: () => workspace.config().config.pools }, input, signal);
  return createRouter({ ...more, reading, log, forecast, workspace, channels, isTrusted: () => trust.isGiven, exportTargets, mentions, sql, files, events, dags, runs, acts, backfills, retention, backups, archives, packing, trials, schedules, queues, assetViews, sources, drawings, connections, sqlHost, settings, store, clock, preview: (input) => previewTask(plans, input), previewDraft: (input) => previewDraft(plans, input), columnsOf: (input) => columnsOfTask({ plans, sqlHost, isTrusted: () => trust.isGiven }, input), renderText: (input) => renderText(plans, input) });
}
