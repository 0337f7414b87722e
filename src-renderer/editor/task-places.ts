/** Which task stands where in the text of a DAG file: from a cursor to its task, and from a task to its place. Pure. */
import { formatPath } from "../../shared/dag-file/field-path.ts";
import type { ParsedDag } from "../../shared/dag-file/parse-dag.ts";
import type { TextSpan } from "../../shared/document/text-change.ts";

export interface TaskPlace {
  readonly id: string;
  /** The id itself, where the task begins. */
  readonly key: TextSpan;
  /** From the line of the id to where the next task, or whatever follows the tasks, begins. */
  readonly span: TextSpan;
}

type Reading = Pick<ParsedDag, "tasks" | "nodeRanges">;

const known = new WeakMap<Reading, { readonly text: string; readonly places: readonly TaskPlace[] }>();

/** Of the same text and reading found once: after a key the cursor, the proposals and the form all ask. */
export function taskPlaces(text: string, reading: Reading): readonly TaskPlace[] {
  const before = known.get(reading);
  if (before?.text === text) return before.places;
  const places = findPlaces(text, reading);
  known.set(reading, { text, places });
  return places;
}

/** In the order of the text. Tasks that come from elsewhere (an alias, a merge) have no place. */
function findPlaces(text: string, { tasks, nodeRanges }: Reading): TaskPlace[] {
  const all = nodeRanges.get("tasks");
  if (all === undefined) return [];
  const keys = tasks.flatMap(({ id }) => {
    const key = nodeRanges.get(formatPath(["tasks", id]))?.key ?? null;
    return key === null ? [] : [{ id, key, start: startOf(text, key.start) }];
  });
  keys.sort((a, b) => a.key.start - b.key.start);
  const end = behindTasks(text, all.value.start, nodeRanges);
  return keys.map(({ id, key, start }, at) => ({ id, key, span: { start, end: Math.max(start, keys[at + 1]?.start ?? end) } }));
}

/** The task that a cursor stands in. */
export function taskAt(places: readonly TaskPlace[], offset: number): string | null {
  return places.findLast(({ span }) => span.start <= offset && offset <= span.end)?.id ?? null;
}

/** Of a task alone in its lines, the start of its line; of one among others on a line, its id. */
function startOf(text: string, key: number): number {
  const line = text.lastIndexOf("\n", key - 1) + 1;
  return text.slice(line, key).trim() === "" ? line : key;
}

/** Where the next top-level key begins; the end of the text where none does. */
function behindTasks(text: string, from: number, ranges: ParsedDag["nodeRanges"]): number {
  let end = text.length;
  for (const [path, { key }] of ranges) if (key !== null && key.start > from && key.start < end && !/[.[]/.test(path)) end = key.start - 1;
  return end;
}
