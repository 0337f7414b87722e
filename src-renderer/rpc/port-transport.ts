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
  /** The engine is known to be up: whoever waits for a port asks again. */
  askAgain(): void;
}

export interface PortOptions {
  readonly source: PortSource;
  /** Asks the desktop for a port; it arrives through `source`, at once or when the engine is up. */
  readonly request: () => Promise<unknown>;
}

const portPatienceMs = 5000;

export function portTransport({ source, request }: PortOptions): PortTransport {
  let next: MessagePort | null = null;
  let current: PortShim | null = null;
  let wake: () => void = () => undefined;
  let isWaiting = false;
  source((port) => {
    next?.close();
    next = port;
    current?.close();
    wake();
  });

  async function awaitPort(signal: AbortSignal): Promise<void> {
    const arrived = new Promise<void>((resolve) => {
      wake = resolve;
    });
    isWaiting = true;
    try {
      await request();
      if (next === null) await Promise.race([arrived, after(portPatienceMs, signal)]);
    } finally {
      isWaiting = false;
    }
  }

  async function open(signal: AbortSignal): Promise<Channel> {
    if (next === null) await awaitPort(signal);
    signal.throwIfAborted();
    if (next === null) throw new Error("No engine port has arrived.");
    const shim = new PortShim(next);
    next = null;
    current = shim;
    const closed = new Promise<void>((resolve) => shim.addEventListener("close", () => resolve(), { once: true }));
    // The link uses only postMessage and addEventListener of a port; the shim has both.
    const link = new RPCLink({ port: shim as unknown as MessagePort });
    return { link, closed, close: () => shim.close() };
  }

  const askAgain = (): void => {
    if (isWaiting && next === null) void request().catch(() => undefined);
  };
  return { open, drop: () => current?.close(), askAgain };
}

function after(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
