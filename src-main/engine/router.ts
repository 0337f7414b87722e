/** The contract's procedures, each calling one service. No decisions here. */
import { implement } from "@orpc/server";
import { contract } from "../../shared/contract/contract.ts";
import type { EngineInfo } from "../../shared/contract/engine.ts";
import type { DraftPreview, RenderDraft, RenderedPreview, RenderedText, RenderText } from "../../shared/contract/dags.ts";
import type { AskColumns, TaskColumns } from "../../shared/contract/tries.ts";
import type { Clock } from "../ports/machine.ts";
import type { SqlHost } from "../ports/sql-host.ts";
import type { Store } from "../ports/store.ts";
import type { Workspace } from "../ports/workspace.ts";
import type { WorkspaceFiles } from "../ports/workspace-files.ts";
import type { Connections } from "../services/connections.ts";
import { adviseDraft, sqlTextsOf, usesOfFile } from "../services/dag-sql.ts";
import type { DagFiles } from "../services/dag-files.ts";
import type { Documents } from "../services/documents.ts";
import type { MovedFiles } from "../services/moved-files.ts";
import type { EventHub } from "../services/event-hub.ts";
import type { TrialWorkers } from "./engine-parts.ts";
import { findRuns } from "../services/lookup.ts";
import type { findMentions } from "../services/mentions.ts";
import type { Runs } from "../services/runs.ts";
import type { RunSources } from "../services/run-sources.ts";
import type { Schedules } from "../services/schedules.ts";
import { findNames } from "../services/find-names.ts";
import type { SettingsService } from "../services/settings-service.ts";
import type { SqlConsole } from "../services/sql-console.ts";

export interface RouterParts {
  readonly info: () => EngineInfo;
  readonly events: EventHub;
  readonly dags: DagFiles;
  readonly documents: Documents;
  readonly moved: MovedFiles;
  readonly files: WorkspaceFiles;
  readonly mentions: (word: string) => ReturnType<typeof findMentions>;
  readonly runs: Runs;
  readonly trials: TrialWorkers;
  readonly schedules: Schedules;
  readonly sources: RunSources;
  readonly connections: Connections;
  readonly sqlHost: SqlHost;
  readonly sql: SqlConsole;
  readonly settings: SettingsService;
  readonly store: Store;
  readonly clock: Clock;
  readonly workspace: Workspace;
  readonly columnsOf: (input: AskColumns) => Promise<TaskColumns>;
  readonly renderText: (input: RenderText) => RenderedText;
  readonly previewDraft: (input: RenderDraft) => DraftPreview;
  readonly preview: (input: { dagId: string; taskId: string; logicalDate?: number | undefined; params?: Record<string, unknown> | undefined; conf?: Record<string, unknown> | undefined }) => RenderedPreview;
}

export type EngineRouter = ReturnType<typeof createRouter>;

export function createRouter(parts: RouterParts) {
  const os = implement(contract);
  const { dags, documents, runs, sources, trials, connections, sqlHost, settings, events, clock } = parts;
  return os.router({
    engine: {
      info: os.engine.info.handler(() => parts.info()),
      ping: os.engine.ping.handler(() => ({ at: clock.now() })),
      events: os.engine.events.handler(({ input, signal }) => events.subscribe(input.after, input.instanceId, signal)),
    },
    dags: {
      list: os.dags.list.handler(() => dags.list()),
      get: os.dags.get.handler(({ input }) => dags.detail(input.dagId)),
      setSchedule: os.dags.setSchedule.handler(({ input }) => parts.schedules.set(input.dagId, input.on)),
      render: os.dags.render.handler(({ input }) => parts.preview(input)),
      renderDraft: os.dags.renderDraft.handler(({ input }) => parts.previewDraft(input)),
      renderText: os.dags.renderText.handler(({ input }) => parts.renderText(input)),
      advise: os.dags.advise.handler(({ input }) => adviseDraft(parts.workspace, input)),
      sqlTexts: os.dags.sqlTexts.handler(({ input }) => sqlTextsOf(parts.workspace, input)),
      usesOf: os.dags.usesOf.handler(({ input }) => ({ uses: usesOfFile(dags.all(), input.path ?? null) })),
    },
    documents: {
      open: os.documents.open.handler(({ input }) => documents.open(input.path)),
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
      start: os.runs.start.handler(({ input }) => runs.start(input)),
      list: os.runs.list.handler(({ input }) => sources.of(input.source).list(input)),
      get: os.runs.get.handler(({ input }) => sources.of(input.source).get(input)),
      task: os.runs.task.handler(({ input }) => sources.of(input.source).task(input, input.taskId)),
      version: os.runs.version.handler(({ input }) => sources.of(input.source).version(input)),
      cancel: os.runs.cancel.handler(({ input }) => runs.cancel(input.dagId, input.runId)),
      clear: os.runs.clear.handler(({ input }) => runs.clear(input)),
      mark: os.runs.mark.handler(({ input }) => runs.mark(input)),
      log: os.runs.log.handler(({ input }) => sources.of(input.source).readLog(input, input.offset, input.limit)),
      followLog: os.runs.followLog.handler(({ input, signal }) => sources.of(input.source).followLog(input, input.offset, signal)),
      searchLog: os.runs.searchLog.handler(({ input, signal }) => sources.of(input.source).searchLog(input, input.text, input.limit, signal)),
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
      names: os.find.names.handler(({ input }) => findNames({ dags: dags.found().files, files: parts.files }, input.text, input.limit)),
      search: os.find.search.handler(({ input }) => findRuns(parts, input)),
    },
    settings: {
      get: os.settings.get.handler(() => settings.state()),
      set: os.settings.set.handler(({ input }) => settings.set(input.scope, input.patch)),
    },
  });
}
