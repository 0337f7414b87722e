/** Words for what a schedule does with runs that overlap, and for instants that made none. */
import type { ScheduleTrace } from "../../shared/contract/schedules.ts";
import type { Overlap } from "../../shared/model/dag.ts";
import { t } from "../strings/t.ts";

const overlaps: Readonly<Record<Overlap, string>> = {
  queue: t("the later run waits (overlap: queue)"),
  skip: t("there is no later run (overlap: skip)"),
  cancel_old: t("the oldest run by schedule is cancelled (overlap: cancel_old)"),
};
export const overlapWords = (overlap: Overlap): string => overlaps[overlap];

const kinds: Readonly<Record<ScheduleTrace["kind"], string>> = {
  missed: t("Missed"),
  overlap: t("Not run: overlap"),
  cancelled: t("Older run cancelled"),
  clock: t("Clock set back"),
  there: t("Run already there"),
};
export const traceWords = (kind: ScheduleTrace["kind"]): string => kinds[kind];
