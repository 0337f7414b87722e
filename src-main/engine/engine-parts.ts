/** The steps in which the engine is put together. Each opens what it makes and says how it is closed; none of them starts work. */
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { formatAttemptId } from "../core/attempt-id.ts";
import { backupFolderName } from "../../shared/model/backup-name.ts";
import type { Reading } from "../../shared/model/reading.ts";
import type { BackupWriter } from "../ports/backups.ts";
import type { Reached } from "../ports/crash-point.ts";
import type { HttpCalls } from "../ports/http-calls.ts";
import type { LogLines } from "../ports/log-lines.ts";
import type { Clock, Log } from "../ports/machine.ts";
import type { SqlHost } from "../ports/sql-host.ts";
import type { Store } from "../ports/store.ts";
import type { Workspace } from "../ports/workspace.ts";
import type { WorkspaceFiles } from "../ports/workspace-files.ts";
import { watchDiskRoom, type DiskRoom } from "../platform/disk-room.ts";
import { appendLine, createFileLooks } from "../platform/file-looks.ts";
import { createEngineLog } from "../platform/file-log.ts";
import { findPlaces, type Places } from "../platform/places.ts";
import { readPolicy } from "../platform/policy-file.ts";
import { systemClock } from "../platform/system-clock.ts";
import { createGitHistory } from "../platform/git-history.ts";
import { createArchiveFolder } from "../platform/archive-folder.ts";
import { createBackupFolder } from "../platform/backup-folder.ts";
import { createLogBin } from "../platform/log-bin.ts";
import { createKeptTexts } from "../platform/kept-texts.ts";
import { createHttpCalls } from "../platform/http-calls.ts";
import { createMailer } from "../platform/mailer.ts";
import { createTemplates } from "../platform/templates.ts";
import { createWorkspaceFiles } from "../platform/workspace-files.ts";
import { openWorkspace } from "../platform/workspace-folder.ts";
import { connectRunner, type RunnerClient } from "../runner/client.ts";
import { noRunner } from "../runner/no-runner.ts";
import { createLogLines } from "../runner/log-lines/client.ts";
import { logFiles } from "../runner/log-reader.ts";
import { Acts } from "../services/acts.ts";
import { AuditTrail } from "../services/audit-trail.ts";
import { Backfills } from "../services/backfills.ts";
import { Backups } from "../services/backups.ts";
import { Calls } from "../services/calls.ts";
import { Connections } from "../services/connections.ts";
import { DagFiles } from "../services/dag-files.ts";
import { DagSummaries } from "../services/dag-summaries.ts";
import { Deadlines } from "../services/deadlines.ts";
import { Documents } from "../services/documents.ts";
import { MovedFiles } from "../services/moved-files.ts";
import { ExportTargets } from "../services/export-target.ts";
import { createEventHub, type EventHub } from "../services/event-hub.ts";
import { RunImages } from "../services/images.ts";
import type { Letter } from "../services/letter.ts";
import { LocalRuns } from "../services/local-runs.ts";
import { LogViews } from "../services/log-views.ts";
import { createLongReader } from "./reader/client.ts";
import { Logs } from "../services/logs.ts";
import { TaskPerformer } from "../services/performer.ts";
import { HistoryPacking } from "../services/history/history-packing.ts";
import { Archiver } from "../services/retention/archiver.ts";
import { Archives } from "../services/retention/archives.ts";
import { Retention, type RetentionParts } from "../services/retention/retention.ts";
import { RunDrawings } from "../services/run-drawings.ts";
import { RunSources } from "../services/run-sources.ts";
import { RunTimeouts } from "../services/run-timeouts.ts";
import { Runs } from "../services/runs.ts";
import { Scheduler } from "../services/scheduler.ts";
import { createEventFolder } from "../platform/event-folder.ts";
import { AssetAtlas } from "../services/assets/asset-atlas.ts";
import { AssetViews } from "../services/assets/asset-views.ts";
import { Assets } from "../services/assets/assets.ts";
import { queueTokens } from "../platform/queue-tokens.ts";
import { Queues } from "../services/queues/queues.ts";
import { Schedules } from "../services/schedules.ts";
import { SettingsService } from "../services/settings-service.ts";
import { Waits } from "../services/waits.ts";
import { TrialPins } from "../services/trial-pins.ts";
import { TimeWatch } from "../services/time-watch.ts";
import { Trials } from "../services/trials.ts";
import { TrialSweeper } from "../services/trial-sweeper.ts";
import { planTry, planWatchOf, renderMessage, type TryPlanParts } from "../services/try-plans.ts";
import { lookAt } from "../services/watch/look.ts";
import type { TriggerActs } from "../services/watch/look-at-trigger.ts";
import { triggerActs } from "../services/watch/trigger-acts.ts";
import { Watchers } from "../services/watch/watchers.ts";
import { failureLineOf } from "../services/failure-line.ts";
import { Channels } from "../services/messages/channels.ts";
import { Pools } from "../services/pools.ts";
import { Messenger } from "../services/messages/messenger.ts";
import { createBackupWriter } from "../store/backup/client.ts";
import { createSqlHost, type SqlHostClient } from "../warehouse/client.ts";
import type { Closers } from "./closers.ts";
import { EngineNews } from "./engine-news.ts";
import { renderSearchKeys } from "./search-words.ts";
import { claimWorkspace } from "./server/workspace-claim.ts";
import { openState } from "./open-state.ts";
import { remembered } from "./remembered.ts";
import { RunnerTrouble } from "./runner-trouble.ts";
import type { EngineOptions } from "./start-engine.ts";
import { contextOf } from "./template-words.ts";

