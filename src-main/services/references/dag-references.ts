/**
 * What DAG files name of each other, judged in one place for `dagwright validate`, the list of problems and the editors. Holds what was read of each
 * file. A change that leaves the ids, the tasks and the names of a file as they were costs that file alone; any other costs a look at what was
 * read of all of them, and none at their texts.
 */
import type { Diagnostic } from "../../../shared/model/diagnostic.ts";
import type { Workspace } from "../../ports/workspace.ts";
import { loadsOf } from "../assets/asset-graph.ts";
import type { DagFile } from "../read-dag-file.ts";
import { judgeReferences } from "./judge-references.ts";
import { ReferenceWorld, type ReferringFile } from "./reference-world.ts";

interface Known {
  readonly file: ReferringFile;
  /** What others may see of it. */
  readonly shape: string;
}

const none: readonly Diagnostic[] = [];

export class DagReferences {
  readonly #workspace: Pick<Workspace, "readText" | "config">;
  readonly #known = new Map<string, Known>();
  readonly #findings = new Map<string, readonly Diagnostic[]>();
  /** To be judged for their own sake, while the others stand as they were. */
  readonly #due = new Set<string>();
  /** What they load has not been looked for. */
  readonly #unlooked = new Set<string>();
  #changed = new Set<string>();
  #consumers = 0;
  #world: ReferenceWorld | null = null;

  constructor(workspace: Pick<Workspace, "readText" | "config">) {
    this.#workspace = workspace;
  }

  put(file: DagFile): void {
    const before = this.#known.get(file.file);
    const shape = this.#shapeOf(file);
    this.#consumers += Number(file.dag?.assets !== undefined) - Number(before?.file.dag?.assets !== undefined);
    this.#known.set(file.file, { file, shape });
    if (before?.shape !== shape) this.#world = null;
    this.#due.add(file.file);
    this.#unlooked.add(file.file);
  }

  drop(path: string): void {
    const before = this.#known.get(path);
    if (before === undefined) return;
    this.#consumers -= Number(before.file.dag?.assets !== undefined);
    for (const each of [this.#known, this.#findings, this.#due, this.#unlooked]) each.delete(path);
    this.#world = null;
  }

  /** Looks into the SQL that tells what the files load, where somebody waits for assets; true when nothing is left to look at. */
  lookAtLoads(isOver: () => boolean): boolean {
    if (this.#consumers === 0) return true;
    for (const path of this.#unlooked) {
      this.#unlooked.delete(path);
      const dag = this.#known.get(path)?.file.dag ?? null;
      if (dag !== null) loadsOf(this.#workspace, dag);
      if (isOver()) break;
    }
    return this.#unlooked.size === 0;
  }

  /** Brings the findings up to date. For when every file was put: one that is not read yet would be missed. */
  settle(): void {
    if (this.#world !== null && this.#due.size === 0) return;
    const paths = this.#world === null ? [...this.#known.keys()] : [...this.#due];
    this.#world ??= this.#worldNow();
    for (const path of paths) this.#judge(path, this.#world);
    this.#due.clear();
  }

  /** As they were when it last settled; the same list until they are others. */
  of(path: string): readonly Diagnostic[] {
    return this.#findings.get(path) ?? none;
  }

  /** Files whose findings are others than at the last call. */
  takeChanged(): string[] {
    const changed = [...this.#changed];
    this.#changed = new Set();
    return changed;
  }

  /** What would be found in a text that somebody edits, as the saved files stand. */
  ofDraft(file: ReferringFile): Diagnostic[] {
    return judgeReferences((this.#world ??= this.#worldNow()), file, true);
  }

  #worldNow(): ReferenceWorld {
    return new ReferenceWorld(this.#workspace, [...this.#known.values()].map(({ file }) => file));
  }

  #judge(path: string, world: ReferenceWorld): void {
    const file = this.#known.get(path)?.file;
    if (file === undefined || (file.references.length === 0 && !this.#findings.has(path))) return;
    const found = judgeReferences(world, file);
    if (JSON.stringify(found) === JSON.stringify(this.of(path))) return;
    if (found.length === 0) this.#findings.delete(path);
    else this.#findings.set(path, found);
    this.#changed.add(path);
  }

  #shapeOf({ dagId, dag, tasks, references }: DagFile): string {
    const named = references.flatMap((one): unknown[] => (one.kind === "asset" ? [one.asset] : one.kind === "task" ? [[one.dag, one.task]] : one.kind === "dag" ? [[one.dag, one.by, one.holds]] : []));
    const starts = dag?.tasks.flatMap((task) => (task.kind === "TriggerDagTask" ? [task.trigger.dag] : []));
    return JSON.stringify([dagId, dag === null, tasks.map(({ id }) => id), named, starts, dag?.params, dag?.assets, this.#consumers > 0 && dag !== null ? loadsOf(this.#workspace, dag) : null]);
  }
}
