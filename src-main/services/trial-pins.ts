/**
 * Pins: what a task handed on, kept so that those after it can be tried without it. The DAG file names a pin under `ui.pins`; its rows are
 * copies in the trial schema, its XComs and the end of its log are in the store. Taking a pin off is an edit of the file, which can be undone:
 * a few pins of each task are therefore kept.
 */
import { randomBytes } from "node:crypto";
import type { Pin } from "../../shared/contract/tries.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Clock } from "../ports/machine.ts";
import type { ConnectionSpec, MadeTable, SqlHost } from "../ports/sql-host.ts";
import type { PinRow, RunRow, Store } from "../ports/store.ts";
import type { Workspace } from "../ports/workspace.ts";
import type { RunImages } from "./images.ts";
import type { Logs } from "./logs.ts";
import { type HandedOn, handedOnBy, shownTable, trialSchema } from "./trial-tables.ts";

export interface TrialPinsParts {
  readonly store: Store;
  readonly workspace: Workspace;
  readonly images: RunImages;
  readonly logs: Logs;
  readonly sqlHost: SqlHost;
  readonly clock: Clock;
  readonly connection: (id: string) => ConnectionSpec;
  readonly isTrusted: () => boolean;
  /** Does something with the tables of a DAG's tries, of which none is swept before it is done. */
  readonly during: <T>(dagId: string, work: () => Promise<T>) => Promise<T>;
}

const keptOfEachTask = 4;
const keptLogBytes = 65_536;
const runsBack = 30;

export class TrialPins {
  readonly #parts: TrialPinsParts;

  constructor(parts: TrialPinsParts) {
    this.#parts = parts;
  }

  pin(dagId: string, taskId: string): Promise<Pin> {
    const { isTrusted, during } = this.#parts;
    if (!isTrusted()) throw new AppError("workspace/untrusted", "This workspace is not trusted, so its databases are not reached and nothing is pinned; trust it first.");
    return during(dagId, () => this.#keep(dagId, taskId));
  }

  async #keep(dagId: string, taskId: string): Promise<Pin> {
    const { store, clock } = this.#parts;
    const from = this.#newest(dagId, taskId);
    const id = `p${randomBytes(5).toString("hex")}`;
    const xcoms = Object.fromEntries(store.xcoms.ofTask(from.row.key, from.task).map(({ key, value }) => [key, value]));
    const log = this.#parts.logs.read({ dagId, runId: from.row.runId, taskId, tryNumber: from.tryNumber }, -keptLogBytes, keptLogBytes).text;
    const outputs = await this.#copyTables(id, from);
    const pin: PinRow = { id, dagId, taskId, madeAt: clock.now(), runId: from.row.runId, outputs, xcoms, log: log === "" ? null : log };
    store.atomically(() => {
      store.trials.pins.put(pin);
      for (const old of store.trials.pins.list(dagId).filter((one) => one.taskId === taskId).slice(keptOfEachTask)) store.trials.pins.remove(old.id);
    });
    return shownPin(store, pin);
  }

  edit(dagId: string, pinId: string, xcoms: Record<string, unknown>): Pin {
    const { store } = this.#parts;
    const pin = store.trials.pins.get(dagId, pinId);
    if (!pin) throw new AppError("result/not-found", `DAG "${dagId}": the data of pin "${pinId}" is not here; pin the task anew.`, { dagId, pinId });
    const next = { ...pin, xcoms };
    store.atomically(() => store.trials.pins.put(next));
    return shownPin(store, next);
  }

  /** The try or run to take it from. */
  #newest(dagId: string, taskId: string): From {
    const { store } = this.#parts;
    const tried = store.trials.outputs(dagId).find((row) => row.taskId === taskId);
    const candidates = tried ? [store.runs.get(tried.run)] : store.runs.list({ dagId, limit: runsBack });
    for (const row of candidates) {
      const found = store.tasks.loadOne(row.key, taskId);
      if (found?.instance.state === "success") return { row, taskId, task: found.index, tryNumber: found.instance.tryNumber };
    }
    throw new AppError("run/not-found", `Task "${taskId}" of DAG "${dagId}": has not ended well yet, neither in a try nor in its last ${runsBack} runs, so there is nothing to pin; try it first.`, { dagId, taskId });
  }

  async #copyTables(id: string, from: From): Promise<PinRow["outputs"]> {
    const { store, sqlHost, connection } = this.#parts;
    const schema = trialSchema(store.id, from.row.dagId);
    const byConnection = new Map<string, MadeTable[]>();
    const tables = this.#tablesOf(from);
    // Before anything lies there: what a crash leaves half-copied is swept by the next engine.
    store.atomically(() => tables.forEach((table) => store.trials.areas.soil({ dagId: from.row.dagId, connection: table.connection, schema })));
    for (const [index, table] of tables.entries()) {
      const stored = `${id}_${index}`;
      const source = table.stored === null ? { schema: table.schema, table: table.table } : { schema, table: table.stored };
      const rows = await sqlHost.copyIntoTrials(connection(table.connection), source, { schema, table: stored });
      byConnection.set(table.connection, [...(byConnection.get(table.connection) ?? []), { schema: table.schema, table: table.table, stored, rows }]);
    }
    return [...byConnection].map(([name, made]) => ({ connection: name, made }));
  }

  #tablesOf({ row, taskId }: From): HandedOn[] {
    const { dag } = this.#parts.images.version(row.versionId).version;
    const task = dag.tasks.find(({ id }) => id === taskId);
    return task ? handedOnBy(this.#parts, dag, {})(task) : [];
  }
}

interface From {
  readonly row: RunRow;
  readonly taskId: string;
  readonly task: number;
  readonly tryNumber: number;
}

export function shownPin(store: Store, { id, dagId, taskId, madeAt, runId, outputs, xcoms, log }: PinRow): Pin {
  const tables = outputs.flatMap(({ connection, made }) => made.map((table) => shownTable(store, dagId, { task: taskId, connection, ...table, origin: "pinned" })));
  return { id, taskId, madeAt, runId, tables, xcoms: { ...xcoms }, log };
}
