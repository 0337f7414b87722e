/**
 * Takes events that were posted: once this answers, their runs are stored. A key that comes again is answered with the run that it started, whatever
 * has become of the queue since. Nothing is held in memory: what there is no room for is refused, and stays with who posts it.
 */
import { randomUUID } from "node:crypto";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import type { Conf } from "../../../shared/model/checked-conf.ts";
import type { Dag } from "../../../shared/model/dag.ts";
import type { Store } from "../../ports/store.ts";
import type { DagFiles } from "../dag-files.ts";
import { isBeingRead, isOfDatabase } from "../refusals.ts";
import { mostBatchEvents, readBatch, type PlacedEvent } from "./event-batch.ts";
import { confOf, problemOfParams } from "./event-conf.ts";
import { digestOf, digestOfText, ownKey, type RenderKey } from "./event-key.ts";
import type { EventTaker } from "./event-taker.ts";
import type { BatchAnswer, PostAnswer, PostedBatch, PostedEvent, PostRefusal, Refused, TakenEvent, WrongEvent } from "./posted-event.ts";

export interface HttpQueueParts {
  readonly store: Store;
  readonly dags: DagFiles;
  readonly taker: EventTaker;
  readonly isTrusted: () => boolean;
  readonly renderKey: RenderKey;
  readonly breathe: () => Promise<unknown>;
  /** A queue took an event, or is kept from it by something else than before (null: by nothing any more). */
  readonly onChange: (dagId: string, trouble: string | null) => void;
}

/** How long the events of a batch may keep the engine from others. */
const sliceMs = 20;

interface ReadEvent {
  /** Null where nothing tells it from another. */
  readonly key: string | null;
  readonly conf: Conf;
  readonly digest: string;
  /** Of its text as it was posted, for what was remembered so. */
  readonly textDigest?: string;
  readonly heardAt: number;
}

interface BatchEvent extends ReadEvent {
  readonly at: string;
}

export class HttpQueue {
  readonly #parts: HttpQueueParts;

  constructor(parts: HttpQueueParts) {
    this.#parts = parts;
  }

  receive(dagId: string, event: PostedEvent): PostAnswer {
    return this.#guarded(dagId, () => this.#receive(dagId, event));
  }

  async receiveBatch(dagId: string, batch: PostedBatch): Promise<BatchAnswer> {
    const judged = this.#guarded(dagId, () => this.#judge(dagId, batch));
    if (!Array.isArray(judged)) return { wrong: [], taken: [], ...judged };
    const taken: TakenEvent[] = [];
    let until = performance.now() + sliceMs;
    for (const event of judged) {
      const answer = this.#guarded(dagId, () => this.#take(dagId, event));
      if (answer.kind === "refused") return { ...answer, wrong: [], taken };
      taken.push({ runId: answer.runId, isNew: answer.isNew });
      if (performance.now() < until) continue;
      await this.#parts.breathe();
      until = performance.now() + sliceMs;
    }
    return { kind: "taken", events: taken };
  }

