/** The graph of assets by the DAG files as they are now: made when it is asked for, and anew when a DAG is another. */
import type { Dag } from "../../../shared/model/dag.ts";
import type { Workspace } from "../../ports/workspace.ts";
import type { Clock, Disposable } from "../../ports/machine.ts";
import type { DagFiles } from "../dag-files.ts";
import type { EventHub } from "../event-hub.ts";
import { AssetGraph, loadsOf } from "./asset-graph.ts";

export interface AssetAtlasParts {
  readonly workspace: Pick<Workspace, "readText" | "config">;
  readonly dags: Pick<DagFiles, "found">;
  readonly events: EventHub;
  readonly clock: Pick<Clock, "monotonic">;
  /** Gives way to whatever else waits. */
  readonly breathe: () => Promise<void>;
}

const sliceMs = 10;

export class AssetAtlas {
  readonly #parts: AssetAtlasParts;
  readonly #tap: Disposable;
  #files: readonly Dag[] = [];
  #graph: AssetGraph | null = null;
  #mayBeStale = true;

  constructor(parts: AssetAtlasParts) {
    this.#parts = parts;
    this.#tap = parts.events.tap((events) => {
      if (events.some(({ kind }) => kind === "dags" || kind === "files")) this.#mayBeStale = true;
    });
  }

  graph(): AssetGraph {
    if (this.#graph !== null && !this.#mayBeStale) return this.#graph;
    const dags = this.#parts.dags.found().files.flatMap(({ dag }) => dag ?? []);
    this.#mayBeStale = false;
    if (this.#graph !== null && dags.length === this.#files.length && dags.every((dag, index) => dag === this.#files[index])) return this.#graph;
    this.#files = dags;
    return (this.#graph = new AssetGraph(dags, (dag) => loadsOf(this.#parts.workspace, dag)));
  }

  /** Looks into the SQL of all DAGs first, slice by slice. */
  async wholeGraph(): Promise<AssetGraph> {
    const { clock, workspace, breathe } = this.#parts;
    const graph = this.graph();
    let end = clock.monotonic() + sliceMs;
    for (const dag of this.#files) {
      loadsOf(workspace, dag);
      if (clock.monotonic() < end) continue;
      await breathe();
      end = clock.monotonic() + sliceMs;
    }
    return graph;
  }

  close(): void {
    this.#tap.dispose();
  }
}
