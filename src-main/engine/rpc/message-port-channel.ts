/**
 * A MessagePort as a channel. Electron's MessagePortMain and Node's MessagePort differ only in what their `message`
 * listener gets (an event with `data`, or the data itself), so one adapter takes both; nothing of Electron is imported.
 */
import type { Channel, Frame } from "./channel.ts";

export interface PortLike {
  on(event: "message" | "close", listener: (argument?: unknown) => void): unknown;
  postMessage(message: Frame): void;
  /** Electron and Node both queue messages until the port is started. */
  start(): void;
  close(): void;
}

export function messagePortChannel(port: PortLike): Channel {
  const closers: (() => void)[] = [];
  let isOpen = true;
  const finish = (): void => {
    if (!isOpen) return;
    isOpen = false;
    for (const close of closers) close();
  };
  port.on("close", finish);
  return {
    send: async (frame) => {
      if (isOpen) port.postMessage(frame);
    },
    onFrame(handler) {
      port.on("message", (argument) => handler(frameOf(argument)));
      port.start();
    },
    onClose: (handler) => void closers.push(handler),
    close() {
      port.close();
      finish();
    },
  };
}

function frameOf(argument: unknown): unknown {
  const data = typeof argument === "object" && argument !== null && "data" in argument ? argument.data : argument;
  return data instanceof Uint8Array ? data.slice().buffer : data;
}
