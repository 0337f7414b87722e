/**
 * Hosts the engine as a child process on the pinned Node, for runtimes whose own Node is too old for it. Windows talk
 * through ports, the child through its one channel: this end numbers the ports and passes their messages on, unread.
 */
import { fork } from "node:child_process";
import type { MessagePortMain } from "electron";
import type { EngineProcess, StartEngineProcess } from "./engine-wire.ts";
import { engineEnvironment } from "./engine-environment.ts";

interface PortMessage {
  readonly kind: "open" | "data" | "close";
  readonly port: number;
  readonly data?: unknown;
}

export function forkedEngine(file: string, node: string): StartEngineProcess<MessagePortMain> {
  return (ears): EngineProcess<MessagePortMain> => {
    const child = fork(file, [], { execPath: node, execArgv: [], serialization: "advanced", env: engineEnvironment(process.env, node), stdio: ["ignore", "inherit", "inherit", "ipc"] });
    const ports = new Map<number, MessagePortMain>();
    let isGone = false;
    let lastPort = 0;

    function post(message: unknown): void {
      // A channel that closes between the check and the write reports it through the callback; the exit says the rest.
      if (!isGone && child.connected) child.send(message as object, () => {});
    }

    function gone(how: string): void {
      if (isGone) return;
      isGone = true;
      for (const port of ports.values()) port.close();
      ports.clear();
      ears.exit(how);
    }

    child.on("message", (message: unknown) => {
      if (!isPortMessage(message)) return ears.message(message);
      const port = ports.get(message.port);
      if (message.kind === "data") port?.postMessage(message.data);
      if (message.kind === "close" && ports.delete(message.port)) port?.close();
    });
    child.on("error", (error) => gone(`could not be started: ${error.message}`));
    child.on("exit", (code, signal) => gone(signal === null ? `exit code ${code}` : `signal ${signal}`));

    return {
      pid: child.pid,
      post,
      attach(port) {
        const id = (lastPort += 1);
        ports.set(id, port);
        port.on("message", (event) => post({ kind: "data", port: id, data: event.data } satisfies PortMessage));
        port.on("close", () => ports.delete(id) && post({ kind: "close", port: id } satisfies PortMessage));
        post({ kind: "open", port: id } satisfies PortMessage);
        port.start();
      },
      kill: () => void child.kill("SIGKILL"),
    };
  };
}

function isPortMessage(message: unknown): message is PortMessage {
  return typeof message === "object" && message !== null && "port" in message && typeof message.port === "number" && "kind" in message && (message.kind === "data" || message.kind === "close");
}
