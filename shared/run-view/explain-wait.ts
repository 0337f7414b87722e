/** From what is known of a run and of the engine's queue: which gates stand between a task and its process. Pure. */
import type { LimitName, WaitGate, WaitHolder, WaitReport } from "../contract/waiting.ts";
import { evaluateTriggerRule } from "../graph/trigger-rules.ts";
import { isFinished, isRunFinished, type RunState, type TaskState, type TriggerRule } from "../model/states.ts";
import { expectedEnds, slotFreeAt, slotsFreeAt, type SlotsTaken } from "./expected-ends.ts";

export interface WaitTask {
  readonly id: string;
  readonly deps: readonly string[];
  readonly rule: TriggerRule;
  readonly isEnabled: boolean;
  readonly isSetup?: boolean;
  readonly isTeardown?: boolean;
  /** Setups further above that it needs. */
  readonly farSetups?: readonly string[];
  readonly isChosen: boolean;
  readonly state: TaskState;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly scheduledAt: number | null;
  readonly queuedAt: number | null;
  readonly retryAt: number | null;
  /** Of a mapped task: its instances, and null before its expansion. */
  readonly instances?: readonly WaitTask[] | null | undefined;
}

export interface WaitFacts {
  readonly at: number;
  readonly run: { readonly dagId: string; readonly runId: string; readonly state: RunState; readonly isCancelling: boolean };
  /** Only while the run is queued: what `max_active_runs` allows, who is running, and how many queued runs come first. */
  readonly line: { readonly limit: number; readonly running: readonly WaitHolder[]; readonly ahead: number; /** The runs of a backfill have a line of their own. */ readonly backfill?: { readonly id: number; readonly isPaused: boolean } };
  readonly tasks: ReadonlyMap<string, WaitTask>;
  /** How long tasks of this DAG usually take, in milliseconds. */
  readonly typicalMs: ReadonlyMap<string, number>;
  /** The slots that the task needs of its pool, and who has taken how many. */
  readonly pool: { readonly name: string; readonly limit: number; readonly needs: number; readonly taken: readonly SlotsTaken[] };
  /** The bounds of the DAG file that it counts towards, and who else does. */
  readonly limits: readonly { readonly name: LimitName; readonly limit: number; readonly holders: readonly WaitHolder[] }[];
  readonly priority: number;
  readonly engine: { readonly limit: number; readonly kept: number; readonly holders: readonly WaitHolder[]; readonly trouble: string | null };
  /** Tasks that get a slot of the pool first; null while it does not queue for one. */
  readonly ahead: number | null;
  readonly isPaused: boolean;
  /** Of a task that depends on the run before: who holds it there. */
  readonly past?: { readonly withDownstream: boolean; /** That run does not have the task. */ readonly isMissing: boolean; readonly holders: readonly WaitHolder[]; /** Where the chain of holders begins, where that is another one. */ readonly cause?: (WaitHolder & { readonly runsBack: number }) | undefined } | null;
  /** What a deferred task looks at; null where this is not known. */
  readonly watch: Omit<Extract<WaitGate, { kind: "watch" }>, "kind" | "isOpen" | "holders" | "holderCount"> | null;
  /** The run that it waits for. */
  readonly awaited: WaitHolder | null;
}

const mostHolders = 20;

/** `taskId` must be among the tasks. */
export function explainWait(facts: WaitFacts, taskId: string): WaitReport {
  const task = facts.tasks.get(taskId);
  if (task === undefined) throw new RangeError(`Task "${taskId}" is not among the tasks of the run.`);
  const isWaiting = !isFinished(task.state) && task.state !== "running" && !isRunFinished(facts.run.state);
  const gates = gatesOf(facts, task);
  return { at: facts.at, state: task.state, isWaiting, gates, expectedAt: isWaiting ? opensAt(facts.at, gates) : null, isPaused: facts.isPaused };
}

/** The last of the gates to open says when; one that nobody can tell of makes the whole unknown. */
function opensAt(now: number, gates: readonly WaitGate[]): number | null {
  let latest = now;
  for (const { isOpen, expectedAt } of gates) {
    if (isOpen) continue;
    if (expectedAt === null) return null;
    latest = Math.max(latest, expectedAt);
  }
  return latest;
}

