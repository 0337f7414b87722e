/** How the versions of DAGs are drawn. Reading a long text takes a while and its answer never changes: the last ones are kept. */
import type { RunDrawing } from "../../shared/contract/run-graph.ts";
import type { RunVersion } from "../../shared/contract/runs.ts";
import { drawingOf, factsOf, groupsOf } from "../../shared/run-view/run-drawing.ts";
import type { ReadElsewhere } from "./long-files.ts";
import { tooLongToRead } from "./long-text.ts";
import type { DagFile } from "./read-dag-file.ts";

const kept = 16;

export class RunDrawings {
  /** By text: sources of runs number their versions each for itself. */
  readonly #drawings = new Map<string, Promise<RunDrawing>>();
  readonly #readElsewhere: ReadElsewhere | null;

  /** Texts that are too long to be read while everything waits are read elsewhere; with null, on the spot too. */
  constructor(readElsewhere: ReadElsewhere | null) {
    this.#readElsewhere = readElsewhere;
  }

  /** `today` is the file of the same DAG as it stands in the workspace; where it says the same it was read already. */
  async of(version: RunVersion, today: Pick<DagFile, "source" | "outline" | "tasks"> | null): Promise<RunDrawing> {
    if (today !== null && today.source === version.source) return joined(version, today);
    const known = this.#drawings.get(version.source);
    this.#drawings.delete(version.source);
    const drawing = known ?? this.#read(version);
    this.#drawings.set(version.source, drawing);
    const [oldest] = this.#drawings.keys();
    if (this.#drawings.size > kept && oldest !== undefined) this.#drawings.delete(oldest);
    // Another source may have the same text, and another number for it.
    return { ...(await drawing), ...factsOf(version) };
  }

  async #read(version: RunVersion): Promise<RunDrawing> {
    if (this.#readElsewhere === null || tooLongToRead(version.source) === null) return drawingOf(version);
    const file = await this.#readElsewhere(version.file, version.source);
    // Drawn as well as it can be, and read anew when it is asked for again.
    if (file.source === "") this.#drawings.delete(version.source);
    return joined(version, file);
  }
}

function joined(version: RunVersion, { outline, tasks }: Pick<DagFile, "outline" | "tasks">): RunDrawing {
  return { ...factsOf(version), outline, groupOf: groupsOf(tasks) };
}
