/** Messages to people as the services see them. A row is written in the transaction of the state that calls for it. */
import type { Message, MessageEvent, MessageSpec } from "../../shared/model/message.ts";

export interface NewMessage extends MessageSpec {
  /** Null for one about a DAG as such: a deadline that no run is meant by. */
  readonly run: number | null;
  /** Null for one about the run itself. */
  readonly task: number | null;
  readonly tryNumber: number;
  readonly event: MessageEvent;
  /** The deadline that it is about. */
  readonly deadline?: number | undefined;
  readonly at: number;
}

/** What is to be sent, with what its text is made from. */
export interface WaitingMessage extends NewMessage {
  readonly id: number;
  readonly tries: number;
}

export interface MessageStore {
  add(message: NewMessage): void;
  /** Those whose time has come, the longest waiting first. */
  due(now: number, limit: number): WaitingMessage[];
  /** When the next one is due; null when none waits. */
  nextAt(): number | null;
  sent(id: number, end: { readonly at: number; readonly subject: string }): void;
  /** Tried in vain: again at `nextAt`, or given up where that is null. */
  missed(id: number, end: { readonly at: number; readonly trouble: string; readonly nextAt: number | null; readonly subject: string | null }): void;
  /** In the order in which they were called for. */
  ofRun(run: number): Message[];
}
