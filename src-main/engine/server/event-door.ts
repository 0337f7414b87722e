/**
 * The desktop's door for events: opened on loopback only while a queue that takes posted events is on, at the port that the browser mode of the workspace
 * has too, so that programs find either. It serves no page.
 */
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import { browserMemory } from "../../platform/browser-memory.ts";
import type { Log } from "../../ports/machine.ts";
import type { RpcServer } from "../rpc/rpc-server.ts";
import type { Engine } from "../start-engine.ts";
import { startHttpServer, type HttpServer } from "./http-server.ts";

export interface EventDoor {
  close(): Promise<void>;
}

/** Opens and closes it as it is wanted, one step at a time. */
export function keepEventDoor({ engine, rpc, log }: { engine: Engine; rpc: RpcServer; log: Log }): EventDoor {
  const memory = browserMemory(engine.info().workspace.path);
  let server: HttpServer | null = null;
  let isClosing = false;
  let steps = Promise.resolve();

  async function follow(): Promise<void> {
    const isWanted = !isClosing && engine.queues.wantsDoor;
    if (isWanted && server === null) {
      server = await startHttpServer({ rpc, staticRoot: null, log, memory, events: engine.queues.intake, watch: { ...engine.watch, metrics: () => null, metricsToken: noToken } });
      engine.ownPorts.add(server.port);
      engine.queues.doorChanged();
    } else if (!isWanted && server !== null) {
      engine.ownPorts.delete(server.port);
      await server.close();
      server = null;
      if (!isClosing) engine.queues.doorChanged();
    }
  }

  const step = (): Promise<void> => {
    steps = steps.then(follow).catch((thrown: unknown) => log.error("the door for events was not opened", { reason: messageOf(thrown) }));
    return steps;
  };
  engine.queues.onLook = () => void step();
  void step();
  return {
    close: async () => {
      isClosing = true;
      engine.queues.onLook = () => {};
      await step();
    },
  };
}

/** Figures are not served here. */
function noToken(): string {
  throw new AppError("internal", "the door for events serves no figures");
}
