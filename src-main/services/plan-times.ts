/** Writes down what the times of a run go by from now on, in the transaction that makes it queued or lets it run. */
import type { ActiveRun } from "./images.ts";
import { planDeadlines } from "./plan-deadlines.ts";
import type { SchedulerParts } from "./scheduler-parts.ts";

export function planTimes({ store, clock, time }: Pick<SchedulerParts, "store" | "clock" | "time">, { image, version }: Pick<ActiveRun, "image" | "version">): void {
  planDeadlines(store, version.dag, image.key, { now: clock.now() });
  if (image.run.state === "running" && version.dag.dagrunTimeoutMs !== undefined) store.runs.saveAbsence(image.key, time.mark());
}
