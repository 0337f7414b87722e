/** Counts what goes on and what failed, for whoever shows this workspace without a window. Starts nothing. */
import type { Standing } from "../../shared/contract/standing.ts";
import { wasCancelled, type RunSummary } from "../../shared/model/run.ts";
import { isRunFinished } from "../../shared/model/states.ts";
import type { Disposable } from "../ports/machine.ts";
import type { Store } from "../ports/store.ts";
import type { EventHub } from "./event-hub.ts";
import type { Schedules } from "./schedules.ts";

export interface StandingsParts {
  readonly store: Pick<Store, "runs">;
  readonly events: Pick<EventHub, "tap">;
  readonly schedules: Pick<Schedules, "standing">;
}

export class Standings {
  readonly #parts: StandingsParts;
  readonly #going = new Set<string>();
  readonly #tap: Disposable;
  #failed = 0;
  #lastFailed: Standing["lastFailed"] = null;

  constructor(parts: StandingsParts) {
    this.#parts = parts;
    this.#tap = parts.events.tap((events) => {
      for (const event of events) if (event.kind === "run") this.#note(event.run);
    });
  }

  /** Takes up the runs that an earlier engine left. */
  begin(): void {
    for (const run of this.#parts.store.runs.listActive()) this.#note(run);
  }

  now(): Standing {
    return { ...this.#parts.schedules.standing(), runs: this.#going.size, failed: this.#failed, lastFailed: this.#lastFailed };
  }

  close(): void {
    this.#tap.dispose();
  }

  #note(run: Pick<RunSummary, "dagId" | "runId" | "runType" | "state" | "reason">): void {
    if (run.runType === "try") return;
    const name = JSON.stringify([run.dagId, run.runId]);
    if (!isRunFinished(run.state)) return void this.#going.add(name);
    // Told once more, it has not ended once more.
    if (!this.#going.delete(name) || run.state !== "failed" || wasCancelled(run)) return;
    this.#failed += 1;
    this.#lastFailed = { dagId: run.dagId, runId: run.runId };
  }
}
