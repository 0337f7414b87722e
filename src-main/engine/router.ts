/** The contract's procedures, each calling one service. No decisions here. */
import { implement, type Router } from "@orpc/server";
import { contract, type Contract } from "../../shared/contract/contract.ts";
import type { ForecastStep } from "../../shared/contract/schedules.ts";
import type { EngineInfo } from "../../shared/contract/engine.ts";
import type { DraftPreview, RenderDraft, RenderedPreview, RenderedText, RenderText } from "../../shared/contract/dags.ts";
import type { AskColumns, TaskColumns } from "../../shared/contract/tries.ts";
import type { Reading } from "../../shared/model/reading.ts";
import type { Clock, Log } from "../ports/machine.ts";
import type { SqlHost } from "../ports/sql-host.ts";
import type { Store } from "../ports/store.ts";
import type { Workspace } from "../ports/workspace.ts";
import type { WorkspaceFiles } from "../ports/workspace-files.ts";
import type { Acts } from "../services/acts.ts";
import type { Backfills } from "../services/backfills.ts";
import { packComparison } from "../../shared/run-view/pack-comparison.ts";
import { compareTries, compareTwoRuns } from "../services/compare-runs.ts";
import type { Connections } from "../services/connections.ts";
import { adviseDraft, sqlTextsOf, usesOfFile } from "../services/dag-sql.ts";
import type { Health } from "../services/health.ts";
import type { Pools } from "../services/pools.ts";
import type { DagFiles } from "../services/dag-files.ts";
import type { Documents } from "../services/documents.ts";
import type { Channels } from "../services/messages/channels.ts";
import type { MovedFiles } from "../services/moved-files.ts";
import type { ExportTargets } from "../services/export-target.ts";
import type { EventHub } from "../services/event-hub.ts";
import { actHandlers } from "./act-handlers.ts";
import { backfillHandlers } from "./backfill-handlers.ts";
import { assetHandlers } from "./asset-handlers.ts";
import { historyHandlers } from "./history-handlers.ts";
import type { Backups } from "../services/backups.ts";
import { archiveHandlers, retentionHandlers } from "./retention-handlers.ts";
import { deadlineHandlers } from "./deadline-handlers.ts";
import { messageHandlers } from "./message-handlers.ts";
import { capsuleHandlers } from "./capsule-handlers.ts";
import type { CapsuleServices } from "./capsule-parts.ts";
import type { CallContext } from "./call-context.ts";
import type { TrialWorkers } from "./engine-parts.ts";
import { readingDoor, withReading } from "./reading-door.ts";
import { findRuns } from "../services/lookup.ts";
import type { findMentions } from "../services/mentions.ts";
import { saveLog } from "../services/log-views.ts";
import type { Runs } from "../services/runs.ts";
import type { Archives } from "../services/retention/archives.ts";
import type { HistoryPacking } from "../services/history/history-packing.ts";
import type { Retention } from "../services/retention/retention.ts";
import { readRun } from "../services/read-run.ts";
import type { RunSources } from "../services/run-sources.ts";
import { latencyHistory } from "../services/latency-history.ts";
import type { RunDrawings } from "../services/run-drawings.ts";
import type { AssetViews } from "../services/assets/asset-views.ts";
import type { Queues } from "../services/queues/queues.ts";
import type { Schedules } from "../services/schedules.ts";
import { knownZone } from "../../shared/run-view/day-zones.ts";
import { findNames } from "../services/find-names.ts";
import { failureLineOf } from "../services/failure-line.ts";
import type { SettingsService } from "../services/settings-service.ts";
import type { SqlConsole } from "../services/sql-console.ts";

