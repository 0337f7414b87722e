/** One run as a client reads it. With its instances it is for who follows the run: all of it was so at one moment, and says up to which event of the stream. Only reads. */
import type { RunDetail } from "../../shared/contract/runs.ts";
import type { RunName, RunSource } from "../ports/run-source.ts";
import type { EventHub } from "./event-hub.ts";

export interface ReadAsk extends RunName {
  /** Absent for a run of this machine, which the stream speaks of. */
  readonly source?: string | undefined;
  /** With the instances of mapped tasks, each after its task. */
  readonly instances?: boolean | undefined;
}

/** Throws what the source throws. */
export async function readRun(source: RunSource, ask: ReadAsk, events: Pick<EventHub, "seq">): Promise<RunDetail> {
  const seq = events.seq();
  const asked = source.get(ask);
  // The source of this machine answers at once: nothing may happen between the parts, so only a promise is waited for.
  const detail = asked instanceof Promise ? await asked : asked;
  if (ask.instances !== true) return detail;
  const tasks: RunDetail["tasks"] = [];
  for (const task of detail.tasks) {
    tasks.push(task);
    if (task.mapped === undefined) continue;
    const instances = source.instances(ask, task.taskId);
    tasks.push(...(instances instanceof Promise ? await instances : instances));
  }
  return { ...detail, tasks, ...(ask.source === undefined ? { seq } : {}) };
}
