/**
 * Acts on many runs: what they would touch, exactly, and doing just that. Each run is one transaction with its own entry in the trail, so
 * that one which refuses leaves the others done and is told of; the entries of one request share a batch and are taken back together.
 */
import { createHash } from "node:crypto";
import { mostRunsOfAct, mostTasksOfAct, type ActAsk, type ActFailure, type ActPlan, type ActStep, type ActTarget, type PlannedRun, type UndoOutcome } from "../../shared/contract/acts.ts";
import { guessTask } from "../../shared/dag-file/guess-task.ts";
import type { AuditEntry } from "../../shared/contract/audit.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import type { Actor } from "../../shared/model/actor.ts";
import type { RunRow } from "../ports/store.ts";
import { runsOfAct, type FoundTarget } from "./act-runs.ts";
import { followsOf, tasksOfAct, type RunActParts, type RunTasks } from "./run-act.ts";
import { createPacer } from "./pacer.ts";
import type { Asked, Runs } from "./runs.ts";
import { Undo, type UndoParts } from "./undo.ts";

export interface ActsParts extends RunActParts, UndoParts {
  readonly runs: Runs;
  /** Lets others have their turn while much is done. */
  readonly breathe: () => Promise<void>;
}

export class Acts {
  readonly #parts: ActsParts;
  readonly #undo: Undo;

  constructor(parts: ActsParts) {
    this.#parts = parts;
    this.#undo = new Undo(parts);
  }

