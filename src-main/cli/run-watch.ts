/** Following one run over the engine's live stream. The fold is pure; what it cannot know it says, and is then read anew. */
import type { EngineEvent } from "../../shared/contract/engine.ts";
import type { RunDetail } from "../../shared/contract/runs.ts";
import type { TaskInstance } from "../../shared/model/run.ts";
import { isRunFinished } from "../../shared/model/states.ts";
import type { EngineClient } from "./engine-client.ts";
import { readWholeRun } from "./whole-run.ts";

export interface RunChange {
  readonly detail: RunDetail;
  /** Instances whose state or try is another than before. */
  readonly tasks: readonly TaskInstance[];
  /** True when the run's own state is another than before. */
  readonly isRunChanged: boolean;
}

export interface RunRef {
  readonly dagId: string;
  readonly runId: string;
}

/**
 * Subscribes first, then starts, so that nothing is missed. `begin` returns the run to follow; `onChange` hears every
 * change until the run has ended. Resolves with the final state as stored.
 */
export async function followRun(client: EngineClient, begin: () => Promise<RunRef>, onChange: (change: RunChange) => void): Promise<RunDetail> {
  const events = await client.engine.events({});
  try {
    await events.next(); // the stream's opening word: from here on nothing is missed
    const ref = await begin();
    let detail = await readRun(client, ref);
    onChange({ detail, tasks: detail.tasks, isRunChanged: true });
    while (!isRunFinished(detail.run.state)) {
      const batch = await events.next();
      if (batch.done) break;
      const change = batch.value.some((event) => event.kind === "reset") ? compare(detail, await readRun(client, ref)) : applyEvents(detail, batch.value);
      detail = change.detail;
      if (change.isRunChanged || change.tasks.length > 0) onChange(change);
    }
    const final = compare(detail, await readRun(client, ref));
    if (final.isRunChanged || final.tasks.length > 0) onChange(final);
    return final.detail;
  } finally {
    await events.return?.();
  }
}

function readRun(client: EngineClient, { dagId, runId }: RunRef): Promise<RunDetail> {
  return readWholeRun(client, { dagId, runId });
}

/** What the reading knows of already says nothing new: told after it, a task would go back to what it was before, and end once more. */
export function applyEvents(detail: RunDetail, events: readonly EngineEvent[]): RunChange {
  let { run } = detail;
  const tasks = new Map(detail.tasks.map((task) => [task.taskId, task]));
  for (const event of events.filter(({ seq }) => seq > (detail.seq ?? 0))) {
    if (event.kind === "run" && isSame(event.run, run)) run = event.run;
    if (event.kind === "tasks" && isSame(event, run)) for (const task of event.tasks) tasks.set(task.taskId, task);
  }
  return compare(detail, { ...detail, run, tasks: [...tasks.values()] });
}

export function compare(before: RunDetail, after: RunDetail): RunChange {
  const known = new Map(before.tasks.map((task) => [task.taskId, task]));
  const tasks = after.tasks.filter((task) => {
    const old = known.get(task.taskId);
    return old === undefined || old.state !== task.state || old.tryNumber !== task.tryNumber;
  });
  return { detail: after, tasks, isRunChanged: before.run.state !== after.run.state };
}

function isSame(one: RunRef, other: RunRef): boolean {
  return one.dagId === other.dagId && one.runId === other.runId;
}