function gatesOf(facts: WaitFacts, task: WaitTask): WaitGate[] {
  const gates: WaitGate[] = [runGate(facts), cancelGate(facts, task), chosenGate(task), ...setupGates(facts, task), dependencyGate(facts, task), ...pastGates(facts, task)];
  if (task.state === "up_for_retry") gates.push({ kind: "retry", isOpen: false, ...nobody, expectedAt: task.retryAt });
  if (isFinished(task.state)) return gates;
  gates.push({ kind: "engine", isOpen: facts.engine.trouble === null, ...nobody, words: facts.engine.trouble });
  // It needs no slot.
  if (task.state === "deferred") return [...gates, { kind: "watch", isOpen: false, ...nobody, ...(facts.watch ?? unlooked), ...(facts.awaited === null ? {} : { holders: [facts.awaited], holderCount: 1 }) }];
  if (task.instances !== undefined) gates.push(instancesGate(facts, task.instances));
  if (task.instances != null) return gates;
  // Its own slot is held already: what is left is the start of the process.
  if (task.state === "queued" || task.state === "running") return [...gates, { kind: "start", isOpen: task.state === "running", ...nobody }];
  return [...gates, ...limitGates(facts), poolGate(facts), parallelismGate(facts), orderGate(facts)];
}

const unlooked = { expectedAt: null, waitsFor: null, looks: 0, lookedAt: null, saw: null, nextAt: null, deadline: null };
const nobody = { holders: [], holderCount: 0, expectedAt: null };

function heldBy(holders: readonly WaitHolder[]): { holders: WaitHolder[]; holderCount: number } {
  return { holders: holders.slice(0, mostHolders), holderCount: holders.length };
}

function runGate({ run, line, at }: WaitFacts): WaitGate {
  if (run.state !== "queued") return { kind: "run", isOpen: true, ...nobody, limit: line.limit, ahead: 0 };
  const { limit, ahead, running, backfill } = line;
  const of = backfill === undefined ? {} : { backfill: { ...backfill } };
  // Nobody knows when a person goes on with it.
  if (backfill?.isPaused === true) return { kind: "run", isOpen: false, ...nobody, limit, ahead, ...of };
  return { kind: "run", isOpen: false, ...heldBy(running), expectedAt: slotFreeAt(running, limit, ahead, at), limit, ahead, ...of };
}

function cancelGate({ run }: WaitFacts, { isTeardown }: WaitTask): WaitGate {
  return { kind: "cancel", isOpen: !run.isCancelling || isTeardown === true, ...nobody };
}

function chosenGate({ isEnabled, isChosen }: WaitTask): WaitGate {
  const why = isEnabled ? (isChosen ? null : "not chosen") : "disabled";
  return { kind: "chosen", isOpen: why === null, ...nobody, why };
}

function instancesGate(facts: WaitFacts, instances: readonly WaitTask[] | null): WaitGate {
  if (instances === null) return { kind: "instances", isOpen: true, ...nobody, done: 0, total: null };
  const open = instances.filter(({ state }) => !isFinished(state));
  return { kind: "instances", isOpen: open.length === 0, ...heldBy(open.map((one) => holderOf(one, facts, null))), expectedAt: null, done: instances.length - open.length, total: instances.length };
}

/** As the run machine counts: what a run was not asked for is satisfied. */
function isBypassed({ isEnabled, isChosen }: WaitTask): boolean {
  return !isEnabled || !isChosen;
}

function dependencyGate(facts: WaitFacts, task: WaitTask): WaitGate {
  const upstream = [...new Set(task.deps)].flatMap((id) => facts.tasks.get(id) ?? []);
  const tally = { total: upstream.length, success: 0, failed: 0, upstreamFailed: 0, skipped: 0, setups: upstream.filter(({ isSetup }) => isSetup === true).length, setupSuccess: 0, setupSkipped: 0 };
  for (const one of upstream) {
    if (one.isSetup === true && (isBypassed(one) || one.state === "success")) tally.setupSuccess++;
    else if (one.isSetup === true && one.state === "skipped") tally.setupSkipped++;
    if (isBypassed(one) || one.state === "success") tally.success++;
    else if (one.state === "failed" || one.state === "interrupted") tally.failed++;
    else if (one.state === "upstream_failed") tally.upstreamFailed++;
    else if (one.state === "skipped" || one.state === "removed") tally.skipped++;
  }
  const verdict = evaluateTriggerRule(task.rule, tally);
  const ends = expectedEnds(facts, upstream.map(({ id }) => id));
  const holders = upstream.filter((one) => !isBypassed(one) && isHolder(one.state, verdict)).map((one) => holderOf(one, facts, ends.get(one.id) ?? null));
  const done = tally.success + tally.failed + tally.upstreamFailed + tally.skipped;
  return { kind: "dependencies", isOpen: verdict === "run", ...heldBy(holders), expectedAt: verdict === "wait" ? whenDone(task.rule, holders) : null, rule: task.rule, done, total: tally.total, verdict };
}

