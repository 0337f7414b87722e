/** The runs of this machine, as the store has them. It only reads. */
import type { LogChunk, LogHits, RunDetail, RunListFilter, RunPage, RunVersion, TaskDetail } from "../../shared/contract/runs.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import type { RunName, RunSource, StopSignal, TryName } from "../ports/run-source.ts";
import type { RunRow, Store } from "../ports/store.ts";
import type { RunImages } from "./images.ts";
import type { Logs } from "./logs.ts";

export class LocalRuns implements RunSource {
  readonly #parts: { readonly store: Store; readonly images: RunImages; readonly logs: Logs };

  constructor(parts: { readonly store: Store; readonly images: RunImages; readonly logs: Logs }) {
    this.#parts = parts;
  }

  list(filter: RunListFilter): RunPage {
    const limit = filter.limit ?? 100;
    const found = this.#parts.store.runs.list({ ...filter, limit: limit + 1 });
    return { runs: found.slice(0, pageEnd(found, limit)).map(plainRun), more: found.length > limit };
  }

  get({ dagId, runId }: RunName): RunDetail {
    const row = this.find(dagId, runId);
    const { version } = this.#parts.images.version(row.versionId);
    const tasks = this.#parts.store.tasks.listOf(row.key);
    return { run: plainRun(row), graph: version.dag.tasks.map(({ id, kind, deps, enabled }) => ({ id, kind, deps, enabled })), tasks };
  }

  task({ dagId, runId }: RunName, taskId: string): TaskDetail {
    const { store, images } = this.#parts;
    const row = this.find(dagId, runId);
    const found = store.tasks.loadOne(row.key, taskId);
    if (!found) throw new AppError("task/not-found", `Run "${runId}" of DAG "${dagId}": has no task "${taskId}".`, { dagId, runId, taskId });
    const spec = images.version(row.versionId).version.dag.tasks[found.index];
    return {
      instance: found.instance,
      kind: spec?.kind ?? "unknown",
      doc: spec?.doc ?? null,
      attempts: store.attempts.listOf(row.key, found.index),
      xcoms: store.xcoms.ofTask(row.key, found.index),
    };
  }

  version({ dagId, runId }: RunName): RunVersion {
    const { version } = this.#parts.images.version(this.find(dagId, runId).versionId);
    return { id: version.id, file: version.file, source: version.source, dag: version.dag };
  }

  readLog(of: TryName, offset?: number, limit?: number): LogChunk {
    return this.#parts.logs.read(of, offset, limit);
  }

  followLog(of: TryName, offset?: number, signal?: StopSignal): AsyncGenerator<LogChunk> {
    return this.#parts.logs.follow(of, offset, signal);
  }

  searchLog(of: TryName, text: string, limit?: number, signal?: StopSignal): Promise<LogHits> {
    return this.#parts.logs.search(of, text, limit, signal);
  }

  /** The row of a run, for services that act on it. Throws AppError run/not-found. */
  find(dagId: string, runId: string): RunRow {
    const row = this.#parts.store.runs.find(dagId, runId);
    if (!row) throw new AppError("run/not-found", `DAG "${dagId}": no run "${runId}" is in the history.`, { dagId, runId });
    return row;
  }
}

/** The next page begins before the last run's instant, so runs of one instant stay together, as long as they fit into a page. */
function pageEnd(found: readonly RunRow[], limit: number): number {
  const next = found[limit]?.queuedAt;
  if (next === undefined) return found.length;
  const start = found.findIndex((run) => run.queuedAt === next);
  return start === 0 ? limit : start;
}

export function plainRun({ key: _key, versionId: _version, selection: _selection, record: _record, ...summary }: RunRow): RunSummary {
  return summary;
}