/** What everything else stands on: the folder, the claim on it, the store. */
export interface Ground {
  readonly options: EngineOptions;
  readonly places: Places;
  readonly clock: Clock;
  readonly workspace: Workspace;
  readonly log: Log;
  readonly store: Store;
  /** The version of this program. */
  readonly version: string;
  /** What is known of a state that is only looked at; null where the engine works on it. */
  readonly reading: Reading | null;
  /** Sees that the machine slept, or that somebody set the clock. */
  readonly time: TimeWatch;
  readonly instanceId: string;
  readonly startedAt: number;
  /** The person's word, which may change while the engine works. */
  readonly trust: { isGiven: boolean };
  /** At which this very program listens: no task calls it. */
  readonly ownPorts: Set<number>;
  readonly reached: Reached;
}

/** Services that read and remember, and start nothing. */
export interface Readers {
  readonly settings: SettingsService;
  readonly connections: Connections;
  readonly events: EventHub;
  readonly news: EngineNews;
  readonly images: RunImages;
  readonly dags: DagFiles;
  readonly logs: Logs;
  readonly logLines: LogLines;
  readonly local: LocalRuns;
  readonly waits: Waits;
  readonly sources: RunSources;
  readonly drawings: RunDrawings;
  readonly exportTargets: ExportTargets;
  readonly files: WorkspaceFiles;
}

/** The processes beside the engine. */
export interface Hosts {
  readonly sqlHost: SqlHostClient;
  readonly runner: RunnerClient;
  readonly runnerTrouble: RunnerTrouble;
  readonly backupWriter: BackupWriter;
  /** Called when the SQL host begins, ends or dies. */
  readonly onSqlHost: { call: () => void };
}

