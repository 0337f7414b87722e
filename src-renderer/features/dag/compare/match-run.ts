/** Whether a run is what somebody looks for: every word stands in its id, its date, or its conf and params. Pure. */
import type { RunSummary } from "../../../../shared/model/run.ts";

/** Each is looked through with every letter that is typed. */
const texts = new WeakMap<RunSummary, string>();

export function matchesRun(run: RunSummary, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return true;
  const said = texts.get(run) ?? textOf(run);
  texts.set(run, said);
  return words.every((word) => said.includes(word));
}

function textOf(run: RunSummary): string {
  const dates = [run.logicalDate, run.queuedAt].flatMap((at) => (at === null ? [] : [new Date(at).toISOString()]));
  return [run.runId, run.runType, run.state, ...dates, JSON.stringify(run.conf), JSON.stringify(run.params)].join("\n").toLowerCase();
}
