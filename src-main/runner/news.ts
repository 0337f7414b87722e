/**
 * What the engine is told of tries. A start waits a moment: a task that is short ends meanwhile, and both go out in one message, which wakes the engine
 * once. Nothing depends on a start: the engine writes it down in company too. An end never waits.
 */
import type { AwakeTimers } from "../../shared/base/awake-timeout.ts";
import type { ExitRecord } from "../ports/runner.ts";
import type { LiveAttempt, RunnerMessage } from "./protocol.ts";

const companyMs = 10;

export interface News {
  started(attempts: readonly LiveAttempt[]): void;
  exited(records: readonly ExitRecord[]): void;
  /** Tells what waits. */
  flush(): void;
}

export function createNews({ timers, send }: { readonly timers: Pick<AwakeTimers, "after">; readonly send: (...messages: readonly RunnerMessage[]) => void }): News {
  let waiting: LiveAttempt[] = [];
  let timer: { dispose(): void } | null = null;
  const taken = (): RunnerMessage[] => {
    timer?.dispose();
    timer = null;
    const attempts = waiting;
    waiting = [];
    return attempts.length === 0 ? [] : [{ t: "started", attempts }];
  };
  const flush = (): void => {
    const messages = taken();
    if (messages.length > 0) send(...messages);
  };
  return {
    started(attempts) {
      waiting.push(...attempts);
      timer ??= timers.after(companyMs, flush);
    },
    exited: (records) => send(...taken(), { t: "exited", records }),
    flush,
  };
}
