/** What can be drawn and asked of a DAG: of the last text that could be read. Parts that mean what they meant stay the same objects. */
import type { DrawnDag } from "../../shared/dag-file/parse-dag.ts";
import type { Dag } from "../../shared/model/dag.ts";

export interface GoodDag extends DrawnDag {
  /** The last meaning; a text with mistakes in its fields has none of its own. */
  readonly dag: Dag | null;
}

/** Most keys and edits change one part only: what is drawn of the others need not be drawn anew. */
export function nextGood(before: GoodDag, now: DrawnDag, dag: Dag | null): GoodDag {
  return { tasks: same(before.tasks, now.tasks), groups: same(before.groups, now.groups), ui: same(before.ui, now.ui), dag: dag ?? before.dag };
}

function same<Part>(before: Part, now: Part): Part {
  return JSON.stringify(before) === JSON.stringify(now) ? before : now;
}