  async plan(ask: ActAsk): Promise<ActPlan> {
    const refused: ActFailure[] = [];
    const pause = createPacer(this.#parts.breathe);
    const found = ask.targets.flatMap((target) => this.#findTarget(target, refused) ?? []);
    const { wanted, isCut } = await runsOfAct(found, ask, { beside: (...of) => this.#parts.store.runs.beside(...of), most: mostRunsOfAct, pause });
    const runs: PlannedRun[] = [];
    const isEarlier = this.#earlierRuns();
    let [tasks, earlier] = [0, 0];
    for (const { row, taskIds } of wanted) {
      const planned = this.#planRun(ask, row, taskIds, refused);
      if (planned === null) continue;
      if (tasks + planned.tasks.length > mostTasksOfAct) return cutPlan(runs, tasks, refused, `This is all that one act may touch: ${mostTasksOfAct} tasks. Do the rest afterwards, or ask for less.`, earlier);
      tasks += planned.tasks.length;
      runs.push(planned);
      if (ask.act === "clear" && isEarlier(row)) earlier += 1;
      await pause();
    }
    return cutPlan(runs, tasks, refused, isCut ? `These are the nearest ${mostRunsOfAct} runs, as many as one act may touch. Do the rest afterwards.` : null, earlier);
  }

  /** Whether today's file defines the tasks of the run otherwise; each version of a DAG is compared once. */
  #earlierRuns(): (row: RunRow) => boolean {
    const { images, runs } = this.#parts;
    const known = new Map<number, boolean>();
    return ({ dagId, versionId }) => {
      const found = known.get(versionId) ?? runs.hasOtherTasks(dagId, images.version(versionId).version.dag.tasks);
      known.set(versionId, found);
      return found;
    };
  }

  /** Nothing is done when the list is not the one that was shown. */
  async *perform(ask: ActAsk & { readonly stamp: string; readonly reason?: string | undefined }, by: Actor): AsyncGenerator<ActStep> {
    const plan = await this.plan(ask);
    if (plan.stamp !== ask.stamp) {
      yield { kind: "changed", plan };
      return;
    }
    const { act, reason } = ask;
    const given = argumentsOf(ask);
    yield* this.#each(plan.runs.toSorted(byDate), plan.refused, ({ dagId, runId, tasks }, batch) => {
      const row = this.#parts.runs.find(dagId, runId);
      const { indices, tasks: now } = tasksOfAct(this.#parts, row, { act, taskIds: tasks.map(({ taskId }) => taskId) });
      if (stampOf([{ dagId, runId, tasks: [...now] }]) !== stampOf([{ dagId, runId, tasks }])) throw new AppError("run/task-active", "its tasks changed since they were shown, so nothing of it was touched");
      return { entry: this.#parts.runs.perform(row, { act, indices, by, arguments: given, reason, batch }), tasks: indices.length };
    }, { by, reason, act: act === "clear" ? "task.clear" : act === "success" ? "task.markSuccess" : "task.markFailed" });
  }

  async *cancel(runs: readonly { dagId: string; runId: string }[], { reason, by }: Required<Pick<Asked, "by">> & Asked): AsyncGenerator<ActStep> {
    yield* this.#each(runs, [], ({ dagId, runId }, batch) => ({ entry: this.#parts.runs.cancel(dagId, runId, { by, reason, batch }), tasks: 0 }), { by, reason, act: "run.cancel" });
  }

  undo(entry: number, by: Actor): Promise<UndoOutcome> {
    return this.#undo.undo(entry, by, createPacer(this.#parts.breathe));
  }

  setNote({ dagId, runId, taskId, text }: { dagId: string; runId: string; taskId?: string | undefined; text: string }, by: Actor): AuditEntry {
    const { store, audit, clock, local } = this.#parts;
    const row = local.find(dagId, runId);
    const task = taskId === undefined ? null : (store.tasks.loadOne(row.key, taskId)?.index ?? missing(row, taskId));
    const written = text.trim() === "" ? "" : text;
    const entry = store.atomically(() => {
      const before = store.notes.set({ run: row.key, task, text: written, at: clock.now(), by: by.name });
      return audit.add({ by, act: written === "" ? "note.remove" : "note.set", dagId, runId, ...(taskId === undefined ? {} : { taskId }), arguments: { text: written }, former: { text: before } });
    });
    audit.tell(dagId);
    return audit.get(entry);
  }

  #findTarget({ dagId, runId, taskIds }: ActTarget, refused: ActFailure[]): FoundTarget | null {
    try {
      return { row: this.#parts.runs.find(dagId, runId), taskIds };
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      refused.push({ dagId, runId, why: thrown.message });
      return null;
    }
  }

  /** Null for a run of which nothing is touched; why is told, unless there was nothing to touch. */
  #planRun(ask: ActAsk, row: RunRow, taskIds: readonly string[] | undefined, refused: ActFailure[]): PlannedRun | null {
    const { dagId, runId } = row;
    const refuse = (why: string): null => {
      refused.push({ dagId, runId, why });
      return null;
    };
    if (row.record.cancelling) return refuse("is being cancelled");
    const graph = this.#parts.images.version(row.versionId).graph.indexOf;
    // Instances of mapped tasks are known to the run alone.
    const indexOf = taskIds?.every((id) => graph.has(id)) === false ? new Map(this.#parts.store.tasks.load(row.key).map(({ id }, index) => [id, index])) : graph;
    const there = taskIds?.filter((id) => indexOf.has(id));
    // Of many runs some may be of a version without the task: it is done where there is one.
    const missing = taskIds?.filter((id) => !indexOf.has(id)) ?? [];
    if (missing.length > 0 && (there?.length === 0 || ask.targets.length === 1)) return refuse(`has no task ${missing.map((id) => `"${id}"`).slice(0, 5).join(", ")}.${guessTask(missing[0] ?? "", indexOf.keys())}`);
    const choice: RunTasks = { act: ask.act, taskIds: there, upstream: ask.upstream, downstream: ask.downstream, onlyFailed: ask.onlyFailed };
    const { tasks, indices, busy } = tasksOfAct(this.#parts, row, choice);
    return tasks.length === 0 ? null : { dagId, runId, state: row.state, logicalDate: row.logicalDate, tasks: [...tasks], busy: [...busy], follows: followsOf(this.#parts, row, ask.act, indices) };
  }

  async *#each<Run extends { dagId: string; runId: string }>(runs: readonly Run[], refused: readonly ActFailure[], act: (run: Run, batch: number | undefined) => { entry: number | null; tasks: number }, words: Required<Pick<Asked, "by">> & Asked & { act: AuditEntry["act"] }): AsyncGenerator<ActStep> {
    const failures: ActFailure[] = [...refused];
    let entry: number | null = null;
    let tasks = 0;
    let done = 0;
    const pause = createPacer(this.#parts.breathe);
    for (const run of runs) {
      const { dagId, runId } = run;
      try {
        const made = act(run, entry ?? undefined);
        entry ??= made.entry;
        tasks += made.tasks;
        done += 1;
      } catch (thrown) {
        if (!(thrown instanceof AppError)) throw thrown;
        failures.push({ dagId, runId, why: thrown.message });
        this.#parts.audit.add({ by: words.by, act: words.act, dagId, runId, reason: words.reason, batch: entry ?? undefined, refusal: messageOf(thrown) });
      }
      if (await pause()) yield { kind: "progress", runs: done + failures.length - refused.length, of: runs.length };
    }
    yield { kind: "done", runs: done, tasks, failures, entry };
  }
}

function missing({ dagId, runId }: RunRow, taskId: string): never {
  throw new AppError("task/not-found", `Run "${runId}" of DAG "${dagId}": has no task "${taskId}".`, { dagId, runId, taskId });
}

function cutPlan(runs: PlannedRun[], tasks: number, refused: ActFailure[], cut: string | null, earlier: number): ActPlan {
  return { stamp: stampOf(runs), runs, tasks, refused, cut, ...(earlier === 0 ? {} : { earlier }) };
}

/** What has to wait its turn goes on in the order of the data, whatever order it was chosen in. */
function byDate(one: PlannedRun, other: PlannedRun): number {
  const [first, second] = [one, other].map(({ logicalDate }) => logicalDate ?? Number.MAX_SAFE_INTEGER);
  return (first ?? 0) - (second ?? 0);
}

/** The same for the same runs, tasks, states and tries, and for nothing else. */
function stampOf(runs: readonly Pick<PlannedRun, "dagId" | "runId" | "tasks">[]): string {
  const hash = createHash("sha256");
  for (const { dagId, runId, tasks } of runs) hash.update(JSON.stringify([dagId, runId, tasks.map(({ taskId, state, tryNumber }) => [taskId, state, tryNumber])]));
  return hash.digest("hex").slice(0, 32);
}

function argumentsOf({ targets, upstream, downstream, onlyFailed, past, future }: ActAsk): Record<string, unknown> {
  const asked = { upstream, downstream, onlyFailed, past, future };
  const [only] = targets;
  const tasks = targets.length === 1 && only?.taskIds !== undefined ? { taskIds: only.taskIds } : {};
  return { ...tasks, ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value === true)) };
}
