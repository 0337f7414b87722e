/** Says exactly what a backfill would do, interval by interval. Reads only, and lets others have their turn while it works. */
import { createHash } from "node:crypto";
import { mostIntervals, type BackfillAsk, type BackfillPlan, type IntervalAct, type IntervalWhy, type PlannedInterval } from "../../shared/contract/backfills.ts";
import { suggestion } from "../../shared/dag-file/did-you-mean.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { checkedConf } from "../../shared/model/checked-conf.ts";
import type { Dag } from "../../shared/model/dag.ts";
import { resolveParams } from "../../shared/model/params.ts";
import { stateAt, stateLetters } from "../../shared/run-view/run-grid.ts";
import { backfillZone, readSpan } from "../../shared/schedule/span.ts";
import { wallWords } from "../../shared/schedule/wall-words.ts";
import { timetableOf, type Timetable } from "../../shared/schedule/timetable.ts";
import { decideInterval, type IntervalDecision, type RunThere } from "../core/backfill-plan.ts";
import { buildRunGraph } from "../core/run-graph.ts";
import type { RunAt } from "../ports/backfill-store.ts";
import type { Clock } from "../ports/machine.ts";
import type { Store } from "../ports/store.ts";
import type { Workspace } from "../ports/workspace.ts";
import { expectedRunMs } from "./backfill-time.ts";
import type { DagFiles } from "./dag-files.ts";
import type { RunImages } from "./images.ts";
import { createPacer } from "./pacer.ts";
import { above, below } from "./task-range.ts";
import { versionFiles, versionHash } from "./version-files.ts";

export interface BackfillPlannerParts {
  readonly store: Store;
  readonly images: RunImages;
  readonly dags: DagFiles;
  readonly workspace: Pick<Workspace, "readText">;
  readonly clock: Clock;
  readonly breathe: () => Promise<void>;
}

export type RunOfPlan = RunAt & RunThere;

/** What is asked, read against the DAG of today. */
export interface BackfillFrame {
  readonly ask: BackfillAsk;
  readonly dag: Dag;
  readonly timetable: Timetable;
  readonly from: number;
  readonly to: number;
  readonly zone: string;
  readonly cutAt: number | null;
  /** In file order. */
  readonly chosen: readonly string[];
  readonly isWhole: boolean;
  readonly maxActiveRuns: number;
  /** The version that its new runs get; null where no run has used it yet. */
  readonly today: number | null;
}

export interface PlannedWork {
  readonly logicalDate: number;
  readonly decision: IntervalDecision<RunOfPlan>;
}

export interface WholePlan {
  readonly frame: BackfillFrame;
  readonly stamp: string;
  /** In the order in which they are done. */
  readonly work: readonly PlannedWork[];
}

/** Why no interval is in the range. */
function whyNone({ dag, timetable: { startAt, endAt }, from, to }: BackfillFrame): string {
  if (startAt !== null && to < startAt) return `The range ends before the start_date of DAG "${dag.id}", ${new Date(startAt).toISOString()}: there are no intervals before it.`;
  if (endAt !== null && from > endAt) return `The range begins after the end_date of DAG "${dag.id}", ${new Date(endAt).toISOString()}: there are no intervals after it.`;
  return `The schedule of DAG "${dag.id}" does not fire in this range.`;
}

/** Fires that are asked for before others have their turn. */
const firesAtOnce = 200;
const keptPlans = 4;

export class BackfillPlanner {
  readonly #parts: BackfillPlannerParts;
  /** The fires of the last ranges: a person who types asks for the same again and again. */
  readonly #fires = new Map<string, readonly number[]>();

  constructor(parts: BackfillPlannerParts) {
    this.#parts = parts;
  }

  /** Throws dag/not-found, dag/invalid, task/not-found, params/invalid, conf/invalid, input/invalid. */
  frame(ask: BackfillAsk): BackfillFrame {
    const { dags, clock, store, workspace } = this.#parts;
    const file = dags.valid(ask.dagId);
    const { dag } = file;
    const timetable = timetableOf(dag);
    if (timetable === null) throw new AppError("dag/invalid", `DAG "${dag.id}": has no schedule, so there are no intervals to backfill; add one to ${file.file}, or run it for one logical date.`, { dagId: dag.id });
    checkedConf(dag.id, ask.conf);
    checkParams(dag, ask);
    const zone = backfillZone(dag);
    const span = readSpan(ask, zone);
    const now = clock.now();
    if (span.from > now) throw new AppError("input/invalid", `from: ${ask.from.trim()} is in the future; it is ${wallWords(Math.floor(now / 60_000) * 60_000, zone)} now. What is to come is the schedule's: write a day that has begun.`, { field: "from" });
    const to = Math.min(span.to, now);
    const { chosen, isWhole } = chosenTasks(dag, ask);
    refusePastBackwards(dag, chosen, ask);
    const today = store.versions.find(dag.id, versionHash(file, versionFiles(workspace, file.refersTo)));
    return { ask, dag, timetable, from: span.from, to, zone, cutAt: to < span.to ? to : null, chosen, isWhole, maxActiveRuns: ask.maxActiveRuns ?? dag.maxActiveRuns, today };
  }

