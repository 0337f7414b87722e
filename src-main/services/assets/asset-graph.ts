/**
 * Which DAGs load which assets and which wait for them, by their files: who is before and after whom, and whether that goes round in a circle.
 * Who waits is told by the files alone; what is loaded takes a look into the SQL that creates the tables, which is kept as long as the reading of the file.
 */
import { findKnots } from "../../../shared/dag-file/find-cycles.ts";
import { assetOfTable, assetsIn, type AssetCondition } from "../../../shared/model/asset.ts";
import type { Dag, Task } from "../../../shared/model/dag.ts";
import { tablesBuiltBy } from "../../../shared/sql/propose-deps.ts";
import { hasTemplate } from "../../core/template-marks.ts";
import type { Workspace } from "../../ports/workspace.ts";
import { sqlOf } from "../dag-sql.ts";

export interface AssetLoad {
  readonly asset: string;
  readonly taskId: string;
}

type Files = Pick<Workspace, "readText" | "config">;

const known = new WeakMap<Dag, readonly AssetLoad[]>();

/** The assets that the tasks of a DAG load. A table whose name is made by a template is known only when it is loaded. */
export function loadsOf(workspace: Files, dag: Dag): readonly AssetLoad[] {
  const before = known.get(dag);
  if (before !== undefined) return before;
  const loads = dag.tasks.flatMap((task) => assetsOfTask(workspace, dag, task).map((asset) => ({ asset, taskId: task.id })));
  known.set(dag, loads);
  return loads;
}

function assetsOfTask(workspace: Files, dag: Dag, task: Task): string[] {
  const outlets = task.outlets ?? [];
  if ((task.kind !== "SqlTask" && task.kind !== "PythonTask") || task.ddl === null) return outlets;
  const bare: Task = task.kind === "SqlTask" ? { ...task, checks: [], sql: { kind: "inline", text: "" } } : { ...task, checks: [] };
  const sql = sqlOf(bare, { workspace, dag, config: workspace.config().config });
  const tables = tablesBuiltBy(sql, { prepSchema: dag.prepSchema, finalSchema: dag.finalSchema }).filter(({ table }) => !hasTemplate(table));
  return [...new Set([...tables.map(({ schema, table }) => assetOfTable(sql.connection, `${schema}.${table}`)), ...outlets])];
}

/** One DAG calls for runs of the next: by an asset, or because a task starts them. */
interface Step {
  readonly to: string;
  readonly asset: string | null;
}

export class AssetGraph {
  readonly #dags: ReadonlyMap<string, Dag>;
  readonly #loads: (dag: Dag) => readonly AssetLoad[];
  readonly #consumers = new Map<string, string[]>();
  #producers: Map<string, { dagId: string; taskId: string }[]> | null = null;
  #circular: ReadonlySet<string> | null = null;

  constructor(dags: readonly Dag[], loads: (dag: Dag) => readonly AssetLoad[]) {
    this.#dags = new Map(dags.map((dag) => [dag.id, dag]));
    this.#loads = loads;
    for (const dag of dags) if (dag.assets !== undefined) for (const asset of assetsIn(dag.assets)) push(this.#consumers, asset, dag.id);
  }

  /** DAGs that wait for it. */
  consumers(asset: string): readonly string[] {
    return this.#consumers.get(asset) ?? [];
  }

  /** What the DAG waits for; undefined where that is nothing. */
  conditionOf(dagId: string): AssetCondition | undefined {
    return this.#dags.get(dagId)?.assets;
  }

  loads(dagId: string): readonly AssetLoad[] {
    const dag = this.#dags.get(dagId);
    return dag === undefined ? [] : this.#loads(dag);
  }

  /** Tasks that load it. Asks all DAGs what they load. */
  producers(asset: string): readonly { dagId: string; taskId: string }[] {
    return this.#allProducers().get(asset) ?? [];
  }

  /** Every name that is loaded, then those that are only waited for. */
  names(): string[] {
    return [...new Set([...this.#allProducers().keys(), ...this.#consumers.keys()])];
  }

  #allProducers(): Map<string, { dagId: string; taskId: string }[]> {
    if (this.#producers !== null) return this.#producers;
    const producers = new Map<string, { dagId: string; taskId: string }[]>();
    for (const dag of this.#dags.values()) for (const { asset, taskId } of this.#loads(dag)) push(producers, asset, { dagId: dag.id, taskId });
    return (this.#producers = producers);
  }

  /** Where the runs of a DAG call for the next run of it, without end: the asset that closes the circle, and the way as a sentence. Null where they do not. */
  circleOf(dagId: string): { readonly asset: string; readonly words: string } | null {
    const before = new Map<string, { from: string; step: Step }>();
    const waiting = [dagId];
    for (const from of waiting) {
      for (const step of this.#next(from)) {
        if (step.to === dagId && step.asset !== null) return { asset: step.asset, words: wayWords(dagId, [...wayTo(dagId, from, before), step]) };
        if (step.to === dagId || before.has(step.to)) continue;
        before.set(step.to, { from, step });
        waiting.push(step.to);
      }
    }
    return null;
  }

  /** Whether it stands in any circle: one walk over all DAGs answers for each. Asks all DAGs what they load. */
  isCircular(dagId: string): boolean {
    if (this.#circular === null) {
      const nodes = [...this.#dags.keys()].map((id) => ({ id, deps: this.#next(id).map(({ to }) => to) }));
      this.#circular = new Set([...findKnots(nodes).flat(), ...nodes.flatMap(({ id, deps }) => (deps.includes(id) ? [id] : []))]);
    }
    return this.#circular.has(dagId);
  }

  #next(dagId: string): Step[] {
    const dag = this.#dags.get(dagId);
    if (dag === undefined) return [];
    const byAsset = this.#loads(dag).flatMap(({ asset }) => this.consumers(asset).map((to): Step => ({ to, asset })));
    return [...byAsset, ...dag.tasks.flatMap((task): Step[] => (task.kind === "TriggerDagTask" && !hasTemplate(task.trigger.dag) ? [{ to: task.trigger.dag, asset: null }] : []))];
  }
}

function wayTo(start: string, end: string, before: ReadonlyMap<string, { from: string; step: Step }>): Step[] {
  const way: Step[] = [];
  for (let at = end; at !== start; ) {
    const came = before.get(at);
    if (came === undefined) return way;
    way.unshift(came.step);
    at = came.from;
  }
  return way;
}

function wayWords(start: string, way: readonly Step[]): string {
  return `${start} ${way.map(({ to, asset }) => (asset === null ? `starts ${to}` : `loads ${asset}, which calls for ${to}`)).join(", which ")}, and so on without end`;
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
