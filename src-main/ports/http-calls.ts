/** One request over HTTP and what came of it, as the services see it. Bounded in time and size, and judged by the address that is connected to. */

import type { StopSignal } from "./run-source.ts";

export interface HttpCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly maxRedirects: number;
  /** Of the whole call, redirects included. */
  readonly timeoutMs: number;
  /** Bytes of the answer that are kept; what is longer is read no further. */
  readonly maxBytes: number;
  /** `http://host:port` of a proxy; empty goes straight to the server. */
  readonly proxy: string;
  /** Told of what goes out and comes in, in order. Headers as they are: whoever shows them masks them. */
  readonly onStep?: (step: HttpStep) => void;
  readonly stop?: StopSignal;
}

export type HttpStep =
  | { readonly kind: "request"; readonly method: string; readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly bodyBytes: number }
  | { readonly kind: "reply"; readonly status: number; readonly statusText: string; readonly httpVersion: string; readonly headers: Readonly<Record<string, string>> };

export interface HttpReply {
  readonly status: number;
  /** Of the address that answered at last. */
  readonly url: string;
  /** By lower-case name; several of one name are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The answer was longer than `maxBytes`. */
  readonly isCut: boolean;
}

export type HttpOutcome =
  | { readonly kind: "reply"; readonly reply: HttpReply }
  /** `reason` is for a person. `refused`: it was not sent at all, and would not be if it were asked again. */
  | { readonly kind: "failed"; readonly failure: "timeout" | "cancelled" | "refused" | "connection"; readonly reason: string };

export interface HttpCalls {
  /** Never rejects. */
  send(call: HttpCall): Promise<HttpOutcome>;
}
