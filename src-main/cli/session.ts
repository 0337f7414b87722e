/**
 * A command's line to the engine of its workspace: the one that lives there already, over its private socket, or else one
 * that this process hosts for as long as the command takes.
 */
import type { EngineInfo } from "../../shared/contract/engine.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { EngineClient } from "./engine-client.ts";

export interface Session {
  readonly client: EngineClient;
  readonly workspace: string;
  /** True when this process is the engine, so that work ends with it. */
  readonly isHost: boolean;
  close(options?: { stopTasks: boolean }): Promise<void>;
}

export interface SessionOptions {
  readonly workspace: string;
  /** Whether an engine that we host may run tasks. A living one has its own answer. */
  readonly trusted: boolean;
  /** Only look, where this process has to be the engine. */
  readonly reading?: boolean | undefined;
}

const startingPatienceMs = 5_000;

/** Throws engine/unavailable, workspace/busy and what starting an engine throws. */
export async function openSession(options: SessionOptions): Promise<Session> {
  for (const deadline = Date.now() + startingPatienceMs; ; await pause(100)) {
    const attached = await attach(options.workspace);
    if (attached !== null) return attached;
    try {
      return await host(options);
    } catch (thrown) {
      // Somebody holds the workspace but does not answer yet: starting, most likely.
      if (!(thrown instanceof AppError) || thrown.code !== "workspace/busy" || Date.now() > deadline) throw thrown;
    }
  }
}

/** A session with the engine that lives in the workspace; null when none answers. */
export async function attach(workspace: string): Promise<Session | null> {
  const { readEngineRecord } = await import("../engine/server/engine-record.ts");
  const record = readEngineRecord(workspace);
  if (record === null || record.socket === null) return null;
  const { connectLocal } = await import("./local-client.ts");
  const line = await connectLocal(record.socket);
  if (line === null) return null;
  const session: Session = { client: line.client, workspace, isHost: false, close: async () => line.close() };
  const info = await session.client.engine.info({}).catch(() => null);
  if (info !== null && isOf(info, workspace)) return session;
  line.close();
  return null;
}

async function host({ workspace, trusted, reading = false }: SessionOptions): Promise<Session> {
  const [{ hostEngine }, { createEngineLog }, { userSettings }, { hostedClient }] = await Promise.all([
    import("../engine/server/host-engine.ts"),
    import("../platform/file-log.ts"),
    import("./user-settings.ts"),
    import("./hosted-client.ts"),
  ]);
  const log = createEngineLog(workspace);
  const hosted = await hostEngine({ workspace, trusted, mode: "cli", userSettings: userSettings(), log, reading });
  return {
    client: hostedClient(hosted.engine.router, log),
    workspace,
    isHost: true,
    close: (how = { stopTasks: false }) => hosted.close(how),
  };
}

function isOf(info: EngineInfo, workspace: string): boolean {
  return info.workspace.path === workspace;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
