/**
 * Compares two runs of a DAG task by task. Pure: both sides are values, of whatever source. Linear in the number of tasks.
 * Long rendered texts are not among the facts, only their hashes: `tasksToRender` names the tasks whose texts are others, and
 * a RenderedComparer says what is different in them.
 */
import { diffDags, type DagDiff, type FieldChange } from "../dag-diff/dag-diff.ts";
import { valueWords } from "../dag-diff/diff-words.ts";
import { isPlain } from "../dag-file/plain-form.ts";
import { isSameValue } from "../dag-diff/same-value.ts";
import { formatPath } from "../dag-file/field-path.ts";
import type { TaskInstance } from "../model/run.ts";
import type { RunComparison, ShownChange, TaskPair, TaskSide } from "./comparison.ts";
import { changedFiles, contentsOfDags } from "./content-of-dag.ts";
import { judgeTask } from "./judge-task.ts";
import type { RenderedChange } from "./rendered-change.ts";
import type { CheckFact, RunSide, TaskFacts } from "./run-side.ts";

const noDiff: DagDiff = { dag: [], tasks: [], edges: [], groups: [], notes: [], isRedrawn: false };

export interface RenderedPair {
  readonly taskId: string;
  readonly before: NonNullable<TaskFacts["rendered"]>;
  readonly after: NonNullable<TaskFacts["rendered"]>;
}

/** Tasks of both runs that rendered another text. */
export function tasksToRender(before: readonly TaskFacts[], after: readonly TaskFacts[]): RenderedPair[] {
  const old = new Map(before.map(({ taskId, rendered }) => [taskId, rendered]));
  return after.flatMap(({ taskId, rendered: now }): RenderedPair[] => {
    const then = old.get(taskId) ?? null;
    return then === null || now === null || isSameRendered(then, now) ? [] : [{ taskId, before: then, after: now }];
  });
}

function isSameRendered(before: RenderedPair["before"], after: RenderedPair["after"]): boolean {
  return "json" in before ? "json" in after && before.json === after.json : "hash" in after && before.hash === after.hash;
}

export function compareRuns(before: RunSide, after: RunSide, rendered: ReadonlyMap<string, RenderedChange>): RunComparison {
  const isSameVersion = before.version === after.version || (before.version.source === after.version.source && changedFiles(before.version.files, after.version.files).size === 0);
  const diff = isSameVersion ? noDiff : diffDags(...contentsOfDags(before.version, after.version));
  return {
    before: before.detail.run,
    after: after.detail.run,
    tasks: pairTasks(before, after, new Map(diff.tasks.map(({ id, kind, fields }) => [id, kind === "changed" ? fields : []])), rendered),
    edges: [...diff.edges],
    dag: diff.dag.map(shown),
    params: diffValues(before.detail.run.params, after.detail.run.params),
    conf: diffValues(before.detail.run.conf, after.detail.run.conf),
    isSameVersion,
  };
}

const none: readonly never[] = [];

function pairTasks(before: RunSide, after: RunSide, fields: ReadonlyMap<string, readonly FieldChange[]>, rendered: ReadonlyMap<string, RenderedChange>): TaskPair[] {
  const [old, now] = [byTask(before), byTask(after)];
  return [...new Set([...now.keys(), ...old.keys()])].map((taskId) => {
    const [one, other] = [old.get(taskId), now.get(taskId)];
    const [oneFacts, otherFacts] = withoutSame(one?.facts.checks ?? none, other?.facts.checks ?? none);
    const change = rendered.get(taskId);
    const pair = {
      taskId,
      kind: other?.kind ?? one?.kind ?? "",
      before: one === undefined ? null : sideOf(one, oneFacts),
      after: other === undefined ? null : sideOf(other, otherFacts),
      fields: fields.get(taskId)?.map(shown) ?? none,
      rendered: change?.fields ?? none,
      dated: change?.dated ?? none,
      ...diffXcoms(one?.facts.xcoms ?? none, other?.facts.xcoms ?? none),
    };
    return { ...pair, ...judgeTask(pair) };
  });
}

