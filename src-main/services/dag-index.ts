/**
 * The readings of DAG files, found by path, by id, and by any file or folder that one of them refers to: what a single change touches is
 * answered without a look at the others. Holds readings only; reads nothing.
 */
import type { DagFile } from "./read-dag-file.ts";

export class DagIndex {
  readonly #files = new Map<string, DagFile>();
  /** Paths with the same id, sorted. */
  readonly #byId = new Map<string, string[]>();
  /** By a path that matters to them, or a folder above one: the paths of DAG files. */
  readonly #touching = new Map<string, Set<string>>();
  #sorted: string[] | null = null;

  get(path: string): DagFile | undefined {
    return this.#files.get(path);
  }

  /** By path. */
  all(): DagFile[] {
    this.#sorted ??= [...this.#files.keys()].sort();
    return this.#sorted.flatMap((path) => this.#files.get(path) ?? []);
  }

  get size(): number {
    return this.#files.size;
  }

  /** By path; the first is the one whose id it is. */
  ofId(dagId: string): DagFile[] {
    return (this.#byId.get(dagId) ?? []).flatMap((path) => this.#files.get(path) ?? []);
  }

  firstOfId(dagId: string): string | null {
    return this.#byId.get(dagId)?.[0] ?? null;
  }

  /** The DAG files that are this path, lie below it, or refer to it or to something below it. */
  touchedBy(path: string): readonly string[] {
    return [...(this.#touching.get(path) ?? [])];
  }

  put(file: DagFile): void {
    if (this.#files.has(file.file)) this.drop(file.file);
    else this.#sorted = null;
    this.#files.set(file.file, file);
    this.#byId.set(file.dagId, [...(this.#byId.get(file.dagId) ?? []), file.file].sort());
    for (const path of pathsOf(file)) {
      const known = this.#touching.get(path);
      if (known) known.add(file.file);
      else this.#touching.set(path, new Set([file.file]));
    }
  }

  drop(path: string): void {
    const file = this.#files.get(path);
    if (!file) return;
    this.#files.delete(path);
    this.#sorted = null;
    const others = (this.#byId.get(file.dagId) ?? []).filter((one) => one !== path);
    if (others.length === 0) this.#byId.delete(file.dagId);
    else this.#byId.set(file.dagId, others);
    for (const one of pathsOf(file)) {
      const known = this.#touching.get(one);
      known?.delete(path);
      if (known?.size === 0) this.#touching.delete(one);
    }
  }
}

/** Each path that matters to the file, and every folder above it. */
function pathsOf(file: DagFile): Set<string> {
  const paths = new Set<string>();
  for (const path of [file.file, ...file.refersTo]) {
    for (let at = path.length; at > 0; at = path.lastIndexOf("/", at - 1)) paths.add(path.slice(0, at));
  }
  return paths;
}
