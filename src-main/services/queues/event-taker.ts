/**
 * What every kind of queue does with an event: its key is stored in the transaction that makes its run, so that none starts a second one; what is
 * no event is written down with the reason. More than a few runs ahead of what may go at once are never made.
 */
import type { Conf } from "../../../shared/model/checked-conf.ts";
import type { Dag } from "../../../shared/model/dag.ts";
import type { Reached } from "../../ports/crash-point.ts";
import type { Clock, Disposable } from "../../ports/machine.ts";
import type { KnownEvent } from "../../ports/queue-store.ts";
import type { Store } from "../../ports/store.ts";
import type { EventHub } from "../event-hub.ts";
import type { Runs } from "../runs.ts";
import type { QueueTally } from "./queue-standing.ts";

/** Runs that wait their turn beside those that go. */
const mostAhead = 100;

export interface HeardEvent {
  /** The same whenever this very event is met again, and no other's. */
  readonly key: string;
  /** As it is shown. */
  readonly name: string;
  /** Epoch milliseconds. */
  readonly heardAt: number;
  readonly digest?: string | null;
}

export class EventTaker {
  readonly #store: Store;
  readonly #runs: Pick<Runs, "start">;
  readonly #clock: Clock;
  readonly #tally: QueueTally;
  readonly #reached: Reached;
  /** How many runs of a DAG have not ended, until one of them is another: a table is looked at every few seconds, and mostly holds nothing. */
  readonly #unfinished = new Map<string, number>();
  readonly #tap: Disposable;

  constructor(parts: { readonly store: Store; readonly runs: Pick<Runs, "start">; readonly clock: Clock; readonly events: Pick<EventHub, "tap">; readonly tally: QueueTally; readonly reached: Reached }) {
    this.#store = parts.store;
    this.#runs = parts.runs;
    this.#clock = parts.clock;
    this.#tally = parts.tally;
    this.#reached = parts.reached;
    this.#tap = parts.events.tap((events) => {
      for (const event of events) if (event.kind === "run") this.#unfinished.delete(event.run.dagId);
    });
  }

  close(): void {
    this.#tap.dispose();
  }

  /** For how many more runs there is room; 0 or less for none, which is never said from memory. */
  roomOf(dag: Dag): number {
    const most = dag.maxActiveRuns + mostAhead;
    const known = this.#unfinished.get(dag.id);
    if (known !== undefined && known < most) return most - known;
    const unfinished = this.#store.dagSettings.unfinished(dag.id).length;
    this.#unfinished.set(dag.id, unfinished);
    return most - unfinished;
  }

  /** What became of an event that was dealt with; null for a new one. */
  known(dagId: string, key: string): KnownEvent | null {
    return this.#store.queues.find(dagId, key);
  }

  /** The id of its run. Throws what starting a run throws; then nothing has happened. */
  start(dagId: string, { key, name, heardAt, digest = null }: HeardEvent, conf: Conf): string {
    const [{ queues }, tally] = [this.#store, this.#tally];
    this.#reached("event heard");
    let began: string | null = null;
    const write = (_run: number, runId: string): void => {
      queues.add(dagId, key, { name, at: this.#clock.now(), heardAt, runId, reason: null, digest });
      // Its first task may have started before this returns.
      tally.begins(dagId, (began = runId), heardAt);
    };
    try {
      const { runId } = this.#runs.start({ dagId, conf }, { event: name, write });
      tally.of(dagId).taken += 1;
      this.#reached("event taken");
      return runId;
    } catch (thrown) {
      if (began !== null) tally.failed(dagId, began);
      throw thrown;
    }
  }

  setAside(dagId: string, { key, name, heardAt }: HeardEvent, reason: string): void {
    this.#store.atomically(() => this.#store.queues.add(dagId, key, { name, at: this.#clock.now(), heardAt, runId: null, reason }));
    this.#tally.of(dagId).setAside += 1;
  }
}