/** Services that make things happen. */
export interface Workers {
  readonly scheduler: Scheduler;
  readonly performer: TaskPerformer;
  readonly watchers: Watchers;
  readonly runs: Runs;
  readonly acts: Acts;
  readonly backfills: Backfills;
  readonly audit: AuditTrail;
  readonly retention: Retention;
  readonly archives: Archives;
  readonly backups: Backups;
  readonly packing: HistoryPacking;
  readonly channels: Channels;
  readonly messenger: Messenger;
  readonly schedules: Schedules;
  readonly queues: Queues;
  readonly assets: Assets;
  readonly assetViews: AssetViews;
  readonly timeouts: RunTimeouts;
  readonly deadlines: Deadlines;
  readonly plans: TryPlanParts;
  readonly room: DiskRoom;
  readonly pools: Pools;
  /** The workspace says something else of its pools. */
  readonly onPools: () => void;
  readonly trials: TrialWorkers;
}

/** What belongs to tries. */
export interface TrialWorkers {
  readonly trials: Trials;
  readonly pins: TrialPins;
  readonly sweeper: TrialSweeper;
}

export async function openGround(options: EngineOptions, closers: Closers): Promise<Ground> {
  const places = findPlaces();
  const clock = options.clock ?? systemClock;
  const workspace = openWorkspace(options.workspace);
  const claim = await claimWorkspace(workspace.root);
  closers.add(() => claim.release());
  const log = options.log ?? createEngineLog(workspace.root);
  const { store, reading, version } = await openState(options, { places, dataFolder: workspace.dataFolder }, closers);
  const time = new TimeWatch({ clock, store, log, everyMs: options.lookEveryMs });
  closers.add(() => time.close());
  return { options, places, clock, workspace, log, store, time, version, reading, instanceId: randomUUID(), startedAt: clock.now(), trust: { isGiven: options.trusted && reading === null }, ownPorts: new Set(), reached: options.reached ?? ((): void => {}) };
}

export function openReaders(ground: Ground, closers: Closers, onSettings: () => void): Readers {
  const { options, clock, workspace, store, instanceId, trust } = ground;
  const events = createEventHub(clock, instanceId);
  const news = new EngineNews({ events, clock });
  closers.add(() => news.close());
  const summaries = new DagSummaries({ store, clock, events });
  closers.add(() => summaries.close());
  const longReader = createLongReader(ground.places.entry("reader"), workspace.root);
  closers.add(() => longReader.close());
  const isAlone = options.mode === "cli";
  const dags = new DagFiles({ workspace, summaries, clock, ...(isAlone ? {} : { readElsewhere: longReader.read }) });
  closers.add(() => dags.close());
  // What an earlier engine laid out for fetching: nobody knows its addresses any more.
  rmSync(ExportTargets.folderOf(workspace), { recursive: true, force: true });
  const images = new RunImages(store);
  const logs = new Logs({ store, files: logFiles, events, clock, dataFolder: workspace.dataFolder, windows: process.platform === "win32" });
  const logLines = createLogLines(ground.places.entry("logs"));
  closers.add(() => logLines.close());
  const waits = new Waits({ store, images, clock });
  const local = new LocalRuns({ store, images, logs, waits, views: new LogViews({ logs, lines: logLines, files: logFiles, events, clock }) });
  return {
    exportTargets: new ExportTargets({ workspace, clock }),
    ...{ events, news, dags, images, logs, logLines, local, waits, sources: new RunSources(local), drawings: new RunDrawings(isAlone ? null : longReader.read) },
    files: createWorkspaceFiles(workspace.root),
    settings: new SettingsService({ workspace, user: options.userSettings, policy: readPolicy, onChange: onSettings }),
    connections: new Connections({ workspace, environment: process.env, isTrusted: () => trust.isGiven }),
  };
}

