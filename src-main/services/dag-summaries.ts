/**
 * A DAG as a line of the list. What costs time (the words of a schedule, its next instant, the newest runs) is kept until it is another,
 * so that a list of ten thousand answers at once.
 */
import type { DagSummary } from "../../shared/contract/dags.ts";
import { assetsIn, type AssetCondition } from "../../shared/model/asset.ts";
import type { Dag } from "../../shared/model/dag.ts";
import { requiredParams } from "../../shared/model/params.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import { timetableOf } from "../../shared/schedule/timetable.ts";
import { describeStart, startText } from "../../shared/schedule/words.ts";
import type { Clock, Disposable } from "../ports/machine.ts";
import type { Store } from "../ports/store.ts";
import type { EventHub } from "./event-hub.ts";
import type { DagFile } from "./read-dag-file.ts";

const shownRuns = 14;
const mostRunsInList = 10_000;

type Lasting = Omit<DagSummary, "nextRunAt" | "scheduleOn" | "assets" | "lastRuns">;

export class DagSummaries {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #lasting = new WeakMap<DagFile, Lasting>();
  /** By what decides it: many DAGs share one. Right from `from` up to and without `at`. */
  readonly #fires = new Map<string, { from: number; at: number | null }>();
  readonly #runs = new Map<string, RunSummary[]>();
  #on: ReadonlySet<string> | null = null;
  readonly #tap: Disposable;

  constructor(parts: { store: Store; clock: Clock; events: EventHub }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#tap = parts.events.tap((events) => {
      for (const event of events) {
        if (event.kind === "run") this.#runs.delete(event.run.dagId);
        else if (event.kind === "retention") this.#runs.clear();
        else if (event.kind === "dags") this.#on = null;
      }
    });
  }

  of(file: DagFile): DagSummary {
    this.#on ??= new Set(this.#store.dagSettings.listOn());
    return { ...this.#lastingOf(file), nextRunAt: file.dag?.schedule ? this.#nextOf(file.dag) : null, scheduleOn: this.#on.has(file.dagId), ...(file.dag?.assets === undefined ? {} : { assets: this.#assetsOf(file.dag.id, file.dag.assets) }), lastRuns: this.#runsOf(file.dagId) };
  }

  /** A list of very many DAGs shows fewer runs of each: what is sent stays of a size that a window can take. */
  list(files: readonly DagFile[]): DagSummary[] {
    const shown = Math.max(1, Math.min(shownRuns, Math.floor(mostRunsInList / files.length)));
    return files.map((file) => {
      const summary = this.of(file);
      return summary.lastRuns.length > shown ? { ...summary, lastRuns: summary.lastRuns.slice(0, shown) } : summary;
    });
  }

  close(): void {
    this.#tap.dispose();
  }

  #lastingOf(file: DagFile): Lasting {
    const known = this.#lasting.get(file);
    if (known) return known;
    const made = lastingOf(file);
    this.#lasting.set(file, made);
    return made;
  }

  /** What came since its last run by assets. */
  #assetsOf(dagId: string, condition: AssetCondition): NonNullable<DagSummary["assets"]> {
    const waiting = new Map(this.#store.assets.waiting(dagId).map(({ asset, count }) => [asset, count]));
    return assetsIn(condition).map((name) => ({ name, waiting: waiting.get(name) ?? 0 }));
  }

  #nextOf(dag: Dag): number | null {
    const key = JSON.stringify([dag.schedule, dag.startDate, dag.endDate, dag.timezone]);
    const now = this.#clock.now();
    const known = this.#fires.get(key);
    if (known && now >= known.from && (known.at === null || now < known.at)) return known.at;
    const at = timetableOf(dag)?.next(now) ?? null;
    this.#fires.set(key, { from: now, at });
    return at;
  }

  #runsOf(dagId: string): RunSummary[] {
    const known = this.#runs.get(dagId);
    if (known) return known;
    const runs = this.#store.runs.list({ dagId, limit: shownRuns }).map(({ key: _k, versionId: _v, selection: _s, record: _r, ...run }) => run);
    this.#runs.set(dagId, runs);
    return runs;
  }
}

function lastingOf({ dagId, file, dag, tasks, diagnostics, findings }: DagFile): Lasting {
  const circles = findings.filter((one) => one.severity === "error").length;
  return {
    dagId,
    file,
    owner: dag?.owner ?? null,
    doc: dag?.doc ?? null,
    tags: dag?.tags ?? [],
    scheduleText: dag ? startText(dag) : null,
    scheduleWords: dag ? describeStart(dag) : null,
    timezone: dag?.timezone ?? "UTC",
    ...(dag?.queue === undefined ? {} : { hasQueue: true }),
    ...(dag !== null && requiredParams(dag.params).length > 0 ? { needsParams: true } : {}),
    taskCount: tasks.length,
    ...(dag?.latencySensitive === true ? { latencySensitive: true } : {}),
    errors: diagnostics.filter((one) => one.severity === "error").length,
    warnings: [...diagnostics, ...findings].filter((one) => one.severity === "warning").length,
    ...(circles > 0 ? { circles } : {}),
  };
}
