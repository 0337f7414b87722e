/** The engines by workspace: one each, started with the first window on it and stopped after the last. */
import { MessageChannelMain, type MessagePortMain } from "electron";
import type { EngineState } from "../../shared/contract/host.ts";
import type { Standing } from "../../shared/contract/standing.ts";
import { superviseEngine, type EngineSupervisor } from "./engine-supervisor.ts";
import type { PowerNews, StartEngineProcess } from "./engine-wire.ts";

export interface EngineParts {
  readonly start: StartEngineProcess<MessagePortMain>;
  readonly isTrusted: (workspace: string) => boolean;
  readonly settings: () => Readonly<Record<string, unknown>>;
  readonly onState: (workspace: string, state: EngineState) => void;
  readonly onStanding: (workspace: string, standing: Standing) => void;
  readonly onSaveSettings: (settings: Readonly<Record<string, unknown>>) => void;
  readonly log: (line: string) => void;
}

export interface Engines {
  of(workspace: string): EngineSupervisor<MessagePortMain>;
  find(workspace: string): EngineSupervisor<MessagePortMain> | null;
  /** A port for a window, whose other end the engine has; null while it is not up. */
  connect(workspace: string): MessagePortMain | null;
  stop(workspace: string): Promise<void>;
  stopAll(): Promise<void>;
  tellSettings(): void;
  tellPower(news: PowerNews): void;
}

export function createEngines(parts: EngineParts): Engines {
  const engines = new Map<string, EngineSupervisor<MessagePortMain>>();
  const stopping = new Map<string, Promise<void>>();

  function of(workspace: string): EngineSupervisor<MessagePortMain> {
    const known = engines.get(workspace);
    if (known !== undefined) return known;
    const engine = superviseEngine<MessagePortMain>({
      start: parts.start,
      options: () => ({ workspace, trusted: parts.isTrusted(workspace), mode: "desktop", settings: parts.settings() }),
      now: () => Date.now(),
      after(delayMs, call) {
        const timer = setTimeout(call, delayMs);
        return () => clearTimeout(timer);
      },
      onState: (state) => parts.onState(workspace, state),
      onStanding: (standing) => parts.onStanding(workspace, standing),
      onSaveSettings: parts.onSaveSettings,
      log: parts.log,
    });
    engines.set(workspace, engine);
    return engine;
  }

  function stop(workspace: string): Promise<void> {
    const engine = engines.get(workspace);
    if (engine === undefined) return stopping.get(workspace) ?? Promise.resolve();
    engines.delete(workspace);
    const stopped = engine.stop(true).finally(() => stopping.delete(workspace));
    stopping.set(workspace, stopped);
    return stopped;
  }

  return {
    of,
    find: (workspace) => engines.get(workspace) ?? null,
    connect(workspace) {
      const channel = new MessageChannelMain();
      return of(workspace).attach(channel.port1) ? channel.port2 : null;
    },
    stop,
    stopAll: async () => void (await Promise.all([...engines.keys(), ...stopping.keys()].map(stop))),
    tellPower: (news) => engines.forEach((engine) => engine.post({ kind: "power", news })),
    tellSettings: () => engines.forEach((engine) => engine.post({ kind: "settings", settings: parts.settings() })),
  };
}