export async function openHosts({ options, places, workspace, clock, log, reading }: Ground, { settings, news }: Readers, closers: Closers): Promise<Hosts> {
  const onSqlHost: Hosts["onSqlHost"] = { call: () => {} };
  const onStateChange = (): void => {
    onSqlHost.call();
    news.tell();
  };
  const sqlHost = createSqlHost({ entry: places.entry("warehouse"), cwd: workspace.root, resultsFolder: `${workspace.dataFolder}/results`, onStateChange });
  closers.add(() => sqlHost.close());
  const runner = reading !== null ? noRunner(places.pythonSupport) : await connectRunner({
    runtimeDir: `${workspace.dataFolder}/runner`,
    graceMs: options.orphanGraceMs ?? 10_000,
    policy: settings.effective().onEngineDeath,
    entry: places.entry("runner"),
    pythonSupport: places.pythonSupport,
  });
  closers.add((how) => runner.close(how));
  const backupWriter = createBackupWriter({ entry: places.entry("backup"), file: `${workspace.dataFolder}/state.db`, folder: `${workspace.dataFolder}/${backupFolderName}` });
  const runnerTrouble = new RunnerTrouble({ clock, onChange: () => news.tell() });
  closers.add(() => runnerTrouble.dispose());
  runner.onTrouble((message) => {
    log.warn("the runner is in trouble", { message });
    runnerTrouble.note(message);
  });
  return { sqlHost, runner, runnerTrouble, backupWriter, onSqlHost };
}

