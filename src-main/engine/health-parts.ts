/** The engine's watch over itself, put together. */
import { Health } from "../services/health.ts";
import { Metrics } from "../services/metrics.ts";
import type { Closers } from "./closers.ts";
import type { Ground, Hosts, Readers, Workers } from "./engine-parts.ts";

export interface SelfWatch {
  readonly health: Health;
  readonly metrics: Metrics;
}

export function openSelfWatch({ options, clock, log, trust }: Ground, { events, news }: Readers, { runner, runnerTrouble, sqlHost }: Hosts, { scheduler, schedules, timeouts, deadlines, room }: Workers, closers: Closers): SelfWatch {
  const health = new Health({
    ...{ clock, log, events, scheduler, runner, sqlHost },
    mayStart: () => trust.isGiven && room.isEnough(),
    trouble: () => room.trouble ?? runnerTrouble.message,
    wake: () => {
      schedules.wake();
      timeouts.wake();
      deadlines.wake();
      scheduler.rearm();
    },
    onChange: () => news.tell(),
    ...(options.lookEveryMs === undefined ? {} : { lookEveryMs: options.lookEveryMs }),
  });
  closers.add(() => health.close());
  const metrics = new Metrics({ clock, events, counts: () => scheduler.counts, isHealthy: () => health.report().ok });
  closers.add(() => metrics.close());
  return { health, metrics };
}
