/**
 * Replays a run from one of its tasks: that task and all that comes after it run as a try of the run's own DAG version, and what the others left in
 * that run stands in for them. Nothing is published, and nothing is mixed with the tries of the DAG of this workspace: replays have a name of their own.
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CapsuleManifest, CapsuleOutput } from "../../../shared/capsule/manifest.ts";
import { replayName } from "../../../shared/capsule/replay-name.ts";
import type { ReplayPlan } from "../../../shared/contract/capsules.ts";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import { buildGraph } from "../../../shared/graph/graph.ts";
import type { Dag, Task } from "../../../shared/model/dag.ts";
import type { RunSummary } from "../../../shared/model/run.ts";
import { embeddedConnection } from "../../../shared/model/workspace-config.ts";
import { secretMask } from "../../core/secret-text.ts";
import type { RunSource } from "../../ports/run-source.ts";
import type { ConnectionSpec, MadeTable, SqlHost } from "../../ports/sql-host.ts";
import type { PinRow, Store } from "../../ports/store.ts";
import type { Trials } from "../trials.ts";
import { gonePin, trialSchema } from "../trial-tables.ts";
import { within } from "../attempt-plan.ts";
import { sourcesOf } from "./run-facts.ts";
import { outputPlace, textPlace } from "./unpack-capsule.ts";

/** What is known of a run beside its facts: of a capsule from its manifest, of a run of this machine from its tables. */
export interface RunMatter {
  readonly runs: RunSource;
  readonly outputs: readonly CapsuleOutput[];
  readonly texts: Readonly<Record<string, { readonly text: string; readonly isMasked: boolean }>>;
  readonly masks: Pick<CapsuleManifest["masks"], "params" | "conf">;
  readonly isForeign: boolean;
  /** Absolute path of the rows of an output; null where they lie in the database of this workspace. */
  readonly rowsOf: (index: number) => string | null;
}

export interface ReplayParts {
  readonly store: Store;
  readonly trials: Trials;
  readonly sqlHost: SqlHost;
  readonly clock: { now(): number };
  readonly connection: (id: string) => ConnectionSpec;
  readonly isTrusted: () => boolean;
  /** Does something with the tables of a DAG's tries, of which none is swept before it is done. */
  readonly during: <T>(dagId: string, work: () => Promise<T>) => Promise<T>;
}

interface Split {
  readonly dag: Dag;
  /** Run again, in file order. */
  readonly again: readonly Task[];
  /** Come before one of these. */
  readonly before: readonly Task[];
}

export function matterOfCapsule({ runs, manifest, folder }: { runs: RunSource; manifest: CapsuleManifest; folder: string }): RunMatter {
  const texts = manifest.texts.flatMap(({ path, entry, isMasked }, index) => (entry === null ? [] : [[path, { text: readFileSync(join(folder, textPlace(index)), "utf8"), isMasked }] as const]));
  return { runs, outputs: manifest.outputs, texts: Object.fromEntries(texts), masks: manifest.masks, isForeign: true, rowsOf: (index) => join(folder, outputPlace(index)) };
}

export async function planReplay(parts: ReplayParts, matter: RunMatter, ask: { dagId: string; runId: string; taskId: string }): Promise<ReplayPlan> {
  const { run } = await matter.runs.get(ask);
  const split = await splitOf(matter, ask);
  const missing = missingOf(matter, split);
  const standIns = await Promise.all(split.before.map((task) => standInsOf(matter, ask, task)));
  return {
    tasks: split.again.map((task) => ({ taskId: task.id, kind: task.kind, code: codeOf(matter, split.dag, task) })),
    standIns: standIns.flat(),
    missing,
    params: run.params,
    conf: run.conf,
    paramTypes: Object.fromEntries(Object.entries(split.dag.params).map(([name, { type }]) => [name, type])),
    maskedParams: matter.masks.params,
    maskedConf: matter.masks.conf,
    isForeign: matter.isForeign,
    trouble: troubleOf(parts, split, matter),
  };
}

