/** What two DAGs are compared by: every field as it is written, apart from layout, comments and the short or full form of `deps`. */
import { readGraph } from "../dag-file/check-graph.ts";
import { readDag } from "../dag-file/parse-dag.ts";
import { isPlain } from "../dag-file/plain-form.ts";
import { toPlain, type TreeNode } from "../dag-file/yaml-tree.ts";
import type { GraphTask } from "../model/dag.ts";

export type Fields = Readonly<Record<string, unknown>>;

export interface DagContent {
  /** The DAG's own, without those below. */
  readonly fields: Fields;
  /** By id, in file order. `deps` is always a list, each once. */
  readonly tasks: ReadonlyMap<string, Fields>;
  readonly groups: ReadonlyMap<string, Fields>;
  /** The text and colour of sticky notes. */
  readonly notes: ReadonlyMap<string, Fields>;
  /** Places, sizes, what is pinned and collapsed. */
  readonly drawing: unknown;
  readonly graph: readonly GraphTask[];
}

/** Null where the text is no YAML: what stands behind the mistake is not known. A text whose fields are wrong has its content all the same. */
export function contentOfText(text: string): DagContent | null {
  const { root, isBroken } = readDag(text, "");
  return isBroken || root?.kind !== "map" ? null : contentOf(root);
}

function contentOf(root: TreeNode): DagContent {
  const plain = fieldsOf(toPlain(root));
  const { tasks, task_groups: groups, ui, ...fields } = plain;
  const graph = readGraph(root);
  const { notes, ...drawing } = fieldsOf(ui);
  const deps = new Map(graph.map((task) => [task.id, [...new Set(task.deps)]]));
  return {
    fields,
    tasks: mapOf(tasks, (id, task) => ({ ...without(task, "deps", "ui"), ...(deps.get(id)?.length ? { deps: deps.get(id) } : {}) })),
    groups: mapOf(groups, (_, group) => group),
    notes: mapOf(notes, (_, note) => without(note, "at", "size")),
    drawing: { ...drawing, tasks: placesIn(tasks, "ui"), notes: placesIn(notes, "at", "size") },
    graph,
  };
}

function mapOf(value: unknown, make: (id: string, fields: Fields) => Fields): Map<string, Fields> {
  return new Map(Object.entries(fieldsOf(value)).map(([id, each]) => [id, make(id, isPlain(each) ? each : each === null ? {} : { value: each })]));
}

function placesIn(value: unknown, ...keys: readonly string[]): unknown {
  const entries = Object.entries(fieldsOf(value)).map(([id, each]) => [id, keys.map((key) => fieldsOf(each)[key] ?? null)] as const);
  return Object.fromEntries(entries.filter(([, places]) => places.some((place) => place !== null)));
}

function without(fields: Fields, ...keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)));
}

function fieldsOf(value: unknown): Fields {
  return isPlain(value) ? value : {};
}
