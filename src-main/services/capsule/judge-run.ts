/** Whether the rows of a capsule make up a run that screens can show: every fact of it is read once, before anybody looks at it. */
import { setImmediate as breathe } from "node:timers/promises";
import { z } from "zod";
import type { CapsuleManifest } from "../../../shared/capsule/manifest.ts";
import { RunDetail, RunVersion, TaskDetail } from "../../../shared/contract/runs.ts";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import { findCycles } from "../../../shared/graph/cycles.ts";
import { TaskInstance } from "../../../shared/model/run.ts";
import { isRunFinished } from "../../../shared/model/states.ts";
import type { StopSignal } from "../../ports/run-source.ts";
import type { LocalRuns } from "../local-runs.ts";

const mostTasks = 100_000;
/** Between two turns the engine answers others. */
const tasksInTurn = 50;

/** Throws AppError capsule/invalid. */
export async function judgeRun(runs: LocalRuns, { run: named }: CapsuleManifest, signal?: StopSignal): Promise<void> {
  try {
    await judge(runs, named, signal);
  } catch (thrown) {
    if (signal?.aborted === true || (thrown instanceof AppError && thrown.code === "capsule/invalid")) throw thrown;
    const why = thrown instanceof z.ZodError ? `${thrown.issues[0]?.path.join(".") ?? ""}: ${thrown.issues[0]?.message ?? ""}` : messageOf(thrown);
    throw invalid(`its rows make up no run (${why})`, thrown);
  }
}

async function judge(runs: LocalRuns, named: CapsuleManifest["run"], signal?: StopSignal): Promise<void> {
  const of = { dagId: named.dagId, runId: named.runId };
  const { dag } = RunVersion.parse(runs.version(of));
  if (dag.tasks.length > mostTasks) throw invalid(`its DAG has ${dag.tasks.length} tasks`);
  const ids = new Set(dag.tasks.map(({ id }) => id));
  if (ids.size !== dag.tasks.length) throw invalid("two of its tasks have one name");
  const lost = dag.tasks.flatMap(({ deps }) => deps).find((dep) => !ids.has(dep));
  if (lost !== undefined) throw invalid(`a task depends on ${JSON.stringify(lost.slice(0, 60))}, which its DAG has not`);
  if (findCycles(dag.tasks).length > 0) throw invalid("its tasks depend on one another in a circle");
  const { run, tasks } = RunDetail.parse(runs.get(of));
  if (!isRunFinished(run.state) || run.state !== named.state) throw invalid(`its run is ${run.state}`);
  if (tasks.length !== dag.tasks.length || tasks.some(({ taskId }, index) => taskId !== dag.tasks[index]?.id)) throw invalid("the tasks of its run are not those of its DAG");
  for (const [index, { taskId }] of tasks.entries()) {
    TaskDetail.parse(runs.task(of, taskId));
    z.array(TaskInstance).parse(runs.instances(of, taskId));
    if (index % tasksInTurn !== 0) continue;
    signal?.throwIfAborted();
    await breathe();
  }
}

function invalid(what: string, cause?: unknown): AppError {
  return new AppError("capsule/invalid", `This run capsule is not opened: ${what}.`, {}, { cause });
}
