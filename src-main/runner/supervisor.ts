/**
 * Every attempt from start to reported exit.
 *
 *   start ──► launched ──exit──► drained ──► journalled ──► reported ──ack──► forgotten
 *                │                  ▲
 *                └─ stop, timeout ──┘  (reported when no process of its tree is left)
 *
 * An id is started once. A start is in the journal before the process can do anything; an exit is written before it is
 * reported, and on its way to the disk; where more follows from it than the engine's commit it is there by then. Exits that arrive together share one sync. Owns attempts, timers and log sinks; the socket and the end of the runner are others'.
 */
import { statSync } from "node:fs";
import { awakeTimeout } from "../../shared/base/awake-timeout.ts";
import { reasonOf } from "../../shared/errors/app-error.ts";
import type { ExitRecord, ProcessSpec, StopReason } from "../ports/runner.ts";
import { failedStart, type Launched, type Outcome } from "./launch.ts";
import type { Launcher } from "./launcher.ts";
import { openLogSink, type LogSink } from "./log-sink.ts";
import { identify } from "./process-table.ts";
import type { Journal, JournalContent, StartEntry } from "./journal.ts";
import type { LiveAttempt } from "./protocol.ts";
import { openTaskOutput, type TaskOutput } from "./task-output.ts";
import { timers } from "./timers.ts";
import type { TreeKiller } from "./tree-killer.ts";

/** How long an exit waits for the last output of processes that are still ending too, such as a `tee` behind a `>()`. */
const lateOutputMs = 100;
const lookAgainMs = 25;
const retryJournalMs = 250;
const tidyAfterMs = 1_000;
/** Ids of acknowledged attempts that are still refused. */
const rememberedIds = 5_000;

interface Attempt {
  readonly spec: ProcessSpec;
  readonly startedAt: number;
  readonly sink: LogSink;
  output: TaskOutput | null;
  launched: Launched | null;
  pid: number | null;
  stopReason: StopReason | null;
  outcome: Outcome | null;
  ended: boolean;
  cancelTimeout: () => void;
}

export interface SupervisorDeps {
  readonly launcher: Launcher;
  readonly journal: Journal;
  readonly killer: TreeKiller;
  readonly bootId: string;
  readonly earlier: JournalContent;
  /** What an earlier runner left and is not gone yet. */
  readonly unswept: () => readonly StartEntry[];
  readonly onStarted: (attempts: readonly LiveAttempt[]) => void;
  readonly onExited: (records: readonly ExitRecord[]) => void;
  /** An earlier runner had these, and nothing is known of their end. */
  readonly onLost: (attemptIds: readonly string[]) => void;
  readonly onTrouble: (message: string) => void;
}

export interface Supervisor {
  start(specs: readonly ProcessSpec[]): void;
  stop(attemptId: string, reason: StopReason): void;
  stopAll(reason: StopReason): void;
  acknowledge(attemptIds: readonly string[]): void;
  live(): LiveAttempt[];
  unacknowledged(): ExitRecord[];
  /** True while an attempt lives or an exit is not on the disk. */
  isBusy(): boolean;
}