export async function replay(parts: ReplayParts, matter: RunMatter, ask: { dagId: string; runId: string; taskId: string; params: Record<string, unknown>; conf: Record<string, unknown>; isCodeSeen: boolean }): Promise<{ run: RunSummary; tasks: string[] }> {
  if (!parts.isTrusted()) throw new AppError("workspace/untrusted", "This workspace is not trusted, so nothing is replayed in it; trust it first.");
  if (matter.isForeign && !ask.isCodeSeen) throw new AppError("input/invalid", "Replay: the code of a capsule comes from somebody else; look at it and say so before it runs.");
  const { run } = await matter.runs.get(ask);
  const split = await splitOf(matter, ask);
  const trouble = troubleOf(parts, split, matter);
  if (trouble !== null) throw new AppError("input/invalid", `Replay of "${ask.taskId}": ${trouble}`);
  const params = filled("param", { ...run.params, ...ask.params }, matter.masks.params);
  const conf = filled("conf", { ...run.conf, ...ask.conf }, matter.masks.conf);
  const version = await matter.runs.version(ask);
  const name = replayName(ask.dagId);
  return parts.during(name, async () => {
    const pins = await makePins(parts, matter, { ask, split, name });
    const files = Object.fromEntries(Object.entries(matter.texts).map(([path, { text }]) => [path, text]));
    return parts.trials.replay({ path: version.file, text: version.source, files, mode: "from", tasks: [ask.taskId], params, conf, ...(run.logicalDate === null ? {} : { logicalDate: run.logicalDate }) }, { name, dag: split.dag, pins });
  });
}

async function splitOf({ runs }: RunMatter, ask: { dagId: string; runId: string; taskId: string }): Promise<Split> {
  const { dag } = await runs.version(ask);
  const { indexOf, upstream, downstream } = buildGraph(dag.tasks);
  const start = indexOf.get(ask.taskId);
  if (start === undefined) throw new AppError("task/not-found", `Run "${ask.runId}" of DAG "${ask.dagId}": has no task "${ask.taskId}".`, { taskId: ask.taskId });
  const again = new Set([start, ...[...reached(downstream, [start])].filter((index) => dag.tasks[index]?.enabled !== false)]);
  const before = [...reached(upstream, [...again])].filter((index) => !again.has(index));
  const inOrder = (indices: Iterable<number>): Task[] => [...indices].sort((one, other) => one - other).flatMap((index) => dag.tasks[index] ?? []);
  return { dag, again: inOrder(again), before: inOrder(before) };
}

function reached(next: readonly (readonly number[])[], from: readonly number[]): Set<number> {
  const seen = new Set(from);
  for (const at of seen) for (const one of next[at] ?? []) seen.add(one);
  return seen;
}

function codeOf({ texts }: RunMatter, dag: Dag, task: Task): ReplayPlan["tasks"][number]["code"] {
  return sourcesOf(task).map(({ name, source }) => {
    if (source.kind === "inline") return { name, text: source.text, isMasked: source.text.includes(secretMask) };
    const path = within(dag, source.path);
    const found = Object.hasOwn(texts, path) ? texts[path] : undefined;
    return { name: path, text: found?.text ?? "(this file of the workspace, as it is now)", isMasked: found?.isMasked ?? false };
  });
}

async function standInsOf(matter: RunMatter, ask: { dagId: string; runId: string }, task: Task): Promise<ReplayPlan["standIns"]> {
  const { xcoms } = await matter.runs.task(ask, task.id);
  const tables = matter.outputs.filter(({ taskId, entry }) => taskId === task.id && entry !== null);
  if (tables.length === 0) return xcoms.length === 0 ? [] : [{ taskId: task.id, table: null, rows: null, totalRows: null, isCut: false, masked: [], xcoms: xcoms.length }];
  return tables.map(({ schema, table, rows, totalRows, isCut, columns }, index) => ({
    taskId: task.id,
    table: `${schema}.${table}`,
    rows,
    totalRows,
    isCut,
    masked: columns.flatMap(({ name, mask }) => (mask === null ? [] : [name])),
    xcoms: index === 0 ? xcoms.length : 0,
  }));
}

function missingOf({ outputs }: RunMatter, { before }: Split): ReplayPlan["missing"] {
  const ids = new Set(before.map(({ id }) => id));
  return outputs.flatMap(({ taskId, schema, table, entry, note }) => (entry === null && ids.has(taskId) ? [{ taskId, table: `${schema}.${table}`, why: note ?? "it was left out" }] : []));
}

