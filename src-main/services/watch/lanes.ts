/**
 * Looks take their turns in lanes, one for each thing that is asked, a few at once in each: a server that does not answer, a database that is slow or
 * a disk that hangs holds up those who wait for it, and nobody else.
 */
import type { WatchPlan } from "./watch-plan.ts";

/** Planning, the clock, and the runs of this engine: nobody outside is asked. */
const ownLane = "engine";

/** Null is what is not planned yet. */
export function laneOf(plan: Pick<WatchPlan, "lookout"> | null): string {
  const lookout = plan?.lookout;
  switch (lookout?.kind) {
    case "file":
      return "files";
    case "sql":
      return `sql ${lookout.connection.id}`;
    case "http":
      return `http ${originOf(lookout.work.call.url)}`;
    default:
      return ownLane;
  }
}

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : "");

interface Lane<Item> {
  readonly waiting: Item[];
  busy: number;
}

export class Lanes<Item> {
  readonly #atOnce: number;
  readonly #take: (item: Item) => Promise<void>;
  readonly #lanes = new Map<string, Lane<Item>>();

  /** @param atOnce how many turns of one lane are under way at most. `take` must not reject. */
  constructor(atOnce: number, take: (item: Item) => Promise<void>) {
    this.#atOnce = atOnce;
    this.#take = take;
  }

  push(name: string, item: Item): void {
    const lane = this.#lanes.get(name) ?? { waiting: [], busy: 0 };
    this.#lanes.set(name, lane);
    lane.waiting.push(item);
    this.#pump(name, lane);
  }

  /** What waits has no turn any more. */
  clear(): void {
    for (const { waiting } of this.#lanes.values()) waiting.length = 0;
  }

  #pump(name: string, lane: Lane<Item>): void {
    while (lane.busy < this.#atOnce) {
      const item = lane.waiting.shift();
      if (item === undefined) break;
      lane.busy += 1;
      void this.#take(item).finally(() => {
        lane.busy -= 1;
        this.#pump(name, lane);
      });
    }
    if (lane.busy === 0 && lane.waiting.length === 0) this.#lanes.delete(name);
  }
}
