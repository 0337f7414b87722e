/**
 * Which endings of runs are told, and in which words. Pure. Runs that end close together are one notice: a storm of failures
 * must not become a storm of notifications.
 */
import type { HostNotice } from "../../shared/contract/host.ts";
import type { Settings } from "../../shared/contract/settings.ts";
import { wasCancelled, type RunSummary, type TaskInstance } from "../../shared/model/run.ts";
import { isRunFinished } from "../../shared/model/states.ts";
import { t } from "../strings/t.ts";
import { headlineOf } from "../ui/run-headline.ts";

const namesShown = 4;

/** Ended as the settings want to hear of. What a person cancelled is no news to them. */
export function worthTelling(run: RunSummary, { notifications, doNotDisturb }: Pick<Settings, "notifications" | "doNotDisturb">): boolean {
  if (doNotDisturb || notifications === "off" || !isRunFinished(run.state) || wasCancelled(run)) return false;
  return run.state === "failed" || notifications === "all";
}

/** Says one ending from another of the same run, which may be cleared and end again. */
export function endingKey(run: RunSummary): string {
  return `${run.dagId}\n${run.runId}\n${run.endedAt ?? ""}`;
}

/** @param tasks of the run, when it is the only one; null when they are not known */
export function noticeOf(runs: readonly RunSummary[], tasks: readonly TaskInstance[] | null): HostNotice | null {
  const [run] = runs;
  if (run === undefined) return null;
  if (runs.length === 1) {
    const failed = tasks?.find((task) => task.state === "failed")?.taskId;
    return {
      title: run.state === "failed" ? t("{{dag}} failed", { dag: run.dagId }) : t("{{dag}} succeeded", { dag: run.dagId }),
      body: tasks === null ? (run.reason ?? run.runId) : headlineOf(run, tasks),
      open: { to: "run", dagId: run.dagId, runId: run.runId, ...(failed === undefined ? {} : { taskId: failed }) },
    };
  }
  const failures = runs.filter((each) => each.state === "failed");
  const names = [...new Set((failures.length > 0 ? failures : runs).map((each) => each.dagId))];
  const more = names.length - namesShown;
  return {
    title: failures.length === 0 ? t("{{count}} runs succeeded", { count: runs.length }) : failures.length === runs.length ? t("{{count}} runs failed", { count: runs.length }) : t("{{failures}} of {{count}} runs failed", { failures: failures.length, count: runs.length }),
    body: more > 0 ? t("{{names}} and {{more}} more", { names: names.slice(0, namesShown).join(", "), more }) : names.join(", "),
    open: { to: "runs" },
  };
}
