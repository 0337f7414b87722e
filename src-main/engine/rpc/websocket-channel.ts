/** A `ws` WebSocket as a channel, with a heartbeat: a peer that is gone without a word is let go after two missed pongs. */
import type { WebSocket } from "ws";
import type { Channel } from "./channel.ts";

const closeCodes = { normal: 1001, protocol: 1007, overload: 1008 } as const;
const heartbeatMs = 20_000;

export function websocketChannel(socket: WebSocket): Channel {
  socket.binaryType = "arraybuffer";
  const stopHeartbeat = startHeartbeat(socket);
  // Errors (oversized frame, bad UTF-8, reset) are always followed by `close`; without a listener they would be thrown.
  socket.on("error", () => {});
  socket.on("close", stopHeartbeat);
  return {
    send: (frame) =>
      new Promise((resolve, reject) => {
        socket.send(frame, (error) => (error ? reject(error) : resolve()));
      }),
    onFrame: (handler) => socket.addEventListener("message", (event) => handler(event.data)),
    onClose: (handler) => void socket.once("close", handler),
    close: (why, reason) => socket.close(closeCodes[why], reason?.slice(0, 100)),
  };
}

function startHeartbeat(socket: WebSocket): () => void {
  let missed = 0;
  socket.on("pong", () => (missed = 0));
  const timer = setInterval(() => {
    if (missed >= 2) return socket.terminate();
    missed += 1;
    socket.ping();
  }, heartbeatMs);
  timer.unref();
  return () => clearInterval(timer);
}
