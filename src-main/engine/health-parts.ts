/** The engine's watch over itself, put together. */
import { Health } from "../services/health.ts";
import { Metrics } from "../services/metrics.ts";
import type { Closers } from "./closers.ts";
import type { Ground, Hosts, Readers, Workers } from "./engine-parts.ts";

export interface SelfWatch {
  readonly health: Health;
  readonly metrics: Metrics;
}

export function openSelfWatch({ options, clock, log, trust, time, reading }: Ground, { events, news }: Readers, { runner, runnerTrouble, sqlHost }: Hosts, { scheduler, schedules, timeouts, deadlines, watchers, queues, messenger, backfills, backups, room }: Workers, closers: Closers): SelfWatch {
  const health = new Health({
    ...{ clock, log, events, scheduler, runner, sqlHost, time },
    mayStart: () => trust.isGiven && room.isEnough(),
    queues: () => queues.standings(),
    trouble: () => room.trouble ?? runnerTrouble.message,
    wake: () => {
      const isCommand = options.mode === "cli";
      // Before new runs are heard of, so that those that were missed are counted.
      const deadlinesMissed = deadlines.wake();
      const turn = isCommand ? { due: 0, made: 0, passed: 0 } : schedules.wake();
      if (!isCommand) queues.wake();
      timeouts.wake();
      scheduler.rearm();
      backfills.worker.wake();
      messenger.wake();
      return { schedules: turn, deadlinesMissed, waits: watchers.wake() };
    },
    onChange: () => news.tell(),
    isReading: reading !== null,
    ...(options.lookEveryMs === undefined ? {} : { lookEveryMs: options.lookEveryMs }),
  });
  closers.add(() => health.close());
  queues.onTrouble = (dagId, trouble) => health.queueChanged(dagId, trouble);
  queues.gone.onNews = (words) => health.note("news", words);
  backups.onTrouble = (trouble) => health.note(trouble === null ? "healed" : "trouble", trouble === null ? "The state is backed up again." : `The state could not be backed up: ${trouble}`);
  const metrics = new Metrics({ clock, events, counts: () => scheduler.counts, isHealthy: () => health.report().ok, queues: () => queues.standings() });
  closers.add(() => metrics.close());
  return { health, metrics };
}
