/**
 * Starts runs of DAGs whose assets were loaded. Events are written where they happen (record-loads.ts); this looks at the DAGs that wait for them, and
 * where a condition holds, the run is made and all that waited is consumed in one transaction: whatever dies in between, each event counts once.
 * A DAG whose schedule is off keeps what comes until it is on.
 */
import { messageOf } from "../../../shared/errors/app-error.ts";
import { assetsIn, type AssetEvent } from "../../../shared/model/asset.ts";
import type { Dag } from "../../../shared/model/dag.ts";
import { isRunFinished } from "../../../shared/model/states.ts";
import type { Interval } from "../../../shared/schedule/next.ts";
import { instantOfDate } from "../../../shared/schedule/wall-date.ts";
import { decideAssets } from "../../core/asset-decision.ts";
import type { Reached } from "../../ports/crash-point.ts";
import type { Clock, Disposable, Log } from "../../ports/machine.ts";
import type { Store } from "../../ports/store.ts";
import type { DagFiles } from "../dag-files.ts";
import type { EventHub } from "../event-hub.ts";
import type { Runs } from "../runs.ts";
import type { AssetGraph } from "./asset-graph.ts";

export interface AssetsParts {
  readonly store: Store;
  readonly dags: Pick<DagFiles, "ready">;
  readonly runs: Pick<Runs, "start" | "check" | "giveWay">;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
  readonly isTrusted: () => boolean;
  /** By the DAG files as they are now. */
  readonly graph: () => AssetGraph;
  readonly reached: Reached;
}

/** What could not be done is tried again, and dates are looked at again, after so long. */
const againMs = 30_000;

interface Watched {
  readonly dag: Dag;
  /** Why no run is made although its assets came. */
  trouble: string | null;
  /** Its assets came, and there is no room: looked at when one of its runs ends. */
  isFull: boolean;
}

export class Assets {
  readonly #parts: AssetsParts;
  readonly #watched = new Map<string, Watched>();
  /** DAGs to be looked at. */
  readonly #due = new Set<string>();
  /** Loaded since the last look. */
  readonly #loaded = new Set<string>();
  readonly #tap: Disposable;
  #timer: Disposable | null = null;
  #wakeAt = Number.MAX_SAFE_INTEGER;
  #isStale = true;
  /** What it tells of itself is no news to it. */
  #isTelling = false;
  #begun = false;

  constructor(parts: AssetsParts) {
    this.#parts = parts;
    this.#tap = parts.events.tap((events) => {
      for (const event of events) {
        if (event.kind === "dags" && !this.#isTelling) this.lookAgain();
        else if (event.kind === "run" && isRunFinished(event.run.state) && this.#watched.get(event.run.dagId)?.isFull === true) this.#look([event.run.dagId]);
      }
    });
  }

  /** Looks at all DAGs that wait for assets. Before the first call no run is made. */
  wake(): void {
    this.#begun = true;
    this.lookAgain();
  }

  /** A DAG is another, or a schedule was turned on or off. */
  lookAgain(): void {
    this.#isStale = true;
    this.#arm(0);
  }

  /** These were loaded. */
  notice(assets: ReadonlySet<string>): void {
    this.#parts.reached("loads committed");
    for (const asset of assets) this.#loaded.add(asset);
    this.#arm(0);
  }

  /** Why the DAG is not started although its assets came; null when nothing keeps it. */
  troubleOf(dagId: string): string | null {
    return this.#watched.get(dagId)?.trouble ?? null;
  }

  close(): void {
    this.#begun = false;
    this.#tap.dispose();
    this.#timer?.dispose();
  }

