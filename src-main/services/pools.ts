/** The pools of the workspace: what they have, who takes it, what waits. Their bounds stand in `dagwright.json`. */
import type { AuditEntry } from "../../shared/contract/audit.ts";
import type { PoolState } from "../../shared/contract/pools.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Actor } from "../../shared/model/actor.ts";
import type { Dag } from "../../shared/model/dag.ts";
import { Pool } from "../../shared/model/workspace-config.ts";
import { taskIdAt } from "../core/mapping.ts";
import type { Store } from "../ports/store.ts";
import type { Workspace } from "../ports/workspace.ts";
import { engineActor, type AuditTrail } from "./audit-trail.ts";
import type { Claim } from "./claims.ts";
import type { RunImages } from "./images.ts";
import type { Scheduler } from "./scheduler.ts";

export interface PoolsParts {
  readonly workspace: Pick<Workspace, "config" | "saveConfig">;
  readonly images: RunImages;
  readonly scheduler: Pick<Scheduler, "slots">;
  readonly store: Pick<Store, "atomically">;
  readonly audit: Pick<AuditTrail, "add" | "tell">;
  /** The DAGs as they are today, as far as they are read. */
  readonly dags: () => readonly { readonly dagId: string; readonly dag: Dag | null }[];
  /** Bounds were changed: what waits may start. */
  readonly onChange: () => void;
}

const mostNamed = 20;
const longestName = 250;

export class Pools {
  readonly #parts: PoolsParts;

  constructor(parts: PoolsParts) {
    this.#parts = parts;
  }

  /** Pools that have a bound, that a DAG names, that somebody uses, or that something waits for. */
  list(): PoolState[] {
    const { workspace, scheduler } = this.#parts;
    const bounds = workspace.config().config.pools;
    const held = Map.groupBy(scheduler.slots.holders(), ({ claim }) => claim.pool);
    const waiting = scheduler.slots.waiting(mostNamed);
    const users = this.#users();
    const names = new Set([...Object.keys(bounds), ...users.keys(), ...held.keys(), ...waiting.keys()]);
    return [...names].toSorted().map((name) => {
      const holders = held.get(name) ?? [];
      const { next, count } = waiting.get(name) ?? { next: [], count: 0 };
      return {
        name,
        slots: Object.hasOwn(bounds, name) ? (bounds[name] ?? null) : null,
        used: holders.reduce((sum, { claim }) => sum + claim.width, 0),
        running: holders.slice(0, mostNamed).map((holder) => this.#named(holder, holder.claim)),
        runningCount: holders.length,
        waiting: next.map(({ item, claim }) => this.#named(item, claim)),
        waitingCount: count,
        dags: (users.get(name) ?? []).slice(0, mostNamed),
        dagCount: users.get(name)?.length ?? 0,
      };
    });
  }

  /** Null takes the bound away. Throws settings/invalid naming what was found and what would be right. */
  set(name: string, slots: number | null, by: Actor = engineActor): { pools: PoolState[]; entry: number | null } {
    if (name.trim() === "" || name.length > longestName) throw new AppError("settings/invalid", `Pool name ${JSON.stringify(name.slice(0, 80))}: expected 1 to ${longestName} characters.`);
    const read = Pool.nullable().safeParse(slots);
    if (!read.success) throw new AppError("settings/invalid", `Pool "${name}": found ${slots} slots; expected a whole number, 1 or more.`);
    const former = this.#boundOf(name);
    if (slots === null && former === null) throw new AppError("settings/invalid", `Pool "${name}": has no bound in dagwright.json; known are ${Object.keys(this.#parts.workspace.config().config.pools).join(", ") || "none"}.`);
    if (slots === former) return { pools: this.list(), entry: null };
    const { audit, onChange } = this.#parts;
    const act = slots === null ? "pool.remove" : "pool.set";
    const entry = this.#write(name, slots, () => audit.add({ by, act, arguments: { pool: name, ...(slots === null ? {} : { slots }) }, former: { slots: former } }));
    onChange();
    audit.tell(null);
    return { pools: this.list(), entry };
  }

  /** Back to what it was; `record` writes the entry of that. Answers why not, or null when it is done. */
  takeBack({ arguments: { pool, slots = null } }: Pick<AuditEntry, "arguments">, former: { readonly slots: number | null }, record: () => number): string | null {
    const name = String(pool);
    const now = this.#boundOf(name);
    if (now !== slots) return `it has ${now === null ? "no bound" : `${now} slots`} by now`;
    this.#write(name, former.slots, record);
    this.#parts.onChange();
    return null;
  }

  #boundOf(name: string): number | null {
    const { pools } = this.#parts.workspace.config().config;
    return Object.hasOwn(pools, name) ? (pools[name] ?? null) : null;
  }

  /** What could not be read of the pools would be lost, so nothing is written over it. */
  #write(name: string, slots: number | null, record: () => number): number {
    const { workspace, store } = this.#parts;
    const { config, diagnostics } = workspace.config();
    const wrong = diagnostics.find((one) => one.severity === "error" && one.field?.startsWith("pools"));
    if (wrong) throw new AppError("settings/invalid", `${wrong.file}:${wrong.line}:${wrong.column}: ${wrong.message} Mend that first, so that nothing of it is lost.`);
    const { [name]: _before, ...others } = config.pools;
    let isWritten = false;
    try {
      return store.atomically(() => {
        const entry = record();
        workspace.saveConfig({ pools: slots === null ? others : { ...config.pools, [name]: slots } });
        isWritten = true;
        return entry;
      });
    } catch (thrown) {
      // The file is no part of the transaction, which was not stored after all.
      if (isWritten) workspace.saveConfig({ pools: config.pools });
      throw thrown;
    }
  }

  #users(): Map<string, { dagId: string; tasks: number }[]> {
    const users = new Map<string, { dagId: string; tasks: number }[]>();
    for (const { dagId, dag } of this.#parts.dags()) {
      const tasks = Map.groupBy(dag?.tasks ?? [], ({ pool }) => pool);
      for (const [pool, of] of tasks) users.set(pool, [...(users.get(pool) ?? []), { dagId, tasks: of.length }]);
    }
    return users;
  }

  #named({ run, task }: { readonly run: number; readonly task: number }, { width, priority }: Claim): PoolState["running"][number] {
    const { row, image } = this.#parts.images.get(run);
    return { dagId: row.dagId, runId: row.runId, taskId: taskIdAt(image, task), slots: width, priority };
  }
}