  #guarded<Answer>(dagId: string, work: () => Answer): Answer | Refused {
    try {
      return work();
    } catch (thrown) {
      if (isOfDatabase(thrown)) return refused("not-stored", "The event could not be stored; try again.");
      if (isBeingRead(thrown)) return refused("being-read", `DAG "${dagId}" is being read; try again.`);
      this.#parts.onChange(dagId, messageOf(thrown));
      // What is wrong with the DAG is told to its people, and not to who posts events.
      if (thrown instanceof AppError) return refused("not-ready", `DAG "${dagId}" cannot run now; its page in Dagwright says why. Try again later.`);
      throw thrown;
    }
  }

  #receive(dagId: string, { key, text, heardAt }: PostedEvent): PostAnswer {
    const conf = confOf(dagId, text);
    if (typeof conf === "string") return this.#closed(dagId) ?? refused("no-event", `This is no event: ${conf}`);
    const own = this.#keyOf(dagId, key, conf);
    if (own !== null && "problem" in own) return this.#closed(dagId) ?? refused("no-key", `This event has no key: ${own.problem}.`);
    return this.#take(dagId, { key: own?.key ?? null, conf, digest: digestOf(conf), textDigest: digestOfText(text), heardAt });
  }

  /** The events of a batch, or why none of them is taken. */
  #judge(dagId: string, batch: PostedBatch): BatchEvent[] | (Refused & { readonly wrong: readonly WrongEvent[] }) {
    const placed = readPlaced(dagId, batch);
    if (typeof placed === "string") return { ...(this.#closed(dagId) ?? refused("no-event", `This is no batch of events: ${placed}.`)), wrong: [] };
    if (placed.length > mostBatchEvents) return { ...refused("too-many", `A batch has at most ${mostBatchEvents} events; this one has ${placed.length}. Send it in parts.`), wrong: [] };
    const { events, wrong } = this.#readAll(dagId, batch, placed);
    if (wrong.length > 0) return { ...(this.#closed(dagId) ?? refused("wrong-events", wordsOf(wrong, placed.length))), wrong };
    const fresh = new Set(events.filter(({ key }) => key === null || !this.#isKnown(dagId, key)).map(({ key, at }) => key ?? at));
    if (fresh.size === 0) return events;
    const closed = this.#closed(dagId);
    if (closed !== null) return { ...closed, wrong: [] };
    const room = this.#parts.taker.roomOf(this.#parts.dags.valid(dagId).dag);
    return room < fresh.size ? { ...refused("full", `There is room for ${Math.max(0, room)} more runs of DAG "${dagId}", and this batch has ${fresh.size}; nothing of it was taken. Try again.`), wrong: [] } : events;
  }

  #readAll(dagId: string, { key, heardAt }: PostedBatch, placed: readonly PlacedEvent[]): { events: BatchEvent[]; wrong: WrongEvent[] } {
    const [events, wrong, digests]: [BatchEvent[], WrongEvent[], Map<string, string>] = [[], [], new Map()];
    const dag = this.#dagOf(dagId);
    placed.forEach(({ at, conf }, place) => {
      if (typeof conf === "string") return void wrong.push({ at, why: "no-event", message: conf });
      const own = this.#keyOf(dagId, key === null ? null : placeKey(key, place), conf);
      if (own !== null && "problem" in own) return void wrong.push({ at, why: "no-key", message: own.problem });
      const unfit = dag === null ? null : problemOfParams(dag, conf);
      if (unfit !== null && (own === null || !this.#isKnown(dagId, own.key))) return void wrong.push({ at, why: "wrong-params", message: unfit });
      const event: BatchEvent = { at, key: own?.key ?? null, conf, digest: digestOf(conf), heardAt };
      const before = event.key === null ? undefined : (digests.get(event.key) ?? this.#parts.taker.known(dagId, event.key)?.digest ?? undefined);
      if (event.key !== null) digests.set(event.key, event.digest);
      if (before !== undefined && before !== event.digest) return void wrong.push({ at, why: "other-event", message: `its key "${shownKey(event.key ?? "")}" was used with another event` });
      events.push(event);
    });
    return { events, wrong };
  }

  #isKnown(dagId: string, key: string): boolean {
    return this.#parts.taker.known(dagId, key)?.runId != null;
  }

  /** Null where nothing gives it one. */
  #keyOf(dagId: string, given: string | null, conf: Conf): ReturnType<typeof ownKey> | null {
    if (given !== null) return { key: given };
    const queue = this.#dagOf(dagId)?.queue;
    const template = queue !== undefined && "http" in queue ? queue.key : undefined;
    return template === undefined ? null : ownKey(template, conf, this.#parts.renderKey);
  }

  #take(dagId: string, { key, conf, digest, textDigest, heardAt }: ReadEvent): PostAnswer {
    const { taker, onChange } = this.#parts;
    const known = key === null ? null : taker.known(dagId, key);
    if (known !== null && key !== null && known.digest !== digest && known.digest !== textDigest) return refused("other-event", `Key "${shownKey(key)}" was used with another event; give each event a key of its own.`);
    if (known !== null && known.runId !== null) return { kind: "taken", runId: known.runId, isNew: false };
    const closed = this.#closed(dagId);
    if (closed !== null) return closed;
    const { dag } = this.#parts.dags.valid(dagId);
    const unfit = problemOfParams(dag, conf);
    if (unfit !== null) return refused("wrong-params", `This event starts no run: ${unfit}.`);
    if (taker.roomOf(dag) <= 0) return refused("full", `As many runs of DAG "${dagId}" wait as may; try again.`);
    const own = key ?? randomUUID();
    const runId = taker.start(dagId, { key: own, name: shownKey(own), heardAt, digest }, conf);
    onChange(dagId, null);
    return { kind: "taken", runId, isNew: true };
  }

  /** Why it takes no new event; null where it does. */
  #closed(dagId: string): Refused | null {
    const { store, isTrusted } = this.#parts;
    if (this.#dagOf(dagId) === null) return refused("no-queue", `DAG "${dagId}" takes no events over HTTP.`);
    if (!isTrusted()) return refused("untrusted", "This workspace is not trusted, so nothing in it runs.");
    if (!store.queues.listOn().includes(dagId)) return refused("off", `The queue of DAG "${dagId}" is off; a person turns it on.`);
    return null;
  }

  #dagOf(dagId: string): Dag | null {
    try {
      const file = this.#parts.dags.get(dagId);
      const dag = file.dag ?? this.#parts.dags.valid(dagId).dag;
      return dag.queue !== undefined && "http" in dag.queue ? dag : null;
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === "dag/not-found") return null;
      throw thrown;
    }
  }
}

function readPlaced(dagId: string, batch: PostedBatch): PlacedEvent[] | string {
  try {
    const placed = readBatch(dagId, batch);
    return placed.length === 0 ? "it holds no event" : placed;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return `it is no JSON: ${messageOf(thrown)}`;
    throw thrown;
  }
}

/** No key that is given or made has a line break in it. */
const placeKey = (key: string, place: number): string => `${key}\n${place}`;
const shownKey = (key: string): string => key.replace("\n", " #");

const mostSaid = 3;

function wordsOf(wrong: readonly WrongEvent[], of: number): string {
  const said = wrong.slice(0, mostSaid).map(({ at, message }) => `${at}: ${message}`);
  return `${wrong.length} of ${of} events cannot be taken, so nothing of this batch was: ${said.join("; ")}${wrong.length > mostSaid ? "; …" : ""}`;
}

function refused(why: PostRefusal, message: string): Refused {
  return { kind: "refused", why, message };
}
