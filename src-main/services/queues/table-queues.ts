/** Which tables are watched, one watcher a DAG; another one where the DAG or its connection says something else. */
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import type { Dag, TableQueueSpec } from "../../../shared/model/dag.ts";
import type { EventTableSpec, OpenEventTable } from "../../ports/event-table.ts";
import type { Clock } from "../../ports/machine.ts";
import type { Connections } from "../connections.ts";
import type { DagFiles } from "../dag-files.ts";
import type { EventTaker } from "./event-taker.ts";
import { TableQueue } from "./table-queue.ts";

export interface TableQueuesParts {
  readonly openTable: OpenEventTable;
  readonly connections: Pick<Connections, "reach">;
  readonly dags: DagFiles;
  readonly taker: EventTaker;
  readonly clock: Clock;
  readonly onChange: (dagId: string, trouble: string | null, hasTaken: boolean) => void;
}

interface Followed {
  readonly queue: TableQueue;
  /** What it connects to. */
  readonly place: string;
  dag: Dag;
}

export class TableQueues {
  readonly #parts: TableQueuesParts;
  readonly #followed = new Map<string, Followed>();

  constructor(parts: TableQueuesParts) {
    this.#parts = parts;
  }

  of(dagId: string): TableQueue | null {
    return this.#followed.get(dagId)?.queue ?? null;
  }

  follow(dag: Dag, spec: TableQueueSpec): void {
    const place = this.#placeOf(spec);
    const before = this.#followed.get(dag.id);
    if (before !== undefined && before.place !== place) this.forget(dag.id);
    const followed = this.#followed.get(dag.id);
    if (followed === undefined) {
      const queue = this.#make(dag.id, spec);
      this.#followed.set(dag.id, { queue, place, dag });
      queue.wake();
    } else if (followed.dag !== dag) {
      followed.dag = dag;
      followed.queue.retry();
    }
  }

  forget(dagId: string): void {
    void this.#followed.get(dagId)?.queue.close();
    this.#followed.delete(dagId);
  }

  async close(): Promise<void> {
    const all = [...this.#followed.values()];
    this.#followed.clear();
    await Promise.all(all.map(({ queue }) => queue.close()));
  }

  #make(dagId: string, spec: TableQueueSpec): TableQueue {
    const { openTable, taker, clock, dags, onChange } = this.#parts;
    return new TableQueue({
      ...{ open: openTable, taker, clock },
      spec: () => this.#specOf(spec),
      dag: () => dags.valid(dagId).dag,
      onChange: (trouble, hasTaken) => onChange(dagId, trouble, hasTaken),
    });
  }

  #specOf({ connection: id, table, ...rest }: TableQueueSpec): EventTableSpec {
    const connection = this.#parts.connections.reach(id);
    if (connection.kind !== "postgres") throw new AppError("connection/failed", `connection ${id}: is ${connection.kind}; a queue of a table needs PostgreSQL.`, { connection: id });
    if (connection.readOnly) throw new AppError("connection/failed", `connection ${id}: is read_only in dagwright.json; a queue writes marks into its table. Name a connection that may write.`, { connection: id });
    const [schema = "public", name = table] = table.includes(".") ? table.split(".") : ["public", table];
    const { id: idColumn, event, mark, notify } = rest;
    return { connection, schema, table: name, id: idColumn, event, mark, channel: notify };
  }

  /** In memory only: it holds a password. */
  #placeOf(spec: TableQueueSpec): string {
    try {
      return JSON.stringify(this.#specOf(spec));
    } catch (thrown) {
      return messageOf(thrown);
    }
  }
}
