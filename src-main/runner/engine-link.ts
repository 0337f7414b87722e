/**
 * The runner's end of the socket: one engine at a time. A newer engine's hello cuts the older connection first, so that commands of a dead
 * or frozen engine that still lie in a buffer are never carried out. Owns the server; what commands mean is the caller's.
 */
import type { Server, Socket } from "node:net";
import { frame, lineReader, type EngineMessage, type RunnerMessage } from "./protocol.ts";

type Command = Exclude<EngineMessage, { t: "hello" }>;

export interface EngineLinkHooks {
  readonly welcome: () => Extract<RunnerMessage, { t: "welcome" }>;
  readonly onCommand: (command: Command) => void;
  readonly onAttached: () => void;
  readonly onLost: () => void;
}

export interface EngineLink {
  /** Messages of one call go out together. */
  send(...messages: readonly RunnerMessage[]): void;
  isAttached(): boolean;
  /** Ends the conversation after what was sent is out. */
  close(): Promise<void>;
}

/** On a server that listens and has answered nobody yet. */
export function serveEngine(server: Server, hooks: EngineLinkHooks): EngineLink {
  let current: Socket | null = null;
  let generation = -Infinity;

  const attach = (socket: Socket, hello: Extract<EngineMessage, { t: "hello" }>): boolean => {
    if (hello.generation < generation) {
      socket.end(frame({ t: "refused", generation }));
      return false;
    }
    const older = current;
    current = socket;
    generation = hello.generation;
    older?.destroy();
    socket.write(frame(hooks.welcome()));
    hooks.onAttached();
    return true;
  };

  server.on("connection", (socket: Socket) => {
    let attached = false;
    socket.setNoDelay?.(true);
    socket.on("error", () => {});
    const read = lineReader<EngineMessage>(
      (message) => {
        if (message.t === "hello") attached = attach(socket, message);
        else if (attached && socket === current) hooks.onCommand(message);
      },
      () => socket.destroy(),
    );
    socket.on("data", read);
    socket.on("close", () => {
      if (socket !== current) return;
      current = null;
      hooks.onLost();
    });
  });
  return {
    send: (...messages) => void current?.write(messages.map(frame).join("")),
    isAttached: () => current !== null,
    close: () =>
      new Promise((resolve) => {
        server.close();
        if (current) current.end(() => resolve());
        else resolve();
      }),
  };
}
