/** What the cells of the grid show: of a task its state in a run, of a group the worst of its tasks, counted once until one of them changes. Pure. */
import type { TaskState } from "../../../../shared/model/states.ts";
import { stateAt, stateNumber, type GridRun, type GridVersion } from "../../../../shared/run-view/run-grid.ts";
import { worstStatesFirst } from "../../../graph-view/groups/group-status.ts";
import type { GridRow } from "./grid-rows.ts";

/** Not in that run's version of the DAG. */
export const absent = 255;

const ranks = new Map(worstStatesFirst.map((state, rank) => [stateNumber(state), rank]));

export interface GroupCell {
  /** `absent` where none of them is in that version. */
  readonly worst: number;
  /** The worst first. */
  readonly counts: readonly (readonly [state: TaskState, count: number])[];
}

const noCell: GroupCell = { worst: absent, counts: [] };
const cells = new WeakMap<GridRun["states"], WeakMap<GridRow["tasks"], GroupCell>>();
const placesOf = new WeakMap<GridVersion, WeakMap<GridRow["tasks"], Int32Array>>();

export function groupCell(run: GridRun, tasks: GridRow["tasks"]): GroupCell {
  const ofRun = cells.get(run.states) ?? new WeakMap<GridRow["tasks"], GroupCell>();
  cells.set(run.states, ofRun);
  const known = ofRun.get(tasks);
  if (known !== undefined) return known;
  const made = countStates(run, tasks);
  ofRun.set(tasks, made);
  return made;
}

function countStates(run: GridRun, tasks: GridRow["tasks"]): GroupCell {
  const counts = new Map<number, number>();
  for (const place of placesIn(run.version, tasks)) {
    const state = run.states[place] ?? 0;
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  const sorted = [...counts].toSorted(([one], [other]) => (ranks.get(one) ?? 0) - (ranks.get(other) ?? 0));
  const [worst] = sorted;
  return worst === undefined ? noCell : { worst: worst[0], counts: sorted.map(([state, count]) => [stateAt(state), count]) };
}

function placesIn(version: GridVersion, tasks: GridRow["tasks"]): Int32Array {
  const ofVersion = placesOf.get(version) ?? new WeakMap<GridRow["tasks"], Int32Array>();
  placesOf.set(version, ofVersion);
  const known = ofVersion.get(tasks) ?? Int32Array.from(tasks.flatMap((id) => version.placeOf.get(id) ?? []));
  ofVersion.set(tasks, known);
  return known;
}

/** The state's number, or `absent`. */
export function numberIn(run: GridRun, row: GridRow): number {
  if (row.isGroup) return groupCell(run, row.tasks).worst;
  const place = run.version.placeOf.get(row.id);
  return place === undefined ? absent : (run.states[place] ?? 0);
}

/** The cells of a row from one run to another, a character each: the same text, the same look. */
export function rowSignature(row: GridRow, runs: readonly GridRun[]): string {
  return String.fromCharCode(...runs.map((run) => numberIn(run, row)));
}
