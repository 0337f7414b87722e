/** What one task of a try sees: unsaved files, the tables and the XComs of the tasks before it. */
import { buildGraph } from "../../shared/graph/graph.ts";
import type { Dag, Task } from "../../shared/model/dag.ts";
import type { TrialArea, UpstreamTable } from "../ports/sql-host.ts";
import type { RunRow, Store } from "../ports/store.ts";
import type { TrialSubject } from "./attempt-plan.ts";
import { handedOnBy, type HandedOnParts, trialSchema } from "./trial-tables.ts";

type Values = Record<string, unknown>;

export interface TryView extends TrialSubject {
  /** Unsaved texts by path in the workspace; they stand for the files. */
  readonly files: Readonly<Record<string, string>>;
  readonly xcoms: () => Record<string, Values>;
}

export function viewOfTry(parts: HandedOnParts, { row, dag, task }: { row: RunRow; dag: Dag; task: Task }): TryView {
  const { store } = parts;
  const ask = store.trials.of(row.key);
  const pins = ask?.pins ?? {};
  return { files: ask?.files ?? {}, areaOn: areaOf(parts, { dag, task, pins }), xcoms: () => xcomsOfTry(store, { row, dag, pins }) };
}

type Pins = Readonly<Record<string, string>>;

/** What a task would see if it were tried now. */
export function viewOfText(parts: HandedOnParts, { dag, task, pins, files }: { dag: Dag; task: Task; pins: Pins; files: Readonly<Record<string, string>> }): TryView {
  return { files, areaOn: areaOf(parts, { dag, task, pins }), xcoms: () => xcomsOfTry(parts.store, { row: null, dag, pins }) };
}

function areaOf(parts: HandedOnParts, { dag, task, pins }: { dag: Dag; task: Task; pins: Pins }): TryView["areaOn"] {
  return (connection): TrialArea => {
    const handedOn = handedOnBy(parts, dag, pins);
    const upstream = nearestFirst(dag, task.id).flatMap((one) => handedOn(one));
    return { schema: trialSchema(parts.store.id, dag.id), upstream: upstream.filter((table) => table.connection === connection.id).map(toUpstream) };
  };
}

function toUpstream({ task, schema, table, stored, origin }: UpstreamTable): UpstreamTable {
  return { task, schema, table, stored, origin };
}

/** What comes before a task, its own dependencies first. */
export function nearestFirst(dag: Dag, taskId: string): Task[] {
  const { indexOf, upstream } = buildGraph(dag.tasks);
  const start = indexOf.get(taskId);
  const open = start === undefined ? [] : [start];
  const seen = new Set(open);
  for (const at of open) {
    for (const before of upstream[at] ?? []) {
      if (seen.has(before)) continue;
      seen.add(before);
      open.push(before);
    }
  }
  return open.slice(1).flatMap((at) => dag.tasks[at] ?? []);
}

/** Runs looked through for the last one in which a task ended well. */
const runsBack = 30;

/** Of each task: its pin's, else those of its newest try, else those of its last run that ended well. */
function xcomsOfTry(store: Store, { row, dag, pins }: { row: RunRow | null; dag: Dag; pins: Pins }): Record<string, Values> {
  const found: Record<string, Values> = {};
  for (const [task, pin] of Object.entries(pins)) found[task] = { ...store.trials.pins.get(dag.id, pin)?.xcoms };
  const open = new Set(dag.tasks.flatMap(({ id }) => (Object.hasOwn(found, id) ? [] : [id])));
  for (const run of [...(row === null ? [] : [row]), ...store.trials.list(dag.id), ...store.runs.list({ dagId: dag.id, limit: runsBack })]) {
    if (open.size === 0) break;
    const ended = new Set(store.tasks.load(run.key).flatMap(({ id, record }) => (record.state === "success" && record.tryNumber > 0 && open.has(id) ? [id] : [])));
    if (ended.size === 0) continue;
    for (const id of ended) {
      found[id] = {};
      open.delete(id);
    }
    for (const { taskId, key, value } of store.xcoms.ofRun(run.key)) if (ended.has(taskId)) (found[taskId] ??= {})[key] = value;
  }
  return found;
}
