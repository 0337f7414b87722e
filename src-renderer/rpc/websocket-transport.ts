/**
 * Browser mode: the engine behind a WebSocket of the page's own origin, let in by the session cookie. An engine that was
 * started anew knows no old cookie; then the page asks to be let in again before it tries once more.
 */
import { RPCLink } from "@orpc/client/websocket";
import type { Channel, Transport } from "./channel.ts";
import type { PageSession } from "./resume-session.ts";

/** The address of the engine's socket for a page served at `page`. */
export function socketAddress(page: { protocol: string; host: string }): string {
  return `${page.protocol === "https:" ? "wss:" : "ws:"}//${page.host}/rpc`;
}

/** @param onSignedOut the engine answers, and lets this page in no more */
export function websocketTransport(address: string, session: PageSession, onSignedOut: () => void): Transport {
  async function open(signal: AbortSignal): Promise<Channel> {
    const channel = await openSocket(address, signal).catch((thrown: unknown) => openAgain(signal, thrown));
    void session.takeTicket().catch(() => undefined);
    return channel;
  }

  async function openAgain(signal: AbortSignal, thrown: unknown): Promise<Channel> {
    signal.throwIfAborted();
    const resumed = await session.resume();
    if (resumed === "out") onSignedOut();
    if (resumed !== "in") throw thrown;
    return openSocket(address, signal);
  }

  return { open };
}

async function openSocket(address: string, signal: AbortSignal): Promise<Channel> {
  signal.throwIfAborted();
  const socket = new WebSocket(address);
  const closed = new Promise<void>((resolve) => socket.addEventListener("close", () => resolve(), { once: true }));
  signal.addEventListener("abort", () => socket.close(), { once: true });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve(), { once: true });
    socket.addEventListener("close", () => reject(new Error("The engine's socket did not open.")), { once: true });
  });
  return { link: new RPCLink({ websocket: socket }), closed, close: () => socket.close() };
}