function troubleOf({ connection, isTrusted }: ReplayParts, { dag, again, before }: Split, { outputs }: RunMatter): string | null {
  if (!isTrusted()) return "this workspace is not trusted, so nothing may run in it.";
  const used = again.flatMap((task) => (task.kind === "SqlTask" || (task.kind === "PythonTask" && task.ddl !== null) ? [task.connection ?? dag.connection ?? embeddedConnection] : []));
  const ids = new Set(before.map(({ id }) => id));
  const read = outputs.filter(({ taskId, entry }) => entry !== null && ids.has(taskId)).map((output) => output.connection);
  for (const id of new Set([...used, ...read])) {
    try {
      connection(id);
    } catch (thrown) {
      return `it needs the connection "${id}": ${messageOf(thrown)}`;
    }
  }
  return null;
}

function filled(kind: string, values: Record<string, unknown>, masked: readonly string[]): Record<string, unknown> {
  const open = masked.filter((name) => values[name] === secretMask);
  if (open.length === 0) return values;
  throw new AppError("params/invalid", `Replay: the ${kind} ${open.map((name) => JSON.stringify(name)).join(", ")} was masked when the capsule was made; give a value.`, { names: open });
}

/** Pins of one replay; those of older ones go when nothing runs on them. */
async function makePins(parts: ReplayParts, matter: RunMatter, { ask, split, name }: { ask: { dagId: string; runId: string }; split: Split; name: string }): Promise<Record<string, string>> {
  const { store, clock } = parts;
  const made: PinRow[] = [];
  for (const task of split.before) {
    const id = `c${randomBytes(6).toString("hex")}`;
    const { xcoms } = await matter.runs.task(ask, task.id);
    const outputs = await copyTables(parts, matter, { id, task, name });
    made.push({ id, dagId: name, taskId: task.id, madeAt: clock.now(), runId: ask.runId, outputs, xcoms: Object.fromEntries(xcoms.map(({ key, value }) => [key, value])), log: null });
  }
  const needed = new Set(store.trials.list(name).flatMap((run) => (run.state === "queued" || run.state === "running" ? Object.values(store.trials.of(run.key)?.pins ?? {}) : [])));
  store.atomically(() => {
    for (const old of store.trials.pins.list(name)) if (!needed.has(old.id)) store.trials.pins.remove(old.id);
    for (const pin of made) store.trials.pins.put(pin);
  });
  return Object.fromEntries(made.map(({ taskId, id }) => [taskId, id]));
}

async function copyTables({ store, sqlHost, connection }: ReplayParts, matter: RunMatter, { id, task, name }: { id: string; task: Task; name: string }): Promise<PinRow["outputs"]> {
  const schema = trialSchema(store.id, name);
  const byConnection = new Map<string, MadeTable[]>();
  for (const [index, output] of matter.outputs.entries()) {
    if (output.taskId !== task.id) continue;
    // Before anything lies there: what a crash leaves half-copied is swept by the next engine.
    store.atomically(() => store.trials.areas.soil({ dagId: name, connection: output.connection, schema }));
    const stored = output.entry === null ? gonePin : `${id}_${index}`;
    const rows = output.entry === null ? 0 : await copyTable(sqlHost, connection(output.connection), output, { file: matter.rowsOf(index), to: { schema, table: stored } });
    byConnection.set(output.connection, [...(byConnection.get(output.connection) ?? []), { schema: output.schema, table: output.table, stored, rows }]);
  }
  return [...byConnection].map(([on, made]) => ({ connection: on, made }));
}

function copyTable(sqlHost: SqlHost, connection: ConnectionSpec, { schema, table, columns, dialect }: CapsuleOutput, { file, to }: { file: string | null; to: { schema: string; table: string } }): Promise<number> {
  if (file === null) return sqlHost.copyIntoTrials(connection, { schema, table }, to);
  return sqlHost.loadIntoTrials(connection, { file, columns: connection.kind === dialect ? columns.map(({ name, type }) => ({ name, type })) : [] }, to);
}
