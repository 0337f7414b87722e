/**
 * The engine's end of the runner: attaches to the living runner of a runtime folder or starts one, which first reads what a dead one left.
 * When the runner dies, a new one is started at once; exit records found in its journal are told before `runnerLost`, and what was handed
 * over and not answered counts as lost, so that no attempt is ever started that the engine has given up.
 */
import { uptime } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { ExitRecord, ProcessSpec, Runner, RunnerSignal } from "../ports/runner.ts";
import type { Beating } from "../ports/heartbeat.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { frame, type EngineMessage, type OrphanPolicy, type RunnerMessage } from "./protocol.ts";
import { attachRunner, type Attachment, type RunnerLaunch } from "./runner-process.ts";
import { socketPathOf } from "./runtime-paths.ts";

export interface RunnerOptions {
  /** Absolute; holds the runner's journal and log. */
  readonly runtimeDir: string;
  /** How long tasks are kept when the engine is gone. */
  readonly graceMs: number;
  readonly policy: OrphanPolicy;
  /** The runner's main file; by default the one that belongs to this build. */
  readonly entry?: string;
  /** Node for the runner; by default the one that runs the engine. */
  readonly nodePath?: string;
  /** Folder of zygote.py and the `dagwright` module; by default `python` beside the entry. */
  readonly pythonSupport?: string;
  /** Grows with every engine of this folder; an engine of an older one is cut off. */
  readonly generation?: number;
}

export interface RunnerClient extends Runner, Beating {
  /** Folder to put on PYTHONPATH: it holds the `dagwright` module. */
  readonly pythonSupport: string;
  /** What a person should hear of (a full disk, an unkillable process). Not more than one message in 5 s. */
  onTrouble(handler: (message: string) => void): void;
}

/** Rejects with AppError "internal" if no runner can be started, "workspace/busy" if a newer engine holds it. */
export async function connectRunner(options: RunnerOptions): Promise<RunnerClient> {
  const entry = options.entry ?? defaultEntry();
  const pythonSupport = options.pythonSupport ?? path.join(path.dirname(entry), "python");
  const launch: RunnerLaunch = {
    nodePath: options.nodePath ?? process.execPath,
    entry,
    settings: { runtimeDir: options.runtimeDir, socketPath: socketPathOf(options.runtimeDir), graceMs: options.graceMs, policy: options.policy, pythonSupport },
  };
  // No clock that is set has a say in which engine is the newer one; a runner lives no longer than its machine is up.
  const generation = options.generation ?? uptime() * 1_000;
  const first = await attachRunner(launch, generation);
  return createClient(launch, generation, first);
}

/** Sources run as they are, or start what is built where that is asked for; a build puts the runner beside the bundle that holds this module. */
function defaultEntry(): string {
  const source = process.env["DAGWRIGHT_BUILT_PROGRAMS"] === "1" ? "../../dist/runner/main.mjs" : "./main.ts";
  return fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? source : "../runner/main.mjs", import.meta.url));
}

/** A runner that hears later that it may forget an end keeps it so long. */
const settledTogetherMs = 20;

