/** What a program posts to a queue, and what it is told. */

export interface PostedEvent {
  /** The key that the program gave it, so that it may ask again; null where it gave none. */
  readonly key: string | null;
  readonly text: string;
  /** When it had come in whole. Epoch milliseconds. */
  readonly heardAt: number;
}

export type PostRefusal =
  /** The DAG is gone, or takes no events by HTTP any more. */
  | "no-queue"
  | "off"
  | "untrusted"
  /** The DAG has errors, or its runs cannot be made. */
  | "not-ready"
  | "no-event"
  /** The key was used with another event. */
  | "other-event"
  /** As many runs wait as may. */
  | "full"
  /** The disk is full, or the database is held by another program. */
  | "not-stored";

export type PostAnswer = { readonly kind: "taken"; readonly runId: string; readonly isNew: boolean } | { readonly kind: "refused"; readonly why: PostRefusal; readonly message: string };

/** Where posted events go in. */
export interface EventIntake {
  /** The DAG whose token it is; null where it is none. */
  dagOf(token: string): string | null;
  isThere(dagId: string): boolean;
  /** What it answers is stored. */
  receive(dagId: string, event: PostedEvent): PostAnswer;
}
