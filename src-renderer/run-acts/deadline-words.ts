/** What is said of a deadline: how it stands, and by how much it was missed. Pure. */
import type { Deadline } from "../../shared/model/deadline.ts";
import { t } from "../strings/t.ts";
import { formatDuration } from "../ui/format.ts";

/** The name, with its task where it has one. */
export function nameOfDeadline({ name, taskId }: Deadline): string {
  return taskId === null ? name : t("{{name}} of {{taskId}}", { name, taskId });
}

/** By how much it was missed: up to the success or to the end without one, or for as long as there is none. Of what no run is meant by, only that it was. */
export function howMissed({ dueAt, metAt, endedAt, runId }: Deadline, now: number): string {
  if (metAt !== null) return t("missed by {{duration}}", { duration: formatDuration(Math.max(0, metAt - dueAt)) });
  if (endedAt !== null) return endedAt > dueAt ? t("missed, ended {{duration}} late", { duration: formatDuration(endedAt - dueAt) }) : t("missed, ended without success");
  return runId === null ? t("missed") : t("missed, {{duration}} over", { duration: formatDuration(Math.max(0, now - dueAt)) });
}