  async plan(ask: BackfillAsk): Promise<WholePlan> {
    const { store, breathe } = this.#parts;
    const frame = this.frame(ask);
    const pause = createPacer(breathe);
    const fires = await this.#firesOf(frame, pause);
    const there = Map.groupBy(store.backfills.runsBetween(frame.dag.id, frame.from, frame.to), ({ logicalDate }) => logicalDate);
    const hash = createHash("sha256").update(JSON.stringify([frame.dag.id, frame.from, frame.chosen, frame.maxActiveRuns, ask.conf, ask.params]));
    const work: PlannedWork[] = [];
    for (const logicalDate of ask.backwards ? fires.toReversed() : fires) {
      const decision = this.decide(frame, there.get(logicalDate) ?? []);
      refuseHeldForEver(frame, decision);
      work.push({ logicalDate, decision });
      hash.update(JSON.stringify([logicalDate, decision.act, decision.run?.key, decision.run?.state, decision.tasks.length === frame.chosen.length ? 0 : decision.tasks]));
      await pause();
    }
    return { frame, stamp: hash.digest("hex").slice(0, 32), work };
  }

  /** At one logical date, of which all runs are given, the newest last. */
  decide(frame: BackfillFrame, runs: readonly RunAt[]): IntervalDecision<RunOfPlan> {
    const { ask, chosen, today } = frame;
    const states = new Map<number, string>();
    return decideInterval({
      runs: runs.map((run) => ({ ...run, hasOtherValues: hasOtherValues(frame, run) })),
      chosen,
      reprocess: ask.reprocess,
      today,
      knows: (run, id) => this.#placeOf(run, id) !== undefined,
      stateOf: (run, id) => {
        const letters = states.get(run.key) ?? this.#parts.store.tasks.gridOf(run.key, 0).states;
        states.set(run.key, letters);
        return stateAt(letters.charCodeAt(this.#placeOf(run, id) ?? 0) - stateLetters.none.charCodeAt(0));
      },
    });
  }

  page({ frame, stamp, work }: WholePlan, offset: number, limit: number): BackfillPlan {
    const { dag, chosen, isWhole, from, to, zone, cutAt, maxActiveRuns } = frame;
    const acts = { new: 0, clear: 0, anew: 0, keep: 0 };
    let taskRuns = 0;
    for (const { decision } of work) {
      acts[decision.act] += 1;
      taskRuns += decision.tasks.length;
    }
    const runMs = expectedRunMs(this.#parts.store, dag, isWhole ? null : chosen);
    const runs = work.length - acts.keep;
    return {
      ...{ stamp, dagId: dag.id, from, to, zone, tasks: [...chosen], isWhole, intervals: work.length, noneWhy: work.length === 0 ? whyNone(frame) : null, acts, whys: countWhys(work), taskRuns, maxActiveRuns, runMs, cutAt, offset },
      totalMs: runMs === null ? null : Math.ceil(runs / maxActiveRuns) * runMs,
      rows: work.slice(offset, offset + limit).map((one) => this.#row(frame, one)),
    };
  }

  #row({ timetable, chosen }: BackfillFrame, { logicalDate, decision: { act, why, run, tasks } }: PlannedWork): PlannedInterval {
    const { start, end } = timetable.intervalOf(logicalDate);
    const letters = run === null ? "" : this.#parts.store.tasks.gridOf(run.key, 0).states;
    const wanted = new Set(tasks);
    const letterOf = (id: string): string => (run === null ? "-" : (letters[this.#placeOf(run, id) ?? letters.length] ?? "-"));
    return { logicalDate, start, end, act, why, runId: run?.runId ?? null, state: run?.state ?? null, states: chosen.map(letterOf).join(""), runs: chosen.map((id) => (wanted.has(id) ? "1" : "0")).join("") };
  }

  #placeOf({ versionId }: RunAt, taskId: string): number | undefined {
    return this.#parts.images.version(versionId).graph.indexOf.get(taskId);
  }

  async #firesOf({ dag, timetable, from, to, cutAt }: BackfillFrame, pause: () => Promise<boolean>): Promise<readonly number[]> {
    // What is cut at the present has another end each time.
    const name = JSON.stringify([dag.schedule, timetable.startAt, timetable.endAt, from, cutAt === null ? to : Math.floor(to / 60_000)]);
    const known = this.#fires.get(name);
    if (known !== undefined) return known;
    const fires: number[] = [];
    for (let at = from; ; ) {
      const some = timetable.list(at, to + 1, firesAtOnce);
      fires.push(...some);
      if (fires.length > mostIntervals) throw new AppError("input/invalid", `from, to: the schedule of "${dag.id}" fires more than ${mostIntervals.toLocaleString("en")} times in this range, as often as one backfill may cover; narrow it.`, { field: "to" });
      const last = some.at(-1);
      if (last === undefined || some.length < firesAtOnce) break;
      at = last + 1;
      await pause();
    }
    if (this.#fires.size >= keptPlans) this.#fires.delete(this.#fires.keys().next().value ?? name);
    this.#fires.set(name, fires);
    return fires;
  }
}

function chosenTasks(dag: Dag, { tasks, upstream, downstream }: BackfillAsk): { chosen: string[]; isWhole: boolean } {
  const { indexOf, tasks: plans } = buildRunGraph(dag);
  const start = tasks?.map((id) => indexOf.get(id) ?? missing(dag.id, id, indexOf.keys())) ?? plans.map((_, index) => index);
  const wanted = new Set(start);
  if (upstream === true) for (const index of above({ tasks: plans }, start)) wanted.add(index);
  if (downstream === true) for (const index of below({ tasks: plans }, start)) wanted.add(index);
  const enabled = plans.flatMap(({ id, enabled: isEnabled }, index) => (isEnabled ? [{ id, index }] : []));
  const chosen = enabled.filter(({ index }) => wanted.has(index)).map(({ id }) => id);
  if (chosen.length === 0) throw new AppError("dag/invalid", `DAG "${dag.id}": all of these tasks are disabled, so there is nothing to backfill.`, { dagId: dag.id });
  return { chosen, isWhole: chosen.length === enabled.length };
}

function onPast(dag: Dag, chosen: readonly string[]): string | undefined {
  const wanted = new Set(chosen);
  return dag.tasks.find(({ id, dependsOnPast }) => dependsOnPast === true && wanted.has(id))?.id;
}

/** As Airflow: the newest date would wait for the one before it, which comes later. */
function refusePastBackwards(dag: Dag, chosen: readonly string[], { backwards }: BackfillAsk): void {
  const task = backwards ? onPast(dag, chosen) : undefined;
  if (task === undefined) return;
  throw new AppError("input/invalid", `DAG "${dag.id}": task "${task}" has depends_on_past, so each of its runs waits for the one before by date and a backfill cannot go backwards; go forwards, or choose other tasks.`, { dagId: dag.id, taskId: task, field: "backwards" });
}

/** Airflow refuses `none` always; here only where a run that failed would be left alone and hold all after it. */
function refuseHeldForEver({ ask, dag, chosen }: BackfillFrame, { act, run }: IntervalDecision<RunOfPlan>): void {
  if (ask.reprocess !== "none" || act !== "keep" || run?.state !== "failed") return;
  const task = onPast(dag, chosen);
  if (task === undefined) return;
  throw new AppError("input/invalid", `DAG "${dag.id}": run "${run.runId}" has failed and would be left alone, and as task "${task}" has depends_on_past, later dates would wait for it for ever; run what failed again (reprocess failed, completed or failed-and-missing).`, { dagId: dag.id, runId: run.runId, taskId: task, field: "reprocess" });
}

function missing(dagId: string, taskId: string, known: Iterable<string>): never {
  throw new AppError("task/not-found", `DAG "${dagId}": has no task "${taskId}".${suggestion(taskId, known)}`, { dagId, taskId });
}

function checkParams(dag: Dag, { params, conf }: Pick<BackfillAsk, "params" | "conf">): void {
  const resolved = resolveParams(dag.params, params ?? {}, conf);
  if (!resolved.ok) throw new AppError("params/invalid", `DAG "${dag.id}": ${resolved.problems.map(({ message }) => message).join(" ")}`, { problems: resolved.problems });
}

/** Where the backfill names none, a run keeps its own. */
function hasOtherValues({ ask, dag }: BackfillFrame, run: RunAt): boolean {
  if (ask.conf !== undefined && JSON.stringify(ask.conf) !== run.conf) return true;
  if (ask.params === undefined) return false;
  const resolved = resolveParams(dag.params, ask.params, ask.conf ?? Object(JSON.parse(run.conf)));
  return !resolved.ok || JSON.stringify(resolved.values) !== run.params;
}

function countWhys(work: readonly PlannedWork[]): BackfillPlan["whys"] {
  const counts = new Map<string, { act: IntervalAct; why: IntervalWhy; count: number }>();
  for (const { decision } of work) {
    if (decision.why === null) continue;
    const name = `${decision.act} ${decision.why}`;
    counts.set(name, { act: decision.act, why: decision.why, count: (counts.get(name)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}
