/**
 * One open wire to the engine, whatever carries it. A transport opens channels; the connection decides when.
 * A channel that has closed is never used again: the transport opens a new one.
 */
import type { ClientLink } from "@orpc/client";

export interface Channel {
  readonly link: ClientLink<Record<never, never>>;
  /** Settles once, when the wire is gone for whatever reason. */
  readonly closed: Promise<void>;
  close(): void;
}

export interface Transport {
  /** Rejects when the engine cannot be reached now. May wait for as long as reaching it is still possible. */
  open(signal: AbortSignal): Promise<Channel>;
}