export interface RouterParts {
  readonly info: () => EngineInfo;
  /** Null where the engine works on the state. */
  readonly reading: Reading | null;
  readonly log: Log;
  readonly events: EventHub;
  readonly dags: DagFiles;
  readonly documents: Documents;
  readonly health: Pick<Health, "report">;
  readonly pools: Pools;
  readonly moved: MovedFiles;
  readonly files: WorkspaceFiles;
  readonly mentions: (word: string) => ReturnType<typeof findMentions>;
  readonly runs: Runs;
  readonly acts: Acts;
  readonly backfills: Backfills;
  readonly retention: Retention;
  readonly backups: Backups;
  readonly archives: Archives;
  readonly packing: HistoryPacking;
  readonly capsules: CapsuleServices;
  readonly trials: TrialWorkers;
  readonly queues: Queues;
  readonly assetViews: AssetViews;
  readonly schedules: Schedules;
  readonly forecast: (input: { days?: number | undefined; onlyOn?: boolean | undefined }, signal: AbortSignal | undefined) => AsyncGenerator<ForecastStep>;
  readonly sources: RunSources;
  readonly drawings: RunDrawings;
  readonly connections: Connections;
  readonly sqlHost: SqlHost;
  readonly sql: SqlConsole;
  readonly exportTargets: ExportTargets;
  readonly settings: SettingsService;
  readonly channels: Channels;
  readonly isTrusted: () => boolean;
  readonly store: Store;
  readonly clock: Clock;
  readonly workspace: Workspace;
  readonly columnsOf: (input: AskColumns) => Promise<TaskColumns>;
  readonly renderText: (input: RenderText) => RenderedText;
  readonly previewDraft: (input: RenderDraft) => DraftPreview;
  readonly preview: (input: { dagId: string; taskId: string; logicalDate?: number | undefined; params?: Record<string, unknown> | undefined; conf?: Record<string, unknown> | undefined }) => RenderedPreview;
}

export type EngineRouter = Router<Contract, CallContext>;

