/**
 * Many channels over one child-process IPC line, for the desktop runtime whose own Node cannot host the engine: the
 * parent relays each window's MessagePort as {kind: open | data | close, port, data}. Messages of other kinds are not ours.
 */
import type { Channel, Frame } from "./channel.ts";

export interface RelayMessage {
  readonly kind: "open" | "data" | "close";
  readonly port: number;
  readonly data?: Frame;
}

export interface IpcLine {
  on(event: "message", listener: (message: unknown) => void): unknown;
  on(event: "disconnect", listener: () => void): unknown;
  send(message: RelayMessage, callback: (error: Error | null) => void): unknown;
}

interface RelayedPort {
  readonly frames: ((frame: unknown) => void)[];
  readonly closers: (() => void)[];
}

/** Calls `accept` with a channel for each port the parent opens. */
export function acceptRelayedPorts(line: IpcLine, accept: (channel: Channel) => void): void {
  const ports = new Map<number, RelayedPort>();

  function finish(id: number): void {
    const port = ports.get(id);
    ports.delete(id);
    for (const close of port?.closers ?? []) close();
  }

  function send(message: RelayMessage): Promise<void> {
    return new Promise((resolve, reject) => void line.send(message, (error) => (error === null ? resolve() : reject(error))));
  }

  function open(id: number): void {
    finish(id);
    const port: RelayedPort = { frames: [], closers: [] };
    ports.set(id, port);
    accept({
      send: (data) => send({ kind: "data", port: id, data }),
      onFrame: (handler) => void port.frames.push(handler),
      onClose: (handler) => void port.closers.push(handler),
      close() {
        if (ports.get(id) !== port) return;
        send({ kind: "close", port: id }).catch(() => {}); // the line itself is gone: nothing left to tell
        finish(id);
      },
    });
  }

  line.on("message", (message) => {
    const relayed = parseRelayMessage(message);
    if (relayed === null) return;
    if (relayed.kind === "open") open(relayed.port);
    else if (relayed.kind === "close") finish(relayed.port);
    else for (const take of ports.get(relayed.port)?.frames ?? []) take(relayed.data);
  });
  line.on("disconnect", () => {
    for (const id of ports.keys()) finish(id);
  });
}

/** Null for a message that is not of the relay (the IPC line carries others too). */
export function parseRelayMessage(message: unknown): RelayMessage | null {
  if (typeof message !== "object" || message === null) return null;
  const { kind, port } = message as Partial<RelayMessage>;
  const isOurs = (kind === "open" || kind === "data" || kind === "close") && Number.isSafeInteger(port);
  return isOurs ? (message as RelayMessage) : null;
}
