/**
 * The engine as a process of its own, for the desktop app. Its parent is an Electron utility process host or, on a runtime
 * whose Node is too old, a forked Node; both speak the same few messages. Dies with its parent: the runner outlives it.
 */
import type { EngineInfo } from "../../shared/contract/engine.ts";
import type { Standing } from "../../shared/contract/standing.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import { createEngineLog } from "../platform/file-log.ts";
import type { PowerNews } from "../services/time-watch.ts";
import { acceptRelayedPorts } from "./rpc/ipc-relay.ts";
import { messagePortChannel, type PortLike } from "./rpc/message-port-channel.ts";
import { createRpcServer, type RpcServer } from "./rpc/rpc-server.ts";
import { removeEngineRecord, writeEngineRecord } from "./server/engine-record.ts";
import { keepEventDoor } from "./server/event-door.ts";
import { openLocalSocket } from "./server/local-socket.ts";
import { callerAt } from "./call-context.ts";
import { Closers } from "./closers.ts";
import { restoreWorkspace } from "./restore-workspace.ts";
import { startEngine, type Engine } from "./start-engine.ts";

interface StartOptions {
  readonly workspace: string;
  readonly trusted: boolean;
  readonly settings: Record<string, unknown>;
  /** What a person chose in the native dialog to put in the place of the state. */
  readonly restore?: string;
  /** Only look at the state, which a newer version wrote. */
  readonly reading?: boolean;
}

type FromParent =
  | { readonly kind: "start"; readonly options: StartOptions }
  | { readonly kind: "trust"; readonly trusted: boolean }
  | { readonly kind: "settings"; readonly settings: Record<string, unknown> }
  /** A person chose a file for an export in the native dialog. */
  | { readonly kind: "allowExport"; readonly grant: string; readonly path: string }
  | { readonly kind: "power"; readonly news: PowerNews }
  | { readonly kind: "pauseSchedules"; readonly paused: boolean }
  | { readonly kind: "stop"; readonly stopTasks: boolean }
  | { readonly kind: "connect" };

type ToParent =
  | { readonly kind: "ready"; readonly info: EngineInfo }
  | { readonly kind: "heartbeat"; readonly at: number; readonly running: number }
  | { readonly kind: "standing"; readonly standing: Standing }
  | { readonly kind: "saveSettings"; readonly settings: Record<string, unknown> }
  | { readonly kind: "failed"; readonly code: string; readonly message: string }
  | { readonly kind: "stopped" };

interface Hosted {
  readonly engine: Engine;
  readonly rpc: RpcServer;
  close(stopTasks: boolean): Promise<void>;
}

const heartbeatMs = 1_000;

/** Electron's end of the line, in a utility process. */
interface ParentPort {
  on(event: "message", listener: (event: { data: unknown; ports: PortLike[] }) => void): void;
  postMessage(message: ToParent): void;
}

const parentPort = (process as { parentPort?: ParentPort }).parentPort ?? null;
let hosted: Hosted | null = null;
let leaving: Promise<void> | null = null;
let userSettings: Record<string, unknown> = {};
let toldStanding = "";
let toldRunning = 0;

if (parentPort) {
  parentPort.on("message", ({ data, ports }) => void receive(data as FromParent, ports));
} else {
  process.on("message", (message) => void receive(message as FromParent, []));
  process.on("disconnect", () => void leave(false));
}
process.on("SIGTERM", () => void leave(false));
process.on("SIGINT", () => {});

async function receive(message: FromParent, ports: readonly PortLike[]): Promise<void> {
  if (message.kind === "start") await begin(message.options);
  else if (message.kind === "trust") hosted?.engine.setTrusted(message.trusted);
  else if (message.kind === "settings") takeSettings(message.settings);
  else if (message.kind === "allowExport") hosted?.engine.exportTargets.allow(message.grant, message.path);
  else if (message.kind === "power") hosted?.engine.power(message.news);
  else if (message.kind === "pauseSchedules") hosted?.engine.setSchedulesPaused(message.paused);
  else if (message.kind === "connect") for (const port of ports) hosted?.rpc.serve(messagePortChannel(port), { ...callerAt("desktop") });
  else if (message.kind === "stop") await leave(message.stopTasks);
}

