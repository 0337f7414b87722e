/**
 * Active runs in memory, with their rows' unchanging parts. Loaded from the store on demand, dropped when a run ends
 * or when a transaction failed and memory can no longer be trusted. DAG versions are shared between runs.
 */
import { createImage, type RunImage } from "../core/run-image.ts";
import { buildRunGraph, type RunGraph } from "../core/run-graph.ts";
import { PastRuns } from "./past-runs.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import type { DagVersion, RunRow, Store } from "../ports/store.ts";

export interface ActiveRun {
  readonly row: RunRow;
  readonly version: DagVersion;
  readonly image: RunImage;
}

const keptVersions = 64;

export class RunImages {
  readonly #store: Store;
  /** What the runs before hold back. */
  readonly past: PastRuns;
  readonly #runs = new Map<number, ActiveRun>();
  readonly #versions = new Map<number, { version: DagVersion; graph: RunGraph }>();

  constructor(store: Store) {
    this.#store = store;
    this.past = new PastRuns(store, (id) => this.version(id));
  }

  get(key: number): ActiveRun {
    const known = this.#runs.get(key);
    if (known) return known;
    const run = this.#load(this.#store.runs.get(key));
    this.#runs.set(key, run);
    this.past.follow(run);
    return run;
  }

  /** The run as it is, without keeping it in memory. */
  look(key: number): ActiveRun {
    return this.#runs.get(key) ?? this.#load(this.#store.runs.get(key));
  }

  /** Reads its row anew, for what was written there beside the run machine's own; what runs stays as it is in memory. */
  refresh(key: number): ActiveRun {
    const run = { ...this.look(key), row: this.#store.runs.get(key) };
    if (this.#runs.has(key)) this.#runs.set(key, run);
    return run;
  }

  version(id: number): { version: DagVersion; graph: RunGraph } {
    const known = this.#versions.get(id);
    if (known) return known;
    const version = this.#store.versions.get(id);
    const loaded = { version, graph: buildRunGraph(version.dag) };
    if (this.#versions.size >= keptVersions) this.#versions.delete(this.#versions.keys().next().value ?? id);
    this.#versions.set(id, loaded);
    return loaded;
  }

  all(): Iterable<ActiveRun> {
    return this.#runs.values();
  }

  drop(key: number): void {
    const run = this.#runs.get(key);
    if (run !== undefined) this.past.forget(run);
    this.#runs.delete(key);
  }

  /** Versions too: the number of one that was made in a transaction that came to nothing is given to another. */
  clear(): void {
    this.#runs.clear();
    this.#versions.clear();
    this.past.clear();
  }

  /** Versions of DAGs that nothing runs now can be read again. */
  trim(): void {
    if (this.#runs.size === 0) this.#versions.clear();
  }

  #load(row: RunRow): ActiveRun {
    const { version, graph } = this.version(row.versionId);
    const selection = row.selection && new Set(row.selection.flatMap((id) => graph.indexOf.get(id) ?? []));
    const rows = this.#store.tasks.load(row.key);
    const tasks = rows.map((task) => task.record);
    const instances = rows.flatMap(({ instance }) => instance ?? []);
    if (tasks.length !== graph.tasks.length + instances.length) throw new Error(`Run ${row.key} has ${tasks.length - instances.length} task rows, but its DAG version ${row.versionId} has ${graph.tasks.length} tasks.`);
    const image = createImage({ key: row.key, dagId: row.dagId, runId: row.runId, graph, selection, run: row.record, tasks, instances, held: this.past.heldOf({ row, version, graph }) });
    return { row, version, image };
  }
}

/** The run as it stands in memory now. */
export function summaryOf(run: ActiveRun): RunSummary {
  const { key: _key, versionId: _version, selection: _selection, record: _record, ...fixed } = run.row;
  const { state, startedAt, endedAt, reason } = run.image.run;
  const { number } = run.version;
  return { ...fixed, ...(number === null ? {} : { versionNumber: number }), state, startedAt, endedAt, reason };
}
