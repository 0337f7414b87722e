/**
 * Stops one job, by hand or by its time limit. States: running → stopping (once; the first reason stays) → settled.
 * While stopping, the statement in flight is interrupted again and again, because an interrupt that arrives just
 * before a statement starts is lost. No statement starts after the stop, but for roll-back and cleaning.
 */
import { awakeTimeout } from "../../shared/base/awake-timeout.ts";
import type { BoundStatement, Session } from "./session.ts";
import { timers } from "./timers.ts";

export type StopReason = "cancelled" | "timeout";

export class JobStopped extends Error {
  readonly reason: StopReason;
  constructor(reason: StopReason) {
    super(reason);
    this.name = "JobStopped";
    this.reason = reason;
  }
}

const repeatMs = 200;

export interface JobControl {
  stop(reason: StopReason): void;
  stopped(): StopReason | null;
  /** Rejects with JobStopped when the stop comes first; what arrives too late goes to `late`. */
  orStopped<T>(work: Promise<T>, late: (value: T) => void): Promise<T>;
  /** The session whose statements are to be interrupted; every call through the answer checks for a stop first. */
  guard(session: Session): Session;
  /** After this no interrupt is sent any more; waits for the one under way. */
  settle(): Promise<void>;
}

export function createJobControl(timeoutMs: number | null): JobControl {
  let reason: StopReason | null = null;
  let session: Session | null = null;
  let repeating: NodeJS.Timeout | null = null;
  let underWay: Promise<void> = Promise.resolve();
  let isIdle = true;
  const interrupt = (): void => {
    if (session === null || !isIdle) return;
    isIdle = false;
    // A lost connection also ends the statement, so a failed interrupt needs no more than the next one.
    underWay = session
      .interrupt()
      .catch(() => undefined)
      .finally(() => (isIdle = true));
  };
  const listeners = new Set<() => void>();
  const stop = (why: StopReason): void => {
    if (reason !== null) return;
    reason = why;
    for (const listener of listeners) listener();
    interrupt();
    repeating = setInterval(interrupt, repeatMs);
  };
  const endLimit = timeoutMs === null ? null : awakeTimeout(timers, timeoutMs, () => stop("timeout"));
  const check = (): void => {
    if (reason !== null) throw new JobStopped(reason);
  };
  return {
    stop,
    stopped: () => reason,
    orStopped: (work, late) =>
      new Promise((resolve, reject) => {
        let isOver = false;
        const listener = (): void => {
          isOver = true;
          if (reason !== null) reject(new JobStopped(reason));
        };
        listeners.add(listener);
        if (reason !== null) listener();
        void work.then((value) => (isOver ? late(value) : resolve(value)), reject).finally(() => listeners.delete(listener));
      }),
    guard(target) {
      session = target;
      if (reason !== null) interrupt();
      const checked =
        <A, R>(call: (argument: A) => Promise<R>) =>
        async (argument: A): Promise<R> => {
          check();
          return call(argument);
        };
      return {
        dialect: target.dialect,
        execute: checked((sql: string) => target.execute(sql)),
        read: checked((sql: string) => target.read(sql)),
        open: checked((statement: BoundStatement) => target.open(statement)),
        describe: checked((sql: string) => target.describe(sql)),
        copyIn: target.copyIn === undefined ? undefined : checked(target.copyIn),
        inTransaction: () => target.inTransaction(),
        checkStop: check,
        interrupt: () => target.interrupt(),
        onNotice: (handler) => target.onNotice(handler),
        close: () => target.close(),
      };
    },
    async settle() {
      endLimit?.();
      if (repeating !== null) clearInterval(repeating);
      session = null;
      await underWay;
    },
  };
}
