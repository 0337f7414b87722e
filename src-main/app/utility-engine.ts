/** Hosts the engine as Electron's utility process; each window's port goes to it directly. */
import { utilityProcess, type MessagePortMain } from "electron";
import { engineEnvironment } from "./engine-environment.ts";
import type { EngineProcess, StartEngineProcess } from "./engine-wire.ts";

export function utilityEngine(file: string, node: string): StartEngineProcess<MessagePortMain> {
  return (ears): EngineProcess<MessagePortMain> => {
    const child = utilityProcess.fork(file, [], { serviceName: "Dagwright engine", stdio: "inherit", env: engineEnvironment(process.env, node) });
    child.on("message", (message: unknown) => ears.message(message));
    child.on("exit", (code) => ears.exit(`exit code ${code}`));
    return {
      get pid() {
        return child.pid;
      },
      post: (message) => child.postMessage(message),
      attach: (port) => child.postMessage({ kind: "connect" }, [port]),
      kill: () => void (child.pid !== undefined && process.kill(child.pid, "SIGKILL")),
    };
  };
}
