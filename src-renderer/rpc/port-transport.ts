/**
 * Desktop: the engine behind a MessagePort. The main process hands the window a new port at each engine start;
 * a new port replaces the old one. Old runtimes fire no `close` on a DOM port, so the shim closes by command.
 */
import { RPCLink } from "@orpc/client/message-port";
import type { Channel, Transport } from "./channel.ts";

/** Calls `receive` with each engine port that reaches the window. Returns the way to stop. */
export type PortSource = (receive: (port: MessagePort) => void) => () => void;

class PortShim extends EventTarget {
  readonly #port: MessagePort;
  #open = true;

  constructor(port: MessagePort) {
    super();
    this.#port = port;
    port.addEventListener("message", (event) => this.dispatchEvent(new MessageEvent("message", { data: event.data })));
    port.addEventListener("close", () => this.close());
    port.start();
  }

  postMessage(data: unknown, transfer?: Transferable[]): void {
    if (!this.#open) throw new Error("The engine's port is closed.");
    this.#port.postMessage(data, transfer ?? []);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#port.close();
    this.dispatchEvent(new Event("close"));
  }
}

export interface PortTransport extends Transport {
  /** The engine is known to be gone: everything in flight fails now instead of never. */
  drop(): void;
}

export function portTransport(source: PortSource): PortTransport {
  let next: MessagePort | null = null;
  let current: PortShim | null = null;
  let wake: (() => void) | null = null;
  source((port) => {
    current?.close();
    next = port;
    wake?.();
  });

  async function open(signal: AbortSignal): Promise<Channel> {
    if (next === null) {
      await new Promise<void>((resolve, reject) => {
        wake = resolve;
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      });
    }
    signal.throwIfAborted();
    if (next === null) throw new Error("No engine port has arrived.");
    const shim = new PortShim(next);
    next = null;
    current = shim;
    const closed = new Promise<void>((resolve) => shim.addEventListener("close", () => resolve(), { once: true }));
    const link = new RPCLink({ port: shim as unknown as MessagePort });
    return { link, closed, close: () => shim.close() };
  }

  return { open, drop: () => current?.close() };
}
