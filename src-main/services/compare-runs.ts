/** Sets two runs side by side, each read from its own source; what is different is decided in shared/run-view. */
import type { CompareLogs, CompareRuns, LogComparison } from "../../shared/contract/compare.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { RenderedField } from "../../shared/model/run.ts";
import { compareRuns, tasksToRender, type RenderedPair } from "../../shared/run-view/compare-runs.ts";
import type { RunComparison } from "../../shared/run-view/comparison.ts";
import { RenderedComparer, type RenderedChange } from "../../shared/run-view/rendered-change.ts";
import type { RunSide } from "../../shared/run-view/run-side.ts";
import type { Clock } from "../ports/machine.ts";
import type { RunName, RunSource, StopSignal } from "../ports/run-source.ts";
import { compareLogs } from "./compare-logs.ts";
import type { RunSources } from "./run-sources.ts";

/** Texts that are held at once. */
const tasksAtOnce = 500;
/** So long one question about logs reads on before it says how far it came. */
const logBudgetMs = 1000;

type SidedRun = CompareRuns["before"];

/** Throws AppError input/invalid where the runs are of two DAGs. */
export async function compareTwoRuns(sources: RunSources, { before, after }: CompareRuns): Promise<RunComparison> {
  if (before.dagId !== after.dagId) throw otherDag(before, after);
  const [one, other] = [sources.of(before.source), sources.of(after.source)];
  const [old, now] = [await readSide(one, before), await readSide(other, after)];
  const rendered = await compareTexts({ run: one, of: before, side: old }, { run: other, of: after, side: now });
  return compareRuns(old, now, rendered);
}

interface ReadSide {
  readonly run: RunSource;
  readonly of: RunName;
  readonly side: RunSide;
}

async function compareTexts(before: ReadSide, after: ReadSide): Promise<Map<string, RenderedChange>> {
  const comparer = new RenderedComparer(before.side.detail.run, after.side.detail.run);
  const changes = new Map<string, RenderedChange>();
  const pairs = tasksToRender(before.side.facts, after.side.facts);
  for (let at = 0; at < pairs.length; at += tasksAtOnce) {
    const some = pairs.slice(at, at + tasksAtOnce);
    const [old, now] = [await textsOf(before, some.map(({ taskId, before: text }) => ({ taskId, text }))), await textsOf(after, some.map(({ taskId, after: text }) => ({ taskId, text })))];
    for (const { taskId } of some) {
      const change = comparer.change(old.get(taskId) ?? [], now.get(taskId) ?? []);
      if (change !== null) changes.set(taskId, change);
    }
    await othersTurn();
  }
  return changes;
}

/** Short texts are among the facts; the others are asked for. */
async function textsOf({ run, of }: ReadSide, tasks: readonly { taskId: string; text: RenderedPair["before"] }[]): Promise<Map<string, readonly RenderedField[]>> {
  const long = tasks.flatMap(({ taskId, text }) => ("hash" in text ? [taskId] : []));
  const asked = long.length === 0 ? [] : await run.rendered(of, long);
  const known = tasks.flatMap(({ taskId, text }) => ("json" in text ? [[taskId, JSON.parse(text.json) as RenderedField[]] as const] : []));
  return new Map<string, readonly RenderedField[]>([...known, ...asked.map(({ taskId, fields }) => [taskId, fields] as const)]);
}

export function compareTries({ sources, clock }: { sources: RunSources; clock: Clock }, input: CompareLogs, signal?: StopSignal): Promise<LogComparison> {
  const sides = { before: sources.of(input.before.source), after: sources.of(input.after.source) };
  return compareLogs(sides, input, { budgetMs: logBudgetMs, now: () => clock.monotonic(), signal });
}

async function readSide(source: RunSource, run: RunName): Promise<RunSide> {
  const detail = await source.get(run);
  const version = await source.version(run);
  const facts = await source.taskFacts(run);
  await othersTurn();
  return { detail, version: { ...version, files: await source.versionFiles(run) }, facts };
}

function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function otherDag(before: SidedRun, after: SidedRun): AppError {
  return new AppError("input/invalid", `Run "${before.runId}" is of DAG "${before.dagId}" and run "${after.runId}" of DAG "${after.dagId}"; only runs of one DAG can be compared.`, { before: before.dagId, after: after.dagId });
}