export function createRouter(parts: RouterParts): EngineRouter {
  const os = implement(contract).$context<CallContext>();
  const { dags, documents, runs, sources, trials, connections, sqlHost, settings, events, clock } = parts;
  const router = os.router({
    engine: {
      info: os.engine.info.handler(() => parts.info()),
      ping: os.engine.ping.handler(() => ({ at: clock.now() })),
      events: os.engine.events.handler(({ input, signal }) => events.subscribe(input.after, input.instanceId, signal)),
    },
    pools: {
      list: os.pools.list.handler(() => ({ pools: parts.pools.list() })),
      set: os.pools.set.handler(({ input, context }) => parts.pools.set(input.name, input.slots, context.by)),
    },
    health: { read: os.health.read.handler(() => parts.health.report()) },
    dags: {
      list: os.dags.list.handler(() => dags.list()),
      get: os.dags.get.handler(({ input }) => dags.detail(input.dagId)),
      setSchedule: os.dags.setSchedule.handler(async ({ input, context }) => {
        if (input.on) await dags.settled(input.dagId);
        return parts.schedules.set(input.dagId, input.on, context.by, input.from);
      }),
      render: os.dags.render.handler(({ input }) => parts.preview(input)),
      renderDraft: os.dags.renderDraft.handler(({ input }) => parts.previewDraft(input)),
      renderText: os.dags.renderText.handler(({ input }) => parts.renderText(input)),
      advise: os.dags.advise.handler(({ input }) => adviseDraft(parts.workspace, input, (file) => dags.judgeDraft(file))),
      sqlTexts: os.dags.sqlTexts.handler(({ input }) => sqlTextsOf(parts.workspace, input)),
      usesOf: os.dags.usesOf.handler(({ input }) => ({ uses: usesOfFile(dags.all(), input.path ?? null) })),
    },
    documents: {
      open: os.documents.open.handler(async ({ input }) => withReading(await documents.open(input.path), parts.reading)),
      draft: os.documents.draft.handler(({ input }) => documents.draft(input)),
      save: os.documents.save.handler(({ input }) => documents.save(input)),
      drafts: os.documents.drafts.handler(() => ({ drafts: documents.drafts() })),
      versions: os.documents.versions.handler(({ input }) => documents.versions(input.path)),
      version: os.documents.version.handler(({ input }) => documents.version(input)),
      moved: os.documents.moved.handler(({ input }) => parts.moved.find(input)),
      create: os.documents.create.handler(({ input }) => documents.create(input)),
      rename: os.documents.rename.handler(({ input }) => documents.rename(input)),
      delete: os.documents.delete.handler(({ input }) => documents.delete(input.path)),
    },
    files: {
      list: os.files.list.handler(({ input }) => parts.files.list(input.folder)),
      mentions: os.files.mentions.handler(({ input }) => parts.mentions(input.word)),
    },
    runs: {
      start: os.runs.start.handler(async ({ input, context }) => {
        await dags.settled(input.dagId);
        return runs.start(input, context);
      }),
      list: os.runs.list.handler(({ input }) => sources.of(input.source).list(input)),
      get: os.runs.get.handler(({ input }) => readRun(sources.of(input.source), input, events)),
      task: os.runs.task.handler(({ input }) => sources.of(input.source).task(input, input.taskId)),
      instances: os.runs.instances.handler(({ input }) => sources.of(input.source).instances(input, input.taskId, input)),
      waiting: os.runs.waiting.handler(({ input }) => sources.of(input.source).waiting(input, input.taskId)),
      version: os.runs.version.handler(({ input }) => sources.of(input.source).version(input)),
      cancel: os.runs.cancel.handler(async ({ input, context }) => {
        runs.cancel(input.dagId, input.runId, context);
        return (await sources.of(undefined).get(input)).run;
      }),
      clear: os.runs.clear.handler(({ input, context }) => runs.clear(input, context.by)),
      mark: os.runs.mark.handler(({ input, context }) => runs.mark(input, context.by)),
      log: os.runs.log.handler(({ input }) => sources.of(input.source).readLog(input, input.offset, input.limit)),
      followLog: os.runs.followLog.handler(({ input, signal }) => sources.of(input.source).followLog(input, input.offset, signal)),
    },
    taskUsage: {
      before: os.taskUsage.before.handler(async ({ input }) => ({ earlier: await sources.of(input.source).usageBefore(input, input.taskId) })),
    },
    logs: {
      failure: os.logs.failure.handler(async ({ input }) => ({ found: await failureLineOf(sources.of(input.source), input) })),
      watch: os.logs.watch.handler(({ input, signal }) => sources.of(input.source).log.watch(input, signal)),
      lines: os.logs.lines.handler(({ input }) => sources.of(input.source).log.lines(input, input)),
      line: os.logs.line.handler(({ input }) => sources.of(input.source).log.line(input, input.line)),
      groups: os.logs.groups.handler(async ({ input }) => ({ groups: await sources.of(input.source).log.groups(input) })),
      seek: os.logs.seek.handler(async ({ input: { of, seek } }) => ({ line: await sources.of(of.source).log.seek(of, seek) })),
      find: os.logs.find.handler(({ input: { of, query }, signal }) => sources.of(of.source).log.find(of, query, signal)),
      save: os.logs.save.handler(({ input }) => saveLog({ source: sources.of(input.of.source), targets: parts.exportTargets }, input.of, input.target)),
    },
    ...actHandlers(os, parts),
    messages: messageHandlers(os, parts),
    deadlines: deadlineHandlers(os, parts),
    backfills: backfillHandlers(os, parts),
    retention: retentionHandlers(os, parts.retention),
    backups: {
      list: os.backups.list.handler(() => ({ backups: parts.backups.list(), trouble: parts.backups.trouble })),
      make: os.backups.make.handler(() => parts.backups.make("asked")),
    },
    archive: archiveHandlers(os, parts.archives),
    history: historyHandlers(os, parts.packing),
    capsules: capsuleHandlers(os, parts.capsules),
    runGraph: {
      drawing: os.runGraph.drawing.handler(async ({ input }) => parts.drawings.of(await sources.of(input.source).version(input), dags.ready(input.dagId))),
      history: os.runGraph.history.handler(({ input, signal }) => latencyHistory(sources.of(input.source), input, signal)),
    },
    grid: { read: os.grid.read.handler(({ input }) => sources.of(input.source).grid(input)) },
    time: {
      tries: os.time.tries.handler(({ input }) => sources.of(input.source).tries(input)),
      days: os.time.days.handler(({ input }) => sources.of(input.source).days(input, knownZone(input.zone))),
      durations: os.time.durations.handler(({ input }) => sources.of(input.source).durations(input, knownZone(input.zone))),
      runs: os.time.runs.handler(({ input }) => sources.of(input.source).runsOf(input, input.limit)),
      tasks: os.time.tasks.handler(({ input }) => sources.of(input.source).taskTrends(input.dagId)),
      window: os.time.window.handler(({ input }) => sources.of(input.source).window(input)),
    },
    tries: {
      start: os.tries.start.handler(({ input }) => trials.trials.start(input)),
      cancel: os.tries.cancel.handler(({ input }) => trials.trials.cancel(input.dagId)),
      list: os.tries.list.handler(({ input }) => trials.trials.list(input.dagId)),
      state: os.tries.state.handler(({ input }) => trials.trials.state(input.dagId)),
      forget: os.tries.forget.handler(({ input }) => trials.sweeper.forget(input.dagId)),
      pin: os.tries.pin.handler(({ input }) => trials.pins.pin(input.dagId, input.taskId)),
      editPin: os.tries.editPin.handler(({ input }) => trials.pins.edit(input.dagId, input.pinId, input.xcoms)),
      columns: os.tries.columns.handler(({ input }) => parts.columnsOf(input)),
      outputs: os.tries.outputs.handler(({ input }) => trials.trials.outputs(input)),
    },
    warehouse: {
      connections: os.warehouse.connections.handler(() => ({ connections: connections.list(), diagnostics: settings.state().problems })),
      test: os.warehouse.test.handler(({ input }) => parts.sql.test(input.connection)),
      catalog: os.warehouse.catalog.handler(({ input }) => sqlHost.catalog(connections.reach(input.connection))),
      rows: os.warehouse.rows.handler(({ input }) =>
        sqlHost.rows(connections.reach(input.connection), { schema: input.schema, table: input.table }, { limit: input.limit, offset: input.offset ?? 0 }),
      ),
      profile: os.warehouse.profile.handler(async ({ input }) => ({
        columns: await sqlHost.profile(connections.reach(input.connection), { schema: input.schema, table: input.table }),
      })),
    },
    sql: {
      run: os.sql.run.handler(({ input, signal }) => parts.sql.run(input, signal)),
      cancel: os.sql.cancel.handler(({ input }) => parts.sql.cancel(input.queryId)),
      page: os.sql.page.handler(({ input }) => parts.sql.page(input)),
      cell: os.sql.cell.handler(({ input }) => parts.sql.cell(input)),
      release: os.sql.release.handler(({ input }) => parts.sql.release(input.resultIds)),
      explain: os.sql.explain.handler(({ input, signal }) => parts.sql.explain(input, signal)),
      export: os.sql.export.handler(({ input, signal }) => parts.sql.export(input, signal)),
      chart: os.sql.chart.handler(({ input, signal }) => parts.sql.chart(input, signal)),
      find: os.sql.find.handler(({ input, signal }) => parts.sql.find(input, signal)),
      compare: os.sql.compare.handler(({ input, signal }) => parts.sql.compare(input, signal)),
      profile: os.sql.profile.handler(({ input, signal }) => parts.sql.profile(input, signal)),
      history: os.sql.history.handler(({ input }) => parts.sql.history(input)),
      forgetHistory: os.sql.forgetHistory.handler(({ input }) => parts.sql.forgetHistory(input.ids ?? null)),
    },
    find: {
      names: os.find.names.handler(({ input }) => findNames({ dags: dags.found().files, files: parts.files, assetNames: () => parts.assetViews.names() }, input.text, input.limit)),
      search: os.find.search.handler(({ input }) => findRuns(parts, input)),
    },
    compare: {
      runs: os.compare.runs.handler(async ({ input }) => packComparison(await compareTwoRuns(sources, input))),
      logs: os.compare.logs.handler(({ input, signal }) => compareTries({ sources, clock }, input, signal)),
      lastGood: os.compare.lastGood.handler(async ({ input }) => ({ run: await sources.of(input.source).lastGood(input, input.taskId) })),
    },
    schedules: {
      forecast: os.schedules.forecast.handler(({ input, signal }) => parts.forecast(input, signal)),
      setPaused: os.schedules.setPaused.handler(({ input, context }) => {
        parts.schedules.setPaused(input.paused, context.by);
        return { pausedSince: parts.schedules.pausedSince };
      }),
      plan: os.schedules.plan.handler(async ({ input }) => {
        await dags.settled(input.dagId);
        return parts.schedules.plan(input.dagId);
      }),
      traces: os.schedules.traces.handler(({ input }) => ({ traces: parts.schedules.traces(input) })),
    },
    queues: {
      get: os.queues.get.handler(({ input }) => ({ queue: parts.queues.get(input.dagId) })),
      events: os.queues.events.handler(({ input }) => parts.queues.events(input)),
      set: os.queues.set.handler(async ({ input }) => {
        if (input.on) await dags.settled(input.dagId);
        return parts.queues.set(input.dagId, input.on);
      }),
    },
    assets: assetHandlers(os, parts.assetViews),
    settings: {
      get: os.settings.get.handler(() => settings.state()),
      set: os.settings.set.handler(({ input }) => settings.set(input.scope, input.patch)),
    },
  });
  return parts.reading === null ? router : os.use(readingDoor(parts.reading, parts.log)).router(router);
}
