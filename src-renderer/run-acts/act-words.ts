/** What acts are called, and who did them. */
import type { ActKind } from "../../shared/contract/acts.ts";
import type { AuditAct, AuditEntry } from "../../shared/contract/audit.ts";
import type { ActorKind } from "../../shared/model/actor.ts";
import { t } from "../strings/t.ts";

export const auditWords: Readonly<Record<AuditAct, string>> = {
  "run.start": t("Started the run"),
  "run.again": t("Ran it again"),
  "run.cancel": t("Cancelled the run"),
  "task.clear": t("Cleared tasks"),
  "task.markSuccess": t("Marked success"),
  "task.markFailed": t("Marked failed"),
  "schedule.on": t("Switched the schedule on"),
  "schedule.off": t("Switched the schedule off"),
  "schedules.pause": t("Paused all schedules"),
  "schedules.resume": t("Resumed all schedules"),
  "backfill.start": t("Began a backfill"),
  "backfill.pause": t("Paused a backfill"),
  "backfill.resume": t("Resumed a backfill"),
  "backfill.cancel": t("Cancelled a backfill"),
  "asset.emit": t("Told of a load of an asset"),
  "pool.set": t("Set the slots of a pool"),
  "pool.remove": t("Removed a pool"),
  "note.set": t("Wrote a note"),
  "note.remove": t("Removed the note"),
  "retention.start": t("Began to drop old runs"),
  "retention.end": t("Dropped old runs"),
  "deadline.missed": t("Missed a deadline"),
  "message.sent": t("Sent a message"),
  "message.failed": t("Gave a message up"),
  undo: t("Took back"),
  "workspace.trust": t("Trusted the workspace"),
  "workspace.untrust": t("Took the trust back"),
};

export const actorWords: Readonly<Record<ActorKind, string>> = { desktop: t("desktop"), browser: t("browser"), cli: t("command line"), engine: t("engine") };

/** An undo says what it took back. */
export function wordsOfEntry({ act, arguments: given }: AuditEntry): string {
  const undone = act === "undo" ? given["act"] : undefined;
  return typeof undone === "string" && undone in auditWords ? t("Took back: {{act}}", { act: auditWords[undone as AuditAct] }) : auditWords[act];
}

/** `ann, desktop`. */
export function whoOf({ by }: AuditEntry): string {
  return by.name === "" ? actorWords[by.kind] : `${by.name}, ${actorWords[by.kind]}`;
}

export function doneWords(act: ActKind | "cancel", { runs, tasks }: { runs: number; tasks: number }): string {
  if (act === "cancel") return t("{{count}} runs are being cancelled", { count: runs });
  if (act === "clear") return t("Cleared {{count}} tasks; they run again", { count: tasks });
  return act === "success" ? t("Marked {{count}} tasks success", { count: tasks }) : t("Marked {{count}} tasks failed", { count: tasks });
}