/** A try that was begun has passed it. */
function pastGates({ past }: WaitFacts, { state }: WaitTask): WaitGate[] {
  if (past == null || state !== "none") return [];
  const { withDownstream, isMissing, holders, cause } = past;
  const ends = holders.map(({ expectedEnd }) => expectedEnd).filter((end) => end !== null);
  return [{ kind: "past", isOpen: holders.length === 0, ...heldBy(holders), expectedAt: ends.length > 0 && ends.length === holders.length ? Math.max(...ends) : null, withDownstream, isMissing, ...(cause === undefined ? {} : { cause }) }];
}

/** Each of them has to succeed. */
function setupGates(facts: WaitFacts, { farSetups = [] }: WaitTask): WaitGate[] {
  const setups = farSetups.flatMap((id) => facts.tasks.get(id) ?? []);
  if (setups.length === 0) return [];
  const open = setups.filter((one) => !isBypassed(one) && one.state !== "success");
  const ends = expectedEnds(facts, open.map(({ id }) => id));
  const holders = open.map((one) => holderOf(one, facts, ends.get(one.id) ?? null));
  return [{ kind: "setups", isOpen: open.length === 0, ...heldBy(holders), expectedAt: whenDone("all_done", holders), done: setups.length - open.length, total: setups.length }];
}

/** Who is waited for, or whose end decided. */
function isHolder(state: TaskState, verdict: "wait" | "run" | "skip" | "upstream_failed"): boolean {
  if (verdict === "wait") return !isFinished(state);
  if (verdict === "upstream_failed") return state === "failed" || state === "interrupted" || state === "upstream_failed";
  return verdict === "skip" && isFinished(state);
}

/** The first of them is enough for the rules that ask for one. */
function whenDone(rule: TriggerRule, holders: readonly WaitHolder[]): number | null {
  const ends = holders.map(({ expectedEnd }) => expectedEnd);
  const known = ends.filter((end) => end !== null);
  if (rule.startsWith("one_")) return known.length === 0 ? null : Math.min(...known);
  return known.length < ends.length || ends.length === 0 ? null : Math.max(...known);
}

function holderOf(task: WaitTask, { run }: WaitFacts, expectedEnd: number | null): WaitHolder {
  const since = { none: null, scheduled: task.scheduledAt, queued: task.queuedAt, running: task.startedAt }[task.state as string] ?? task.endedAt ?? null;
  return { dagId: run.dagId, runId: run.runId, taskId: task.id, state: task.state, since, expectedEnd };
}

function limitGates({ limits, at }: WaitFacts): WaitGate[] {
  return limits.map(({ name, limit, holders }) => ({ kind: "limit", isOpen: holders.length < limit, ...heldBy(holders), expectedAt: slotFreeAt(holders, limit, 0, at), used: holders.length, limit, name }));
}

function poolGate({ pool: { name, limit, needs, taken }, ahead, at }: WaitFacts): WaitGate {
  const used = taken.reduce((sum, { slots }) => sum + slots, 0);
  const expectedAt = needs > limit ? null : slotsFreeAt(taken, limit - needs - (ahead ?? 0), at);
  return { kind: "pool", isOpen: used + needs <= limit, ...heldBy(taken.map(({ holder }) => holder)), expectedAt, used, limit, pool: name, needs };
}

function parallelismGate({ engine, at }: WaitFacts): WaitGate {
  const used = engine.holders.length;
  return { kind: "parallelism", isOpen: used < engine.limit, ...heldBy(engine.holders), expectedAt: slotFreeAt(engine.holders, engine.limit, 0, at), used, limit: engine.limit, kept: engine.kept };
}

/** A line alone holds nobody back: it moves as soon as a slot is free. */
function orderGate({ ahead, priority }: WaitFacts): WaitGate {
  return { kind: "order", isOpen: true, ...nobody, ahead, priority };
}
