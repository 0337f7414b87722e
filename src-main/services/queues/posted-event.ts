/** What a program posts to a queue, and what it is told. */
import type { BatchText } from "./event-batch.ts";
import type { QueuePresence } from "./queue-presence.ts";

interface Posted {
  /** The key that the program gave it, so that it may ask again; null where it gave none. */
  readonly key: string | null;
  /** When it had come in whole. Epoch milliseconds. */
  readonly heardAt: number;
}

export interface PostedEvent extends Posted {
  readonly text: string;
}

/** The key of each event is the key of the batch and its place in it. */
export type PostedBatch = Posted & BatchText;

export type PostRefusal =
  /** The DAG is gone, or takes no events by HTTP any more. */
  | "no-queue"
  | "off"
  | "untrusted"
  /** Its file is being read, or one that may be its own. */
  | "being-read"
  /** The DAG has errors, or its runs cannot be made. */
  | "not-ready"
  | "no-event"
  /** One or more events of a batch cannot be taken. */
  | "wrong-events"
  | "too-many"
  /** The queue makes keys of its events, and none of this one. */
  | "no-key"
  /** Its run could not be given its params of it. */
  | "wrong-params"
  /** The key was used with another event. */
  | "other-event"
  /** As many runs wait as may. */
  | "full"
  /** The disk is full, or the database is held by another program. */
  | "not-stored";

export type Refused = { readonly kind: "refused"; readonly why: PostRefusal; readonly message: string };

export type PostAnswer = ({ readonly kind: "taken" } & TakenEvent) | Refused;

export interface TakenEvent {
  readonly runId: string;
  readonly isNew: boolean;
}

/** What is wrong with one event of a batch. */
export interface WrongEvent {
  /** `[2]` or `line 3`. */
  readonly at: string;
  readonly why: PostRefusal;
  readonly message: string;
}

export type BatchAnswer =
  /** All of them, in their order. */
  | { readonly kind: "taken"; readonly events: readonly TakenEvent[] }
  /** Nothing was taken where something is wrong with an event; where something else came in between, the first ones were. */
  | (Refused & { readonly wrong: readonly WrongEvent[]; readonly taken: readonly TakenEvent[] });

/** Where posted events go in. */
export interface EventIntake {
  /** The DAG whose token it is; null where it is none. */
  dagOf(token: string): string | null;
  presenceOf(dagId: string): QueuePresence;
  /** What it answers is stored. */
  receive(dagId: string, event: PostedEvent): PostAnswer;
  /** What it answers is stored. Others have their turn in between. */
  receiveBatch(dagId: string, batch: PostedBatch): Promise<BatchAnswer>;
}
