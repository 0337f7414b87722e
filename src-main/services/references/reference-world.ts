/** What all DAG files say of DAGs, tasks and assets at one moment, laid out for judging what each of them names of the others. Pure but for the SQL of loads. */
import { nearest } from "../../../shared/dag-file/did-you-mean.ts";
import { findKnots } from "../../../shared/dag-file/find-cycles.ts";
import { hasTemplate } from "../../core/template-marks.ts";
import type { Workspace } from "../../ports/workspace.ts";
import { AssetGraph, loadsOf } from "../assets/asset-graph.ts";
import type { DagFile } from "../read-dag-file.ts";

export type ReferringFile = Pick<DagFile, "dagId" | "file" | "dag" | "tasks" | "references">;
type Holder = "trigger" | "sensor";

/** A guess costs a look at every name; of so many that are not there nobody reads them. */
const mostGuesses = 200;

export class ReferenceWorld {
  /** By id; of several files the first by path, as everywhere. */
  readonly #byId = new Map<string, ReferringFile>();
  readonly #workspace: Pick<Workspace, "readText" | "config">;
  readonly #guesses = new Map<string, string | null>();
  readonly #ways = new Map<Holder, ReadonlyMap<string, readonly string[]>>();
  readonly #knots = new Map<Holder, ReadonlyMap<string, number>>();
  #assets: AssetGraph | null = null;

  constructor(workspace: Pick<Workspace, "readText" | "config">, files: Iterable<ReferringFile>) {
    this.#workspace = workspace;
    for (const one of files) {
      const there = this.#byId.get(one.dagId);
      if (there === undefined || one.file < there.file) this.#byId.set(one.dagId, one);
    }
  }

  target(dagId: string): ReferringFile | undefined {
    return this.#byId.get(dagId);
  }

  /** The id that was probably meant. */
  guess(dagId: string): string | null {
    const known = this.#guesses.get(dagId);
    if (known !== undefined || this.#guesses.size >= mostGuesses) return known ?? null;
    const found = dagId.length > 100 ? null : nearest(dagId, this.#byId.keys());
    this.#guesses.set(dagId, found);
    return found;
  }

  get assets(): AssetGraph {
    return (this.#assets ??= this.assetsWith(null));
  }

  /** With the text of one of them as somebody edits it. */
  assetsWith(draft: ReferringFile | null): AssetGraph {
    const others = [...this.#byId.values()].filter(({ file }) => file !== draft?.file);
    return new AssetGraph([...others, ...(draft === null ? [] : [draft])].flatMap(({ dag }) => dag ?? []), (dag) => loadsOf(this.#workspace, dag));
  }

  /** Whether two DAGs stand in one circle of those that hold each other. Costs one walk over all of them, whoever asks how often. */
  areKnotted(by: Holder, one: string, other: string): boolean {
    const knots = this.#knots.get(by) ?? new Map(findKnots([...this.#waysOf(by)].map(([id, deps]) => ({ id, deps }))).flatMap((knot, at) => knot.map((id) => [id, at] as const)));
    this.#knots.set(by, knots);
    const own = knots.get(one);
    return own !== undefined && own === knots.get(other);
  }

  /** The shortest way on which DAGs hold each other from one to another, both named; null where there is none. */
  way(by: Holder, from: string, to: string): string[] | null {
    const ways = this.#waysOf(by);
    const before = new Map<string, string | null>([[from, null]]);
    for (const at of before.keys()) {
      if (at === to) return wayTo(to, before);
      for (const next of ways.get(at) ?? []) if (!before.has(next)) before.set(next, at);
    }
    return null;
  }

  #waysOf(by: Holder): ReadonlyMap<string, readonly string[]> {
    const known = this.#ways.get(by);
    if (known !== undefined) return known;
    const made = new Map<string, readonly string[]>();
    for (const { dagId, dag, references } of this.#byId.values()) {
      if (dag === null) continue;
      const held = references.flatMap((one) => (one.kind === "dag" && one.by === by && one.holds && !hasTemplate(one.dag) ? [one.dag] : []));
      if (held.length > 0) made.set(dagId, held);
    }
    this.#ways.set(by, made);
    return made;
  }
}

function wayTo(end: string, before: ReadonlyMap<string, string | null>): string[] {
  const way = [end];
  for (let at = before.get(end) ?? null; at !== null; at = before.get(at) ?? null) way.unshift(at);
  return way;
}