export function createSupervisor(deps: SupervisorDeps): Supervisor {
  const attempts = new Map<string, Attempt>();
  const exits = new Map(deps.earlier.exits.map((record) => [record.attemptId, record]));
  const seen = new Set(deps.earlier.seen);
  let waiting: ExitRecord[] = [];
  /** Of those, which are told only when they are on the disk. */
  const awaitsDisk = new Set<ExitRecord>();
  let flush: NodeJS.Immediate | null = null;
  let retry: NodeJS.Timeout | null = null;
  let mending: NodeJS.Timeout | null = null;
  let refill: NodeJS.Immediate | null = null;
  let tidy: NodeJS.Timeout | null = null;

  // ---- start

  const start = (specs: readonly ProcessSpec[]): void => {
    const fresh: Attempt[] = [];
    const repeated: LiveAttempt[] = [];
    const lost: string[] = [];
    for (const spec of specs) {
      if (!seen.has(spec.attemptId)) {
        remember(spec.attemptId);
        fresh.push(prepare(spec));
      } else repeat(spec.attemptId, { repeated, lost });
    }
    if (lost.length > 0) deps.onLost(lost);
    const entries = fresh.flatMap((attempt) => (attempt.ended ? [] : [entryOf(attempt)]));
    if (entries.length > 0) journalStarts(entries);
    const told = fresh.filter((attempt) => attempt.pid !== null && !attempt.ended);
    for (const attempt of fresh) {
      if (attempt.ended) continue;
      armTimeout(attempt);
      attempt.launched?.go();
    }
    // After the work was handed over: nobody's next step waits for this.
    if (told.length + repeated.length > 0) deps.onStarted([...repeated, ...told.map(toLive)]);
  };

  const prepare = (spec: ProcessSpec): Attempt => {
    const sink = openLogSink({ path: spec.logPath, capBytes: spec.logCapBytes, secrets: spec.secrets, onTrouble: deps.onTrouble });
    const attempt: Attempt = {
      spec, sink, startedAt: Date.now(), output: null, launched: null, pid: null, stopReason: null, outcome: null, ended: false, cancelTimeout: () => {},
    };
    attempts.set(spec.attemptId, attempt);
    const refusal = refusalOf(spec);
    if (refusal !== null) {
      onExit(attempt, failedStart(refusal));
      return attempt;
    }
    try {
      const fifos = deps.launcher.fifos;
      if (fifos) attempt.output = openTaskOutput(fifos, sink.write);
      attempt.launched = deps.launcher.launch(spec, attempt.output?.path ?? "", {
        onExit: (outcome) => onExit(attempt, outcome),
        onPid: (pid) => onPid(attempt, pid),
        onChunk: fifos ? null : sink.write,
      });
      attempt.pid = attempt.launched.pid;
    } catch (error) {
      onExit(attempt, failedStart(error instanceof Error ? error.message : String(error)));
    }
    return attempt;
  };

  const entryOf = (attempt: Attempt): StartEntry => ({
    attemptId: attempt.spec.attemptId,
    startedAt: attempt.startedAt,
    process: attempt.launched?.identity?.(deps.bootId) ?? (attempt.pid === null ? { pid: 0, startTime: "", bootId: deps.bootId } : identify(attempt.pid, deps.bootId)),
    slot: attempt.launched?.slot ?? "",
    logPath: attempt.spec.logPath,
  });

  const journalStarts = (entries: readonly StartEntry[]): void => {
    try {
      deps.journal.started(entries);
    } catch (error) {
      trouble("journal", error);
    }
  };

  /** For forks and spawns, whose pid is known only afterwards. */
  const onPid = (attempt: Attempt, pid: number): void => {
    attempt.pid = pid;
    journalStarts([entryOf(attempt)]);
    deps.onStarted([toLive(attempt)]);
  };

  const repeat = (attemptId: string, { repeated, lost }: { repeated: LiveAttempt[]; lost: string[] }): void => {
    const attempt = attempts.get(attemptId);
    const record = exits.get(attemptId);
    if (attempt && attempt.pid !== null) repeated.push(toLive(attempt));
    else if (record && !waiting.includes(record)) deps.onExited([record]);
    else if (!attempt && !record) lost.push(attemptId);
  };

  const remember = (attemptId: string): void => {
    seen.add(attemptId);
    if (seen.size <= rememberedIds) return;
    for (const old of seen) {
      if (attempts.has(old) || exits.has(old)) continue;
      seen.delete(old);
      break;
    }
  };

  // ---- stop

  const armTimeout = (attempt: Attempt): void => {
    const { timeoutMs, attemptId } = attempt.spec;
    if (timeoutMs !== null) attempt.cancelTimeout = awakeTimeout(timers, timeoutMs, () => stop(attemptId, "timeout"));
  };

  const stop = (attemptId: string, reason: StopReason): void => {
    const attempt = attempts.get(attemptId);
    if (!attempt || attempt.stopReason !== null || attempt.ended) return;
    attempt.stopReason = reason;
    endTree(attempt, attempt.spec.graceMs, attempt.launched?.sharesLeader ?? false);
  };

  const endTree = (attempt: Attempt, graceMs: number, sparesLeader: boolean): void => {
    deps.killer.end(treeOf(attempt, sparesLeader), {
      graceMs,
      onGone(left) {
        if (left > 0) deps.onTrouble(`Attempt ${attempt.spec.attemptId}: ${left} of its processes survive SIGKILL; expected none; look for processes in uninterruptible sleep.`);
        if (attempt.outcome) return settle(attempt);
        // Nothing is left but no exit came: it is on its way, or the process had not begun when we looked.
        setTimeout(() => {
          if (attempt.outcome) settle(attempt);
          else endTree(attempt, 0, false);
        }, lookAgainMs);
      },
    });
  };

  const treeOf = (attempt: Attempt, sparesLeader: boolean): { leader: number | null; cookies: string[]; sparesLeader: boolean } => ({
    leader: attempt.pid,
    cookies: cookiesOf(attempt),
    sparesLeader,
  });

  // ---- exit

  const onExit = (attempt: Attempt, outcome: Outcome): void => {
    if (attempt.outcome) return;
    attempt.outcome = outcome;
    attempt.cancelTimeout();
    if (attempt.stopReason !== null) {
      // Reported by endTree, when the rest of the tree is gone too.
      attempt.output?.drain();
      return;
    }
    const output = attempt.output;
    if (output === null || output.drain()) return settle(attempt);
    const timer = setTimeout(() => settle(attempt), lateOutputMs);
    output.onEnd(() => {
      clearTimeout(timer);
      settle(attempt);
    });
  };

  const settle = (attempt: Attempt): void => {
    if (attempt.ended) return;
    attempt.ended = true;
    const complete = attempt.output?.drain() ?? true;
    attempt.output?.close();
    const log = attempt.sink.close();
    const record = recordOf(attempt, log);
    const stopped = attempt.stopReason !== null;
    attempts.delete(record.attemptId);
    exits.set(record.attemptId, record);
    waiting.push(record);
    if (attempt.spec.awaitsDisk === true) awaitsDisk.add(record);
    flush ??= setImmediate(report);
    if (!stopped && (!complete || isSuspect(attempt))) endLeftovers(attempt);
    attempt.launched?.release(complete && !stopped);
  };

  /** What a finished task left behind, seen because it still holds the log: nobody waits for it, so its end is not reported. */
  const endLeftovers = (attempt: Attempt): void => {
    const tree = treeOf(attempt, false);
    deps.killer.end(tree, { graceMs: attempt.spec.graceMs, onGone: () => {} });
  };

  const report = (): void => {
    flush = null;
    const batch = waiting;
    try {
      deps.journal.exited(batch);
      if (batch.some((record) => awaitsDisk.has(record))) deps.journal.sync();
      else deps.journal.syncSoon(onRefused);
    } catch (error) {
      trouble("journal", error);
      retry ??= setTimeout(() => {
        retry = null;
        report();
      }, retryJournalMs);
      return;
    }
    waiting = [];
    for (const record of batch) awaitsDisk.delete(record);
    deps.onExited(batch);
    refill ??= setImmediate(() => {
      refill = null;
      deps.launcher.refill();
    });
  };

  /** The engine knows these ends and stores them; what the journal holds of them nobody knows. */
  const onRefused = (error: Error): void => {
    trouble("journal", error);
    mending ??= setTimeout(() => {
      mending = null;
      try {
        deps.journal.rewrite(content());
      } catch (thrown) {
        onRefused(thrown instanceof Error ? thrown : new Error(String(thrown)));
      }
    }, retryJournalMs);
  };

  /** Only between bursts: it costs a few milliseconds. */
  const compact = (): void => {
    tidy = null;
    try {
      deps.journal.compact(content);
    } catch (error) {
      trouble("journal", error);
    }
  };

  const trouble = (what: string, error: unknown): void =>
    deps.onTrouble(`Runner ${what}: ${reasonOf(error)}. The ends of tasks wait until they can be written down.`);

  const content = (): JournalContent => ({
    open: [...deps.unswept(), ...[...attempts.values()].map(entryOf)],
    exits: [...exits.values()],
    seen: [...seen],
  });

  return {
    start,
    stop,
    stopAll: (reason) => [...attempts.keys()].forEach((id) => stop(id, reason)),
    acknowledge(attemptIds) {
      const known = attemptIds.filter((id) => exits.delete(id));
      if (known.length === 0) return;
      try {
        deps.journal.acknowledged(known);
        tidy ??= setTimeout(compact, attempts.size === 0 ? tidyAfterMs : tidyAfterMs * 10);
      } catch (error) {
        trouble("journal", error);
      }
    },
    live: () => [...attempts.values()].map(toLive),
    unacknowledged: () => [...exits.values()].filter((record) => !waiting.includes(record)),
    isBusy: () => attempts.size > 0 || waiting.length > 0,
  };
}

