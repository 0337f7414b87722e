/** The pools of the workspace: what they have, who takes it, what waits. Their bounds stand in `dagwright.json`. */
import type { PoolState } from "../../shared/contract/pools.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { Pool } from "../../shared/model/workspace-config.ts";
import { taskIdAt } from "../core/mapping.ts";
import type { Workspace } from "../ports/workspace.ts";
import type { Claim } from "./claims.ts";
import type { RunImages } from "./images.ts";
import type { Scheduler } from "./scheduler.ts";

export interface PoolsParts {
  readonly workspace: Pick<Workspace, "config" | "saveConfig">;
  readonly images: RunImages;
  readonly scheduler: Pick<Scheduler, "slots">;
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

  /** Pools that have a bound, that somebody uses, or that something waits for. */
  list(): PoolState[] {
    const { workspace, scheduler } = this.#parts;
    const bounds = workspace.config().config.pools;
    const held = Map.groupBy(scheduler.slots.holders(), ({ claim }) => claim.pool);
    const waiting = scheduler.slots.waiting(mostNamed);
    const names = new Set([...Object.keys(bounds), ...held.keys(), ...waiting.keys()]);
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
      };
    });
  }

  /** Throws settings/invalid naming what was found and what would be right. */
  set(name: string, slots: number | null): PoolState[] {
    const { workspace, onChange } = this.#parts;
    if (name.trim() === "" || name.length > longestName) throw new AppError("settings/invalid", `Pool name ${JSON.stringify(name.slice(0, 80))}: expected 1 to ${longestName} characters.`);
    const read = Pool.nullable().safeParse(slots);
    if (!read.success) throw new AppError("settings/invalid", `Pool "${name}": found ${slots} slots; expected a whole number, 1 or more.`);
    const { config, diagnostics } = workspace.config();
    const wrong = diagnostics.find((one) => one.severity === "error" && one.field?.startsWith("pools"));
    if (wrong) throw new AppError("settings/invalid", `${wrong.file}:${wrong.line}:${wrong.column}: ${wrong.message} Mend that first, so that nothing of it is lost.`);
    if (slots === null && !Object.hasOwn(config.pools, name)) throw new AppError("settings/invalid", `Pool "${name}": has no bound in dagwright.json; known are ${Object.keys(config.pools).join(", ") || "none"}.`);
    const { [name]: _before, ...others } = config.pools;
    const pools = slots === null ? others : { ...config.pools, [name]: slots };
    workspace.saveConfig({ pools });
    onChange();
    return this.list();
  }

  #named({ run, task }: { readonly run: number; readonly task: number }, { width, priority }: Claim): PoolState["running"][number] {
    const { row, image } = this.#parts.images.get(run);
    return { dagId: row.dagId, runId: row.runId, taskId: taskIdAt(image, task), slots: width, priority };
  }
}
