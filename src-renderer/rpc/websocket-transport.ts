/** Browser mode: the engine behind a WebSocket of the page's own origin, let in by the session cookie. */
import { RPCLink } from "@orpc/client/websocket";
import type { Channel, Transport } from "./channel.ts";

/** The address of the engine's socket for a page served at `page`. */
export function socketAddress(page: { protocol: string; host: string }): string {
  return `${page.protocol === "https:" ? "wss:" : "ws:"}//${page.host}/rpc`;
}

export function websocketTransport(address: string): Transport {
  return { open: (signal) => openSocket(address, signal) };
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
