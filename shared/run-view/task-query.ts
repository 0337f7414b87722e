/**
 * Tasks by name and by their place in the graph: `fact_*`, `+orders` (with all before it), `orders+2` (with two steps after it). A space
 * joins, a comma wants both. Pure, and linear in the text whatever is typed.
 */
import { buildGraph, idsAt, type Graph, type GraphNode } from "../graph/graph.ts";

export interface QueryAnswer {
  readonly ids: ReadonlySet<string>;
  /** The parts of the query that no task fits. */
  readonly unmatched: readonly string[];
}

interface Term {
  readonly name: string;
  /** Steps against and along the edges; Infinity for all. */
  readonly up: number;
  readonly down: number;
}

/** An empty query is answered by all tasks. */
export function queryTasks(tasks: readonly GraphNode[], query: string): QueryAnswer {
  const graph = buildGraph(tasks);
  const parts = query.split(/\s+/).filter((part) => part.replaceAll(",", "") !== "");
  if (parts.length === 0) return { ids: new Set(graph.ids), unmatched: [] };
  const ids = new Set<string>();
  const unmatched: string[] = [];
  for (const part of parts) {
    const sets = part.split(",").filter((text) => text !== "").map((text) => {
      const found = answerTerm(graph, parseTerm(text));
      if (found.size === 0) unmatched.push(text);
      return found;
    });
    const [first = new Set<string>(), ...others] = sets;
    for (const id of first) if (others.every((other) => other.has(id))) ids.add(id);
  }
  return { ids, unmatched };
}

function parseTerm(text: string): Term {
  const [, before, name = "", after] = /^(\d*\+)?(.*?)(\+\d*)?$/s.exec(text) ?? [];
  return { name, up: steps(before), down: steps(after) };
}

function steps(mark: string | undefined): number {
  if (mark === undefined) return 0;
  const digits = mark.replace("+", "");
  return digits === "" ? Infinity : Number(digits);
}

function answerTerm(graph: Graph, { name, up, down }: Term): Set<string> {
  const start = placesNamed(graph, name);
  const found = new Set(start);
  for (const place of walk(graph.upstream, start, up)) found.add(place);
  for (const place of walk(graph.downstream, start, down)) found.add(place);
  return new Set(idsAt(graph, found));
}

/** A whole name means that task; else part of a name is enough. */
function placesNamed({ ids, indexOf }: Graph, name: string): number[] {
  const exact = indexOf.get(name);
  if (exact !== undefined) return [exact];
  const wanted = name.toLowerCase();
  const isNamed = wanted.includes("*") ? (id: string) => fitsPattern(id.toLowerCase(), wanted) : (id: string) => id.toLowerCase().includes(wanted);
  return ids.flatMap((id, place) => (isNamed(id) ? [place] : []));
}

/** `*` stands for anything. No regular expression: what a person types must not be able to hang the window. */
function fitsPattern(id: string, pattern: string): boolean {
  const pieces = pattern.split("*");
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (!id.startsWith(first) || !id.endsWith(last) || id.length < first.length + last.length) return false;
  let at = first.length;
  const end = id.length - last.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = id.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}

function walk(next: Graph["upstream"], start: readonly number[], most: number): Set<number> {
  const seen = new Set(start);
  let rim = start;
  for (let step = 0; step < most && rim.length > 0; step += 1) {
    const further: number[] = [];
    for (const place of rim) {
      for (const each of next[place] ?? []) {
        if (seen.has(each)) continue;
        seen.add(each);
        further.push(each);
      }
    }
    rim = further;
  }
  return seen;
}