export function openWorkers(ground: Ground, readers: Readers, hosts: Hosts, closers: Closers): Workers {
  const { store, clock, log, workspace, trust, time, reached } = ground;
  const { images, local, events, dags, settings, news } = readers;
  const isTrusted = (): boolean => trust.isGiven;
  const poolSlots = remembered((pool) => workspace.config().config.pools[pool] ?? Number.MAX_SAFE_INTEGER);
  const onRoom = (): void => {
    news.tell();
    scheduler.drain();
  };
  const room = watchDiskRoom({ folder: workspace.dataFolder, clock, onChange: onRoom });
  closers.add(() => room.dispose());
  const scheduler = new Scheduler({
    ...{ store, images, clock, events, log, time, reached, shareMs: 8 },
    /** What waits goes on waiting while nothing may run. */
    parallelism: () => (isTrusted() && room.isEnough() ? settings.effective().parallelism : 0),
    fastSlots: () => (isTrusted() && room.isEnough() ? settings.effective().fastLaneSlots : 0),
    poolSlots: poolSlots.of,
    maxActiveRuns: (dagId) => dags.ready(dagId)?.dag?.maxActiveRuns ?? null,
  });
  closers.add(() => scheduler.close());
  readers.waits.attach({
    queueOf: (...of) => scheduler.queueOf(...of),
    watchOf: (...of) => watchers.of(...of),
    parallelism: () => settings.effective().parallelism,
    trouble: () => scheduler.trouble ?? room.trouble ?? hosts.runnerTrouble.message ?? (isTrusted() ? null : untrusted),
  });
  const plans = plansOf(ground, readers, hosts);
  const { secrets } = plans;
  const http = createHttpCalls({ ownPorts: ground.ownPorts });
  const channels = new Channels({ workspace, environment: process.env, http, mailer: createMailer(), secrets, proxy: () => settings.effective().httpProxy });
  const calls = new Calls({ http, channels, clock });
  closers.add(() => calls.close());
  const performer = new TaskPerformer({
    ...{ store, scheduler, clock, log, events, secrets, isTrusted, calls, reached, ...hosts },
    plan: (key, id) => planTry(plans, key, id),
    workRoot: `${workspace.dataFolder}/work`,
  });
  const watchers = openWatchers(ground, readers, hosts, { plans, http, post: (letter) => scheduler.post(letter), triggers: { start: (...asked) => triggers.start(...asked), reset: (...asked) => triggers.reset(...asked) } });
  closers.add(() => watchers.close());
  const audit = new AuditTrail({ store, clock, events });
  const messenger = new Messenger({
    ...{ store, channels, clock, audit, log, isTrusted, secrets, reached, workspace: workspace.name },
    address: async () => (await ground.options.address) ?? null,
    render: (...asked) => renderMessage(plans, ...asked),
    failureLine: async (of) => (await failureLineOf(local, of))?.text ?? null,
  });
  closers.add(() => messenger.close());
  scheduler.onMessages = () => {
    reached("messages called for");
    messenger.wake();
  };
  const runs = new Runs({ store, images, local, scheduler, audit, dags, workspace, events, clock, isTrusted, secrets, reached, renderKeys: (dag, run) => renderSearchKeys(plans, dag, run, log) });
  const triggers = triggerActs({ store, images, scheduler, clock, audit, runs });
  const schedules = new Schedules({ store, dags, runs, clock, audit, events, log, isTrusted, time, reached, onPause: () => news.tell() });
  closers.add(() => schedules.close());
  const queues = new Queues({ store, dags, runs, reached, workspace, log, renderKey: (template, conf) => plans.render(template, { conf }), breathe: () => setImmediate(), folder: createEventFolder(workspace), tokens: queueTokens(workspace.root), port: () => [...ground.ownPorts][0] ?? null, events, clock, isTrusted, connections: readers.connections, openTable: async (...asked) => (await import("../warehouse/postgres/event-table.ts")).openEventTable(...asked) });
  closers.add(() => queues.close());
  const { assets, assetViews } = openAssets(ground, readers, { scheduler, runs, audit }, closers);
  const timeouts = new RunTimeouts({ store, images, scheduler, clock, events, time });
  closers.add(() => timeouts.close());
  const deadlines = new Deadlines({ store, images, dags, scheduler, clock, audit, events, log, isTrusted, reached, onMessages: () => messenger.wake(), watchesRules: ground.options.mode !== "cli" });
  closers.add(() => deadlines.close());
  const breathe = (): Promise<void> => setImmediate();
  const backfills = new Backfills({ store, images, dags, workspace, clock, runs, events, log, scheduler, audit, breathe, reached });
  closers.add(() => backfills.worker.close());
  const isBusy = (): boolean => scheduler.counts.running + scheduler.counts.queued > 0;
  const { retention, archives } = openRetention(ground, readers, hosts, { audit, isBusy, breathe, keepsKeys: (dagId) => queues.keepsKeys(dagId) });
  closers.add(() => retention.close());
  const backups = new Backups({ folder: createBackupFolder(workspace.dataFolder), writer: hosts.backupWriter, clock, log });
  closers.add(() => backups.close());
  const packing = new HistoryPacking({ store, workspace, clock, log, isTrusted, isBusy, breathe });
  closers.add(() => packing.close());
  const onPools = (): void => {
    poolSlots.forget();
    scheduler.drain();
  };
  const pools = new Pools({ workspace, images, scheduler, store, audit, dags: () => dags.found().files, onChange: onPools });
  const acts = new Acts({ store, images, local, scheduler, schedules, backfills, pools, clock, audit, isTrusted, runs, breathe });
  return { scheduler, performer, watchers, runs, acts, backfills, audit, retention, archives, backups, packing, channels, messenger, schedules, queues, assets, assetViews, timeouts, deadlines, plans, room, pools, onPools, trials: openTrials(ground, readers, { ...hosts, scheduler }, closers) };
}

function openRetention({ workspace, store, clock, log, trust, reached }: Ground, { images, events, dags }: Readers, { sqlHost }: Hosts, around: Pick<RetentionParts, "audit" | "isBusy" | "breathe" | "keepsKeys">): Pick<Workers, "retention" | "archives"> {
  const [folder, files] = [createArchiveFolder(workspace.dataFolder), sqlHost.archives];
  const isTrusted = (): boolean => trust.isGiven;
  const archiver = new Archiver({ store, folder, files, log, reached, breathe: around.breathe, now: () => clock.now() });
  const retention = new Retention({ ...around, store, images, dags, workspace, bin: createLogBin(workspace.dataFolder, log), archiver, clock, events, log, windows: process.platform === "win32", isTrusted, reached });
  return { retention, archives: new Archives({ store, folder, files, clock, isTrusted }) };
}

