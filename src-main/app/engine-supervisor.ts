/**
 * Keeps one workspace's engine alive. States and moves:
 *
 *   starting ──ready──▶ up ──exit, or no heartbeat for 5 s──▶ restarting ──ready──▶ up
 *      │                                                          │
 *      └── failed message, or too many deaths in a row ──▶ failed ◀┘      failed ──restart()──▶ starting
 *   any ──stop()──▶ none
 *
 * A late timer (the machine slept, this process was stopped) is no proof against the engine: it gets its five seconds anew.
 */
import { FromEngine, type EngineOptions, type EngineProcess, type StartEngineProcess, type ToEngine } from "./engine-wire.ts";
import type { Standing } from "../../shared/contract/standing.ts";
import type { EngineState } from "../../shared/contract/host.ts";

const checkEveryMs = 1000;
const heartbeatLostMs = 5000;
const startPatienceMs = 30_000;
const firstDelayMs = 100;
const longestDelayMs = 5000;
const steadyAfterMs = 30_000;
const deathsAllowed = 6;

export interface SupervisorParts<Port> {
  readonly start: StartEngineProcess<Port>;
  readonly options: () => EngineOptions;
  readonly now: () => number;
  readonly after: (delayMs: number, call: () => void) => () => void;
  readonly onState: (state: EngineState) => void;
  readonly onStanding: (standing: Standing) => void;
  readonly onSaveSettings: (settings: Readonly<Record<string, unknown>>) => void;
  readonly log: (line: string) => void;
}

export interface EngineSupervisor<Port> {
  state(): EngineState;
  pid(): number | undefined;
  /** Tasks that the engine last said are running. */
  running(): number;
  /** False when the engine is not up; a window asks again when it hears that it is. */
  attach(port: Port): boolean;
  post(message: ToEngine): void;
  /** `restore`: what a person chose to put in the place of the state, before this start and no other. `reading`: only look, until the next restart. */
  restart(how?: { readonly restore?: string; readonly reading?: boolean }): void;
  /** Resolves when the process is gone; it is killed after the grace time. */
  stop(stopTasks: boolean, graceMs?: number): Promise<void>;
}

export function superviseEngine<Port>(parts: SupervisorParts<Port>): EngineSupervisor<Port> {
  let current: EngineProcess<Port> | null = null;
  let state: EngineState = { state: "none", message: null, code: null, restarts: 0 };
  let running = 0;
  let isReading = false;
  let deathsInARow = 0;
  let upSince: number | null = null;
  let heardAt = 0;
  let checkedAt = 0;
  let cancelTimer = () => {};
  let onGone: (() => void) | null = null;

  function enter(next: EngineState["state"], message: string | null = null, code: string | null = null): void {
    state = { state: next, message, code, restarts: state.restarts };
    parts.onState(state);
  }

  function launch(restore?: string): void {
    heardAt = checkedAt = parts.now();
    upSince = null;
    // Messages of a process that was given up must not be taken for those of its successor.
    const isCurrent = () => current === mine;
    const mine: EngineProcess<Port> = parts.start({
      message: (message) => isCurrent() && hear(message),
      exit: (how) => isCurrent() && died(how),
    });
    current = mine;
    mine.post({ kind: "start", options: { ...parts.options(), ...(restore === undefined ? {} : { restore }), ...(isReading ? { reading: true } : {}) } });
    watch();
  }

  function hear(raw: unknown): void {
    const parsed = FromEngine.safeParse(raw);
    if (!parsed.success) return parts.log(`engine: a message that is none of ours was dropped`);
    heardAt = parts.now();
    const message = parsed.data;
    if (message.kind === "heartbeat") running = message.running ?? 0;
    else if (message.kind === "standing") parts.onStanding(message.standing);
    else if (message.kind === "saveSettings") parts.onSaveSettings(message.settings);
    else if (message.kind === "ready") becomeUp();
    else if (message.kind === "failed") fail(message.message, message.code);
  }

  function becomeUp(): void {
    upSince = parts.now();
    enter("up");
  }

  function watch(): void {
    cancelTimer();
    cancelTimer = parts.after(checkEveryMs, () => {
      const now = parts.now();
      const wasLate = now - checkedAt > 3 * checkEveryMs || now < checkedAt;
      checkedAt = now;
      if (wasLate) heardAt = now;
      const patienceMs = upSince === null ? startPatienceMs : heartbeatLostMs;
      if (now - heardAt >= patienceMs) return giveUp(`no sign of life for ${Math.round((now - heardAt) / 1000)} s`);
      if (upSince !== null && now - upSince >= steadyAfterMs) deathsInARow = 0;
      watch();
    });
  }

  function giveUp(why: string): void {
    const lost = current;
    current = null;
    lost?.kill();
    plan(why);
  }

  function died(how: string): void {
    current = null;
    if (onGone !== null) return onGone();
    plan(how);
  }

  function plan(why: string): void {
    cancelTimer();
    running = 0;
    deathsInARow += 1;
    parts.log(`engine: ${why}`);
    if (deathsInARow > deathsAllowed) return enter("failed", `Engine: it ended ${deathsInARow} times in a row (${why}); restart it from the Help menu, or read its log.`, "engine/unavailable");
    state = { ...state, restarts: state.restarts + 1 };
    enter("restarting", why);
    cancelTimer = parts.after(Math.min(firstDelayMs * 2 ** (deathsInARow - 1), longestDelayMs), () => launch());
  }

  /** The engine itself said that it cannot serve: another start would end the same way. */
  function fail(message: string, code: string): void {
    const lost = current;
    current = null;
    cancelTimer();
    lost?.kill();
    parts.log(`engine: ${message}`);
    enter("failed", message, code);
  }

  function begin(restore?: string): void {
    enter("starting");
    launch(restore);
  }

  begin();
  return {
    state: () => state,
    pid: () => current?.pid,
    running: () => running,
    attach(port) {
      if (state.state !== "up" || current === null) return false;
      current.attach(port);
      return true;
    },
    post: (message) => current?.post(message),
    restart({ restore, reading = false } = {}) {
      isReading = reading;
      const lost = current;
      current = null;
      cancelTimer();
      lost?.kill();
      deathsInARow = 0;
      begin(restore);
    },
    stop(stopTasks, graceMs = 15_000) {
      cancelTimer();
      enter("none");
      const leaving = current;
      if (leaving === null) return Promise.resolve();
      return new Promise((resolve) => {
        const cancelKill = parts.after(graceMs, () => leaving.kill());
        onGone = () => {
          cancelKill();
          resolve();
        };
        leaving.post({ kind: "stop", stopTasks });
      });
    },
  };
}