  /** Windows show what came, also where nothing starts by it. */
  #takeLoaded(): void {
    const names = [...this.#loaded];
    if (names.length === 0) return;
    const dagIds = [...new Set(names.flatMap((asset) => this.#parts.graph().consumers(asset)))];
    this.#loaded.clear();
    this.#parts.events.publish([{ kind: "assets", names }]);
    for (const dagId of dagIds) this.#due.add(dagId);
    if (dagIds.length > 0) this.#tell(dagIds);
  }

  #tell(dagIds: string[]): void {
    this.#isTelling = true;
    this.#parts.events.publish([{ kind: "dags", dagIds }]);
    this.#isTelling = false;
  }

  #look(dagIds: readonly string[]): void {
    for (const dagId of dagIds) this.#due.add(dagId);
    if (dagIds.length > 0) this.#arm(0);
  }

  #arm(waitMs: number): void {
    const at = this.#parts.clock.now() + waitMs;
    if (!this.#begun || (this.#timer !== null && this.#wakeAt <= at)) return;
    this.#timer?.dispose();
    this.#wakeAt = at;
    this.#timer = this.#parts.clock.after(waitMs, () => {
      this.#timer = null;
      this.#lookAtDue();
    });
  }

  #lookAtDue(): void {
    try {
      this.#takeLoaded();
      if (!this.#parts.isTrusted()) return;
      if (this.#isStale) this.#readWatched();
    } catch (thrown) {
      return this.#later("assets could not be looked at", thrown);
    }
    const due = [...this.#due];
    this.#due.clear();
    for (const dagId of due) this.#lookAt(dagId);
  }

  #later(what: string, thrown: unknown): void {
    this.#parts.log.warn(what, { reason: messageOf(thrown) });
    this.#arm(againMs);
  }

  #readWatched(): void {
    const { store, dags } = this.#parts;
    const on = new Set(store.dagSettings.listOn());
    for (const dagId of this.#watched.keys()) if (!on.has(dagId)) this.#watched.delete(dagId);
    for (const dagId of on) {
      // A file with a mistake waits until it is mended; what comes meanwhile is kept.
      const dag = dags.ready(dagId)?.dag ?? null;
      if (dag?.assets === undefined) this.#watched.delete(dagId);
      if (dag?.assets === undefined) continue;
      const before = this.#watched.get(dagId);
      if (before?.dag !== dag) {
        const assets = assetsIn(dag.assets);
        store.atomically(() => store.assets.follow(dagId, assets));
        this.#watched.set(dagId, { dag, trouble: before?.trouble ?? null, isFull: false });
      }
      this.#due.add(dagId);
    }
    this.#isStale = false;
  }

  #lookAt(dagId: string): void {
    const watched = this.#watched.get(dagId);
    if (watched === undefined) return;
    const before = watched.trouble;
    try {
      watched.trouble = this.#decide(watched);
    } catch (thrown) {
      watched.trouble = messageOf(thrown);
      this.#due.add(dagId);
      this.#arm(againMs);
    }
    if (watched.trouble === before) return;
    if (watched.trouble !== null) this.#parts.log.warn("a DAG is not started although its assets were loaded", { dagId, reason: watched.trouble });
    this.#tell([dagId]);
  }

  /** Returns what keeps it; null when nothing does. Throws what the run or the store said. */
  #decide(watched: Watched): string | null {
    const { store } = this.#parts;
    const { dag } = watched;
    const condition = dag.assets;
    watched.isFull = false;
    if (condition === undefined) return null;
    const came = new Set(store.assets.waiting(dag.id).flatMap(({ asset, count }) => (count > 0 ? [asset] : [])));
    const unfinished = store.dagSettings.unfinished(dag.id);
    const answer = decideAssets({ condition, came, overlap: dag.overlap ?? "queue", unfinished: unfinished.length, maxActiveRuns: dag.maxActiveRuns });
    if (answer.kind === "wait") return null;
    const trouble = this.#outsideDates(dag) ?? this.#circleOf(dag.id);
    if (trouble !== null) return trouble;
    watched.isFull = answer.kind === "gather";
    if (answer.kind === "pass") this.#passOver(dag);
    if (answer.kind === "start") this.#start(dag, unfinished.filter(({ runType }) => runType === "scheduled" || runType === "asset_triggered").slice(0, answer.cancelOldest).map(({ runId }) => runId));
    return null;
  }

  #circleOf(dagId: string): string | null {
    const circle = this.#parts.graph().circleOf(dagId);
    return circle === null ? null : `${circle.words}; mend the circle first`;
  }

  #outsideDates({ startDate, endDate, timezone }: Dag): string | null {
    const now = this.#parts.clock.now();
    const startAt = startDate === null ? null : instantOfDate(startDate, timezone);
    const endAt = endDate === null ? null : instantOfDate(endDate, timezone);
    if (startAt !== null && now < startAt) {
      this.#isStale = true;
      this.#arm(Math.min(againMs, startAt - now));
      return `its start_date, ${startDate ?? ""}, is still to come`;
    }
    return endAt !== null && now > endAt ? `its end_date, ${endDate ?? ""}, has passed` : null;
  }

  #start(dag: Dag, cancel: readonly string[]): void {
    const { store, runs, reached } = this.#parts;
    const reason = "Its assets were loaded again (overlap: cancel_old).";
    const events = store.assets.pending(dag.id);
    const last = events.at(-1);
    if (last === undefined) return;
    const asked = { dagId: dag.id, logicalDate: last.at };
    // Nothing gives way to a run that cannot be made.
    if (cancel.length > 0) runs.check(asked, { runType: "asset_triggered", assetEvents: events });
    for (const runId of cancel) runs.giveWay(dag.id, runId, reason, () => this.#trace(dag, "cancelled", events, `${reason} Cancelled for it: ${runId}.`));
    const write = (run: number): void => {
      store.assets.consume(dag.id, last.id);
      store.assets.keepWith(run, events);
    };
    runs.start(asked, { runType: "asset_triggered", interval: intervalOf(events, last.at), assetEvents: events, write });
    reached("loads consumed");
    this.#tellConsumed(events);
  }

  #passOver(dag: Dag): void {
    const { store } = this.#parts;
    const passed = store.atomically(() => {
      const pending = store.assets.pending(dag.id);
      store.assets.consume(dag.id, pending.at(-1)?.id ?? 0);
      this.#trace(dag, "overlap", pending, `As many runs as max_active_runs allows (${dag.maxActiveRuns}) had not ended when its assets were loaded (overlap: skip).`);
      return pending;
    });
    this.#tell([dag.id]);
    this.#tellConsumed(passed);
  }

  #tellConsumed(events: readonly AssetEvent[]): void {
    this.#parts.events.publish([{ kind: "assets", names: [...new Set(events.map(({ asset }) => asset))] }]);
  }

  #trace(dag: Dag, kind: "overlap" | "cancelled", events: readonly AssetEvent[], reason: string): void {
    const [first] = events;
    const last = events.at(-1);
    if (first === undefined || last === undefined) return;
    this.#parts.store.dagSettings.addTrace({ dagId: dag.id, kind, firstAt: first.at, lastAt: last.at, count: events.length, noticedAt: this.#parts.clock.now(), reason });
  }
}

/** What the loads stand for together, as in Airflow: from the earliest beginning to the latest end; `at` for those of no run. */
function intervalOf(events: readonly AssetEvent[], at: number): Interval {
  const starts = events.map(({ dataIntervalStart }) => dataIntervalStart ?? at);
  const ends = events.map(({ dataIntervalEnd }) => dataIntervalEnd ?? at);
  return { start: Math.min(...starts), end: Math.max(...ends) };
}
