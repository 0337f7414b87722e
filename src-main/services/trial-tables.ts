/** Which tables a task hands on to those after it, in a try: pinned ones first, else those of its newest try, else what it publishes. */
import { createHash } from "node:crypto";
import type { TriedTable } from "../../shared/contract/tries.ts";
import type { Dag, Task } from "../../shared/model/dag.ts";
import { tablesBuiltBy } from "../../shared/sql/propose-deps.ts";
import type { TrialOrigin } from "../ports/sql-host.ts";
import type { Store } from "../ports/store.ts";
import type { Workspace } from "../ports/workspace.ts";
import { sqlOf } from "./dag-sql.ts";

export interface HandedOn {
  readonly task: string;
  readonly connection: string;
  readonly schema: string;
  readonly table: string;
  /** Its name in the trial schema; null for the published table. */
  readonly stored: string | null;
  readonly rows: number | null;
  readonly origin: TrialOrigin;
}

export interface HandedOnParts {
  readonly store: Store;
  readonly workspace: Workspace;
}

/** Where the tries of a DAG lie. The store's id keeps several workspaces on one database apart. */
export function trialSchema(storeId: string, dagId: string): string {
  const name = dagId.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_").slice(0, 24);
  return `dagwright_try_${name}_${createHash("sha256").update(`${storeId}/${dagId}`).digest("hex").slice(0, 8)}`;
}

/** A name that nothing has: what a pin points to when its data is gone. */
export const gonePin = "pin_is_gone";

export function handedOnBy(parts: HandedOnParts, dag: Dag, pins: Readonly<Record<string, string>>): (task: Task) => HandedOn[] {
  const { store } = parts;
  const tried = new Map(store.trials.outputs(dag.id).map((row) => [row.taskId, row.output]));
  return (task) => {
    const pin = pins[task.id];
    if (pin !== undefined) {
      const kept = store.trials.pins.get(dag.id, pin);
      if (kept === null) return publishedBy(parts, dag, task).map((table) => ({ ...table, stored: gonePin, origin: "pinned" }));
      return kept.outputs.flatMap(({ connection, made }) => made.map((table) => ({ task: task.id, connection, ...table, origin: "pinned" })));
    }
    const output = tried.get(task.id);
    if (output != null && output.made.length > 0) return output.made.map((table) => ({ task: task.id, connection: output.connection, ...table, origin: "tried" }));
    return publishedBy(parts, dag, task);
  };
}

/** What the task builds when the DAG runs. Its file of SQL may be missing; then nothing is known. */
export function publishedBy({ workspace }: Pick<HandedOnParts, "workspace">, dag: Dag, task: Task): HandedOn[] {
  const sql = sqlOf(task, { workspace, dag, config: workspace.config().config });
  return tablesBuiltBy(sql, dag).map(({ schema, table }) => ({ task: task.id, connection: sql.connection, schema, table, stored: null, rows: null, origin: "published" }));
}

/** As a screen shows it: what it stands for, and where its rows are to be read. */
export function shownTable(store: Store, dagId: string, { connection, schema, table, stored, rows, origin }: HandedOn): TriedTable {
  const place = stored === null ? { schema, table } : { schema: trialSchema(store.id, dagId), table: stored };
  return { connection, name: `${schema}.${table}`, ...place, rows, origin };
}