function toLive(attempt: Attempt): LiveAttempt {
  return { attemptId: attempt.spec.attemptId, pid: attempt.pid ?? 0, startedAt: attempt.startedAt };
}

/** The process we watch is gone in a way that may leave what it had forked behind. */
function isSuspect(attempt: Attempt): boolean {
  if (attempt.pid === null || !attempt.outcome) return false;
  return attempt.outcome.startError !== null || (attempt.launched?.sharesLeader === true && attempt.outcome.signal !== null);
}

function cookiesOf(attempt: Attempt): string[] {
  const slot = attempt.launched?.slot ?? "";
  return slot === "" ? [attempt.spec.attemptId] : [attempt.spec.attemptId, slot];
}

function refusalOf(spec: ProcessSpec): string | null {
  const texts = [spec.cwd, ...Object.entries(spec.env).flat(), ...(spec.command.kind === "shell" ? [spec.command.script] : [spec.command.script, ...spec.command.args])];
  if (texts.some((text) => text.includes("\0"))) return "Task: its command, folder or environment holds a NUL character; expected text without it; remove it.";
  if (Object.keys(spec.env).some((name) => name === "" || name.includes("="))) return "Task: an environment variable has an empty name or one with `=`; expected NAME; correct it.";
  if (statSync(spec.cwd, { throwIfNoEntry: false })?.isDirectory() !== true) return `Working directory ${spec.cwd}: it does not exist; expected a folder; create it or correct the path.`;
  return null;
}

function recordOf(attempt: Attempt, log: { bytes: number; dropped: number }): ExitRecord {
  const outcome = attempt.outcome ?? failedStart("unknown");
  return {
    attemptId: attempt.spec.attemptId,
    startedAt: attempt.startedAt,
    endedAt: Date.now(),
    exitCode: outcome.exitCode,
    signal: outcome.signal,
    stopReason: attempt.stopReason,
    startError: outcome.startError,
    logBytes: log.bytes,
    logDroppedBytes: log.dropped,
    cpuMs: outcome.cpuMs,
    peakRssBytes: outcome.peakRssBytes,
  };
}