interface Found {
  readonly instance: TaskInstance;
  readonly facts: TaskFacts;
  readonly kind: string;
}

function byTask({ detail, facts }: RunSide): Map<string, Found> {
  const known = new Map(facts.map((fact) => [fact.taskId, fact]));
  const kinds = new Map(detail.graph.map(({ id, kind }) => [id, kind]));
  return new Map(detail.tasks.map((instance) => [instance.taskId, { instance, facts: known.get(instance.taskId) ?? noFacts(instance.taskId), kind: kinds.get(instance.taskId) ?? "" }]));
}

function noFacts(taskId: string): TaskFacts {
  return { taskId, exitCode: null, table: null, cpuMs: null, peakRssBytes: null, logBytes: null, rendered: null, checks: [], xcoms: [] };
}

function sideOf({ instance, facts }: Found, checks: readonly CheckFact[]): TaskSide {
  const { exitCode, cpuMs, peakRssBytes, logBytes } = facts;
  return { ...sideOfInstance(instance), exitCode, cpuMs, peakRssBytes, logBytes, checks };
}

/** What events tell of a task while its run goes. */
export function sideOfInstance({ state, tryNumber, scheduledAt, queuedAt, startedAt, endedAt, reason, rowsLoaded }: TaskInstance): Pick<TaskSide, "state" | "tryNumber" | "scheduledAt" | "queuedAt" | "startedAt" | "endedAt" | "reason" | "rows"> {
  return { state, tryNumber, scheduledAt, queuedAt, startedAt, endedAt, reason, rows: rowsLoaded };
}

/** Without checks that passed alike: there may be many, and nobody asks for them here. */
function withoutSame(before: readonly CheckFact[], after: readonly CheckFact[]): readonly [readonly CheckFact[], readonly CheckFact[]] {
  if (before.length === 0 && after.length === 0) return [none, none];
  const isSamePass = (check: CheckFact, others: readonly CheckFact[]): boolean => check.outcome === "passed" && others.some(({ name, outcome }) => name === check.name && outcome === "passed");
  return [before.filter((check) => !isSamePass(check, after)), after.filter((check) => !isSamePass(check, before))];
}

function diffXcoms(before: Readonly<TaskFacts["xcoms"]>, after: Readonly<TaskFacts["xcoms"]>): Pick<TaskPair, "xcoms" | "loneXcoms"> {
  if (before.length === 0 && after.length === 0) return { xcoms: none, loneXcoms: none };
  const [old, now] = [new Map(before.map(({ key, hash }) => [key, hash])), new Map(after.map(({ key, hash }) => [key, hash]))];
  const keys = [...new Set([...now.keys(), ...old.keys()])];
  return { xcoms: keys.filter((key) => old.has(key) && now.has(key) && old.get(key) !== now.get(key)), loneXcoms: keys.filter((key) => old.has(key) !== now.has(key)) };
}

type Values = Readonly<Record<string, unknown>>;

function diffValues(before: Values, after: Values, under: readonly string[] = []): ShownChange[] {
  const own = (values: Values, key: string): unknown => (Object.hasOwn(values, key) ? values[key] : undefined);
  return [...new Set([...Object.keys(after), ...Object.keys(before)])].flatMap((key) => {
    const [old, now] = [own(before, key), own(after, key)];
    if (isSameValue(old, now)) return [];
    if (isPlain(old) && isPlain(now)) return diffValues(old, now, [...under, key]);
    return [shown({ path: formatPath([...under, key]), before: old, after: now })];
  });
}

/** As much as a person reads of one value; texts have their own place. */
const longestValue = 2000;

function shown({ path, before, after }: FieldChange): ShownChange {
  const words = (value: unknown): string | null => (value === undefined ? null : cut(valueWords(value)));
  return { path, before: words(before), after: words(after) };
}

function cut(text: string): string {
  return text.length <= longestValue ? text : `${text.slice(0, longestValue)}…`;
}
