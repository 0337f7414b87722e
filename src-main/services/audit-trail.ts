/** Writes down what people do, in the transaction in which it is done, and tells the windows that something was written. */
import type { AffectedTask, AuditEntry } from "../../shared/contract/audit.ts";
import type { Actor } from "../../shared/model/actor.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { taskIdAt } from "../core/mapping.ts";
import type { Decision } from "../core/run-image.ts";
import { formerOf } from "../core/undo.ts";
import type { NewAuditEntry } from "../ports/audit-store.ts";
import type { Clock } from "../ports/machine.ts";
import type { RunRow, Store } from "../ports/store.ts";
import type { EventHub } from "./event-hub.ts";
import type { ActiveRun } from "./images.ts";

/** Dagwright itself: for what no person asked for just now. */
export const engineActor: Actor = { kind: "engine", name: "" };

export type AuditWords = Omit<NewAuditEntry, "at" | "dagId" | "runId" | "affected" | "former">;

/** What a letter to the scheduler records, and the number that its entry got. */
export interface RunRecorder {
  readonly record: (run: ActiveRun, decision: Decision) => void;
  readonly entry: () => number;
}

export class AuditTrail {
  readonly #parts: { readonly store: Store; readonly clock: Clock; readonly events: EventHub };

  constructor(parts: { readonly store: Store; readonly clock: Clock; readonly events: EventHub }) {
    this.#parts = parts;
  }

  /** For use inside the transaction of the act. */
  add(entry: Omit<NewAuditEntry, "at">): number {
    return this.#parts.store.audit.add({ ...entry, at: this.#parts.clock.now() });
  }

  /** For a letter to the scheduler. `keeps`: the act can be taken back. */
  ofRun({ dagId, runId }: Pick<RunRow, "dagId" | "runId">, words: AuditWords, keeps: boolean): RunRecorder {
    let entry = 0;
    const record = (run: ActiveRun, decision: Decision): void => {
      entry = this.add({ ...words, dagId, runId, affected: affectedBy(run, decision), ...(keeps ? { former: formerOf(run.image, decision) } : {}) });
    };
    return { record, entry: () => entry };
  }

  /** Call when the act is committed. */
  tell(dagId: string | null): void {
    this.#parts.events.publish([{ kind: "audit", dagId }]);
  }

  get(id: number): AuditEntry {
    const entry = this.#parts.store.audit.get(id);
    if (entry) return entry;
    throw new AppError("audit/not-found", `The audit trail has no entry ${id}.`, { id });
  }
}

function affectedBy(run: ActiveRun, decision: Decision): AffectedTask[] {
  return [...decision.tasks].map(([index, record]) => ({
    taskId: taskIdAt(run.image, index),
    from: run.image.tasks[index]?.state ?? "none",
    to: record.state,
  }));
}
