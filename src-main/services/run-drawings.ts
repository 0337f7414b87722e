/** How the versions of DAGs are drawn. Reading a long text takes a while and its answer never changes: the last ones are kept. */
import type { RunDrawing } from "../../shared/contract/run-graph.ts";
import type { RunVersion } from "../../shared/contract/runs.ts";
import { drawingOf, factsOf, groupsOf } from "../../shared/run-view/run-drawing.ts";
import type { DagFile } from "./read-dag-file.ts";

const kept = 16;

export class RunDrawings {
  /** By text: sources of runs number their versions each for itself. */
  readonly #drawings = new Map<string, RunDrawing>();

  /** `today` is the file of the same DAG as it stands in the workspace; where it says the same it was read already. */
  of(version: RunVersion, today: Pick<DagFile, "source" | "outline" | "tasks"> | null): RunDrawing {
    if (today !== null && today.source === version.source) return joined(version, today);
    const known = this.#drawings.get(version.source);
    this.#drawings.delete(version.source);
    const drawing = known ?? drawingOf(version);
    this.#drawings.set(version.source, drawing);
    const [oldest] = this.#drawings.keys();
    if (this.#drawings.size > kept && oldest !== undefined) this.#drawings.delete(oldest);
    // Another source may have the same text, and another number for it.
    return { ...drawing, ...factsOf(version) };
  }
}

function joined(version: RunVersion, { outline, tasks }: Pick<DagFile, "outline" | "tasks">): RunDrawing {
  return { ...factsOf(version), outline, groupOf: groupsOf(tasks) };
}