function createClient(launch: RunnerLaunch, generation: number, first: Attachment): RunnerClient {
  let attachment: Attachment | null = first;
  let handler: ((signals: readonly RunnerSignal[]) => void) | null = null;
  let troubleHandler: (message: string) => void = () => {};
  let unheard: RunnerSignal[] = [];
  let onPong = (): void => {};
  let closing = false;
  let onClosed = (): void => {};
  /** Handed over; null once the runner has confirmed the start. */
  const outstanding = new Map<string, ProcessSpec | null>(first.welcome.live.map((attempt) => [attempt.attemptId, null]));
  const pending: EngineMessage[] = [];
  /** Outcomes that are committed: the runner may forget them, and that has time until the next start. */
  let settled: string[] = [];
  let settling: NodeJS.Timeout | null = null;

  const tell = (signals: RunnerSignal[]): void => {
    if (signals.length === 0) return;
    if (handler) handler(signals);
    else unheard.push(...signals);
  };
  const send = (message: EngineMessage): void => {
    if (attachment) attachment.socket.write(frame(message) + takeSettled());
    else pending.push(message);
  };
  const takeSettled = (): string => {
    if (settling) clearTimeout(settling);
    settling = null;
    const attemptIds = settled;
    settled = [];
    return attemptIds.length === 0 ? "" : frame({ t: "ack", attemptIds });
  };
  const tellSettled = (): void => {
    settling = null;
    const text = attachment === null ? "" : takeSettled();
    if (text !== "") attachment?.socket.write(text);
  };

  const onMessage = (message: RunnerMessage): void => {
    if (message.t === "started") {
      for (const attempt of message.attempts) if (outstanding.has(attempt.attemptId)) outstanding.set(attempt.attemptId, null);
      tell(message.attempts.map(({ attemptId, pid, startedAt }) => ({ kind: "started", attemptId, pid, at: startedAt })));
    } else if (message.t === "exited") tell(exits(message.records));
    else if (message.t === "lost") {
      for (const attemptId of message.attemptIds) outstanding.delete(attemptId);
      tell([{ kind: "lost", attemptIds: message.attemptIds, at: Date.now() }]);
    } else if (message.t === "pong") onPong();
    else if (message.t === "trouble") troubleHandler(message.message);
  };
  const exits = (records: readonly ExitRecord[]): RunnerSignal[] =>
    records.map((record) => {
      outstanding.delete(record.attemptId);
      return { kind: "exited", record };
    });

  const watch = (next: Attachment): void => {
    next.listen(onMessage, () => {
      attachment = null;
      if (closing) onClosed();
      else void reattach(next.welcome.runnerId);
    });
  };

  const reattach = async (lostId: string): Promise<void> => {
    try {
      const next = await attachRunner(launch, generation, () => !closing);
      if (closing) {
        next.socket.destroy();
        return onClosed();
      }
      const known = exits(next.welcome.exited.filter((record) => outstanding.has(record.attemptId)));
      if (next.welcome.runnerId === lostId) tell(known);
      else giveUp(known);
      attachment = next;
      resend(next);
      watch(next);
    } catch (error) {
      if (closing) return onClosed();
      giveUp([]);
      troubleHandler(error instanceof Error ? error.message : String(error));
      if (error instanceof AppError && error.code === "workspace/busy") return;
      setTimeout(() => void (closing ? onClosed() : reattach(lostId)), 1_000);
    }
  };
  /** Everything without an exit record is lost, also what was handed over since: the engine cannot tell them apart. */
  const giveUp = (known: RunnerSignal[]): void => {
    outstanding.clear();
    pending.length = 0;
    tell([...known, { kind: "runnerLost", at: Date.now() }]);
  };
  const resend = (next: Attachment): void => {
    const live = new Set(next.welcome.live.map((attempt) => attempt.attemptId));
    const unread = [...outstanding].flatMap(([id, spec]) => (spec && !live.has(id) ? [spec] : []));
    if (unread.length > 0) next.socket.write(frame({ t: "start", specs: unread }));
    for (const message of pending.splice(0)) if (message.t !== "start") next.socket.write(frame(message));
    tellSettled();
  };

  watch(first);
  return {
    get pid() {
      return attachment?.welcome.pid ?? null;
    },
    pythonSupport: launch.settings.pythonSupport,
    snapshot: { sameRunner: !first.fresh, live: first.welcome.live, exited: first.welcome.exited },
    start(specs) {
      const fresh = specs.filter((spec) => !outstanding.has(spec.attemptId));
      for (const spec of fresh) outstanding.set(spec.attemptId, spec);
      if (fresh.length > 0) send({ t: "start", specs: fresh });
    },
    stop: (attemptId, reason) => send({ t: "stop", attemptId, reason }),
    acknowledge(attemptIds) {
      settled.push(...attemptIds);
      if (settled.length > 0) settling ??= setTimeout(tellSettled, settledTogetherMs);
    },
    onSignals(call) {
      handler = call;
      if (unheard.length > 0) call(unheard);
      unheard = [];
    },
    ping(onAnswer) {
      onPong = onAnswer;
      attachment?.socket.write(frame({ t: "ping" }));
    },
    onTrouble: (call) => (troubleHandler = call),
    close: ({ stopTasks }) =>
      new Promise((resolve) => {
        closing = true;
        onClosed = resolve;
        if (settling) clearTimeout(settling);
        if (!attachment) return resolve();
        tellSettled();
        if (stopTasks) attachment.socket.write(frame({ t: "shutdown" }));
        else attachment.socket.end();
      }),
  };
}
