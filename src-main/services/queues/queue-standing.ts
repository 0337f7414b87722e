/** What the queues did since the engine started, and what waits in them: in memory, so that asking costs nothing. */
import { isRunFinished } from "../../../shared/model/states.ts";
import type { Disposable } from "../../ports/machine.ts";
import type { Store } from "../../ports/store.ts";
import type { EventHub } from "../event-hub.ts";
import { Histogram } from "../histogram.ts";

/** Of a queue that is on. */
export interface QueueStanding {
  readonly dagId: string;
  /** As of the last look. */
  readonly waiting: number;
  /** 0 while none waits. */
  readonly oldestWaitMs: number;
  /** Since the engine started. */
  readonly taken: number;
  readonly setAside: number;
  /** From an event to the start of the first task of its run, since the engine started. */
  readonly latency: Histogram;
  readonly trouble: string | null;
}

interface Tally {
  taken: number;
  setAside: number;
  readonly latency: Histogram;
}

export class QueueTally {
  readonly #tap: Disposable;
  readonly #byDag = new Map<string, Tally>();
  /** When the events of runs were heard of of which no task has started yet. */
  readonly #begun = new Map<string, number>();

  constructor({ store, events }: { readonly store: Pick<Store, "queues">; readonly events: EventHub }) {
    // Runs that an earlier engine made and that wait: they may begin before the queues do.
    for (const { dagId, runId, heardAt } of store.queues.notStarted()) this.#begun.set(keyOf(dagId, runId), heardAt);
    this.#tap = events.tap((batch) => {
      if (this.#begun.size === 0) return;
      for (const event of batch) {
        if (event.kind === "tasks") this.#started(event.dagId, event.runId, event.tasks.flatMap(({ startedAt }) => startedAt ?? []));
        else if (event.kind === "run" && isRunFinished(event.run.state)) this.#begun.delete(keyOf(event.run.dagId, event.run.runId));
      }
    });
  }

  close(): void {
    this.#tap.dispose();
  }

  of(dagId: string): Tally {
    const known = this.#byDag.get(dagId) ?? { taken: 0, setAside: 0, latency: new Histogram() };
    this.#byDag.set(dagId, known);
    return known;
  }

  /** Its run is about to be heard of. */
  begins(dagId: string, runId: string, heardAt: number): void {
    this.#begun.set(keyOf(dagId, runId), heardAt);
  }

  /** It came to nothing after all. */
  failed(dagId: string, runId: string): void {
    this.#begun.delete(keyOf(dagId, runId));
  }

  #started(dagId: string, runId: string, starts: readonly number[]): void {
    const key = keyOf(dagId, runId);
    const heardAt = this.#begun.get(key);
    if (heardAt === undefined || starts.length === 0) return;
    this.#begun.delete(key);
    this.of(dagId).latency.add(Math.min(...starts) - heardAt);
  }
}

const keyOf = (dagId: string, runId: string): string => `${dagId}\n${runId}`;
