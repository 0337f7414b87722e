/**
 * A comparison as it is sent: the tasks as one text of nested lists, which is parsed at once, where thousands of objects would each be
 * checked and walked. Instants count from when their run was queued. Pure; what was packed comes back equal.
 */
import { TaskState } from "../model/states.ts";
import { Facet, type PackedComparison, type RunComparison, type TaskPair, type TaskSide } from "./comparison.ts";

type Sent = readonly unknown[];

export function packComparison({ tasks, ...head }: RunComparison): PackedComparison {
  return { ...head, tasks: JSON.stringify(tasks.map((pair) => packPair(pair, head.before.queuedAt, head.after.queuedAt))) };
}

export function unpackComparison({ tasks, ...head }: PackedComparison): RunComparison {
  const sent = JSON.parse(tasks) as readonly Sent[];
  return { ...head, tasks: sent.map((pair) => unpackPair(pair, head.before.queuedAt, head.after.queuedAt)) };
}

const none: readonly never[] = [];

/** Rare parts stand together at the end, and are left out where there are none. */
function packPair({ taskId, kind, before, after, fields, rendered, dated, xcoms, loneXcoms, notable, minor }: TaskPair, old: number, now: number): Sent {
  const rest = [fields, rendered, dated, xcoms, loneXcoms];
  const common = [taskId, kind, before && packSide(before, old), after && packSide(after, now), maskOf(notable), maskOf(minor)];
  return rest.every((each) => each.length === 0) ? common : [...common, ...rest];
}

function unpackPair(sent: Sent, old: number, now: number): TaskPair {
  const [taskId, kind, before, after, notable, minor, fields = none, rendered = none, dated = none, xcoms = none, loneXcoms = none] = sent as [string, string, Sent | null, Sent | null, number, number, TaskPair["fields"]?, string[]?, string[]?, string[]?, string[]?];
  return { taskId, kind, before: before && unpackSide(before, old), after: after && unpackSide(after, now), fields, rendered, dated, xcoms, loneXcoms, notable: facetsOf(notable), minor: facetsOf(minor) };
}

function packSide(side: TaskSide, base: number): Sent {
  const since = (at: number | null): number | null => (at === null ? null : at - base);
  const times = [since(side.scheduledAt), since(side.queuedAt), since(side.startedAt), since(side.endedAt)];
  const common = [TaskState.options.indexOf(side.state), side.tryNumber, ...times, side.rows, side.exitCode, side.cpuMs, side.peakRssBytes, side.logBytes];
  return side.reason === null && side.checks.length === 0 ? common : [...common, side.reason, side.checks];
}

function unpackSide(sent: Sent, base: number): TaskSide {
  const [state, tryNumber, scheduled, queued, started, ended, rows, exitCode, cpuMs, peakRssBytes, logBytes, reason = null, checks = none] = sent as unknown as [number, number, number | null, number | null, number | null, number | null, number | null, number | null, number | null, number | null, number | null, string?, TaskSide["checks"]?];
  const at = (since: number | null): number | null => (since === null ? null : since + base);
  return { state: TaskState.options[state] ?? "none", tryNumber, scheduledAt: at(scheduled), queuedAt: at(queued), startedAt: at(started), endedAt: at(ended), reason, rows, exitCode, cpuMs, peakRssBytes, logBytes, checks };
}

const bits = new Map(Facet.options.map((facet, index) => [facet, 1 << index]));

function maskOf(facets: readonly Facet[]): number {
  return facets.reduce((mask, facet) => mask | (bits.get(facet) ?? 0), 0);
}

const listed = new Map<number, readonly Facet[]>();

/** The same list for the same mask: there are few of them. */
function facetsOf(mask: number): readonly Facet[] {
  const known = listed.get(mask);
  if (known !== undefined) return known;
  const facets = Facet.options.filter((facet) => (mask & (bits.get(facet) ?? 0)) !== 0);
  listed.set(mask, facets);
  return facets;
}