async function begin(options: StartOptions): Promise<void> {
  userSettings = options.settings;
  // A long history takes a while to copy, and is not to be taken for silence.
  const beating = options.reading ? setInterval(beat, heartbeatMs) : undefined;
  try {
    hosted = await host(options).finally(() => clearInterval(beating));
  } catch (thrown) {
    tell({ kind: "failed", code: thrown instanceof AppError ? thrown.code : "internal", message: messageOf(thrown) });
    process.exitCode = 3;
    if (process.connected) process.disconnect();
    return;
  }
  const { engine, rpc } = hosted;
  if (!parentPort) acceptRelayedPorts(process as Parameters<typeof acceptRelayedPorts>[0], (channel) => rpc.serve(channel, { ...callerAt("desktop") }));
  tell({ kind: "ready", info: engine.info() });
  setInterval(beat, heartbeatMs);
}

/** Who closes a window or quits is asked about the tasks that this ends: the first that begins is told of at once, as is the end of the last. */
function onRunning(running: number): void {
  if (running > 0 !== toldRunning > 0) tellRunning(running);
}

function tellRunning(running: number): void {
  toldRunning = running;
  tell({ kind: "heartbeat", at: Date.now(), running });
}

function beat(): void {
  tellRunning(hosted?.engine.info().running ?? 0);
  if (hosted === null) return;
  const standing = hosted.engine.standing();
  const text = JSON.stringify(standing);
  if (text !== toldStanding) tell({ kind: "standing", standing });
  toldStanding = text;
}

async function host(options: StartOptions): Promise<Hosted> {
  const { workspace, trusted } = options;
  const closers = new Closers();
  try {
    if (options.restore !== undefined) await restoreWorkspace(workspace, options.restore, Date.now());
    const settings = { read: () => userSettings, write: saveSettings };
    const engine = await startEngine({ workspace, trusted, mode: "desktop", userSettings: settings, watch: true, reading: options.reading ?? false });
    closers.add((how) => engine.close(how));
    const { path } = engine.info().workspace;
    const log = createEngineLog(path);
    const rpc = createRpcServer({ router: engine.router, log });
    closers.add(() => rpc.close());
    const door = keepEventDoor({ engine, rpc, log });
    closers.add(() => door.close());
    const socket = await openLocalSocket({ workspace: path, rpc, log });
    closers.add(() => socket.close());
    writeEngineRecord(path, { pid: process.pid, instanceId: engine.instanceId, startedAt: engine.startedAt, mode: "desktop", socket: socket.address });
    closers.add(() => removeEngineRecord(path));
    const told = engine.onRunning(onRunning);
    closers.add(() => told.dispose());
    return { engine, rpc, close: (stopTasks) => closers.close({ stopTasks }) };
  } catch (thrown) {
    await closers.close({ stopTasks: false }).catch(() => {});
    throw thrown;
  }
}

function takeSettings(settings: Record<string, unknown>): void {
  userSettings = settings;
  hosted?.engine.settingsChanged();
}

function saveSettings(settings: Record<string, unknown>): void {
  userSettings = settings;
  tell({ kind: "saveSettings", settings });
}

/** Asked for twice (a stop, then the line breaks), it is done once: the first way of leaving is finished before the process ends. */
async function leave(stopTasks: boolean): Promise<void> {
  leaving ??= hosted?.close(stopTasks).catch(() => {}) ?? Promise.resolve();
  hosted = null;
  await leaving;
  tell({ kind: "stopped" });
  process.exit(process.exitCode ?? 0);
}

function tell(message: ToParent): void {
  if (parentPort) parentPort.postMessage(message);
  else if (process.connected) process.send?.(message);
}
