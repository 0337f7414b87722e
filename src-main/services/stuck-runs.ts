/**
 * Runs that run and can go on only when a run of an earlier date has, which waits its turn behind them: such a one takes no place among
 * `max_active_runs`, or both would wait for ever.
 */
import { isFinished } from "../../shared/model/states.ts";
import type { ActiveRun, RunImages } from "./images.ts";
import { lineOf, mostRunning, type GateBounds, type RunGate } from "./run-gate.ts";

/** Whether as many runs of the line go as may, so that the first that waits has to wait on. Only where that is so by their number are the tasks of those that have a past looked at. */
export function isLineFull(gate: RunGate, first: ActiveRun, parts: GateBounds & { readonly images: Pick<RunImages, "past"> }): boolean {
  const line = lineOf(first.row);
  let room = mostRunning(first, parts) - gate.running(line);
  if (room > 0) return false;
  for (const run of parts.images.past.activeOf(first.row.dagId)) if (lineOf(run.row) === line && isStuck(parts.images.past, run, line)) room += 1;
  return room <= 0;
}

function isStuck(past: RunImages["past"], { row, version, image }: ActiveRun, line: string): boolean {
  const { graph, held, tasks } = image;
  if (image.run.state !== "running" || tasks.some(({ state }) => state !== "none" && !isFinished(state))) return false;
  return graph.past.some((index) => {
    if (tasks[index]?.state !== "none" || !held.has(index)) return false;
    const before = past.holdOf({ row, version, graph }, index)?.run;
    return before?.state === "queued" && lineOf(before) === line;
  });
}