function openAssets({ store, clock, log, workspace, trust, reached }: Ground, { dags, events }: Readers, { scheduler, runs, audit }: Pick<Workers, "scheduler" | "runs" | "audit">, closers: Closers): Pick<Workers, "assets" | "assetViews"> {
  const isTrusted = (): boolean => trust.isGiven;
  const atlas = new AssetAtlas({ workspace, dags, events, clock, breathe: () => setImmediate() });
  closers.add(() => atlas.close());
  const assets = new Assets({ store, dags, runs, events, clock, log, isTrusted, reached, graph: () => atlas.graph() });
  closers.add(() => assets.close());
  scheduler.onLoads = (loaded) => assets.notice(loaded);
  return { assets, assetViews: new AssetViews({ store, dags, assets, audit, clock, isTrusted, wholeGraph: () => atlas.wholeGraph() }) };
}

function openWatchers({ store, clock, log, workspace, trust, reached }: Ground, { images, events }: Readers, { sqlHost }: Hosts, { plans, http, post, triggers }: { plans: TryPlanParts; http: HttpCalls; post: (letter: Letter) => void; triggers: TriggerActs }): Watchers {
  const looks = { store, files: createFileLooks(workspace), queries: sqlHost.queries, http, secrets: plans.secrets, newId: randomUUID, triggers, reached };
  return new Watchers({
    ...{ store, images, clock, log, events, post, reached, secrets: plans.secrets, append: appendLine },
    isTrusted: () => trust.isGiven,
    plan: (key) => planWatchOf(plans, key, formatAttemptId(store.id, key)),
    look: (plan, now, key) => lookAt(looks, plan, now, key),
    breathe: () => setImmediate(),
  });
}

function openTrials(ground: Ground, readers: Readers, { sqlHost, scheduler }: { sqlHost: SqlHost; scheduler: Scheduler }, closers: Closers): TrialWorkers {
  const { store, clock, log, workspace, trust } = ground;
  const { images, events, connections, logs } = readers;
  const base = { store, workspace, clock, events, isTrusted: () => trust.isGiven, connection: (id: string) => connections.resolve(id) };
  const sweeper = new TrialSweeper({ ...base, sqlHost, log, files: logFiles, dataFolder: workspace.dataFolder, windows: process.platform === "win32" });
  closers.add(() => sweeper.close());
  const trials = new Trials({ ...base, scheduler, whenSwept: () => sweeper.whenSwept() });
  return { sweeper, trials, pins: new TrialPins({ ...base, images, logs, sqlHost, during: (dagId, work) => sweeper.during(dagId, work) }) };
}

const untrusted = "This workspace is not trusted, so nothing in it may run.";

/** What the editors open and save. `onWritten` hears of files at once that the watcher, if there is one, tells of later. */
export function openDocuments({ workspace, clock, trust }: Ground, { files }: Readers, onWritten: (paths: readonly string[]) => void): Documents {
  const { root } = workspace;
  return new Documents({ files, clock, onWritten, kept: createKeptTexts(root), history: createGitHistory(root), isTrusted: () => trust.isGiven });
}

export function openMovedFiles({ workspace, clock }: Ground, { files }: Readers): MovedFiles {
  return new MovedFiles({ files, clock, kept: createKeptTexts(workspace.root) });
}

function plansOf({ options, store, clock, workspace }: Ground, { images, logs, dags, connections, settings }: Readers, { runner }: Hosts): TryPlanParts {
  const templates = createTemplates();
  return {
    ...{ store, images, logs, dags, connections, clock, workspace, contextOf },
    settings: () => settings.effective(),
    render: (template, context) => templates.render(template, context),
    connection: (id) => connections.resolve(id),
    secrets: () => connections.secrets(),
    graceMs: options.graceMs ?? 5_000,
    pythonSupport: runner.pythonSupport,
  };
}
