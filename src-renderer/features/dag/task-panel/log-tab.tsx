/** The log of one try. */
import type { ReactNode } from "react";
import type { Attempt } from "../../../../shared/model/run.ts";
import { t } from "../../../strings/t.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import { LogView } from "../log/log-view.tsx";
import { useLogSession, type TryRef } from "../log/use-log-session.ts";

export function LogTab({ tryRef, attempt }: { tryRef: TryRef; attempt: Attempt }): ReactNode {
  const live = attempt.endedAt === null;
  const log = useLogSession(tryRef, `${attempt.attemptId} ${attempt.startedAt ?? "waits"}`);
  if (log.failure !== null && log.lineCount === 0) return <ErrorState title={t("The log cannot be read")} failure={log.failure} />;
  if (log.lineCount > 0) return <LogView log={log} tryRef={tryRef} startAtEnd={live || attempt.state !== "success"} />;
  if (log.phase === "loading") return <SkeletonRows rows={8} label={t("Loading the log")} />;
  if (log.phase === "following") return <EmptyState title={t("No output yet")}>{t("Lines appear here as the task writes them.")}</EmptyState>;
  return <EmptyState title={log.phase === "absent" ? t("This try has no log") : t("This try wrote nothing")}>{t("What a task prints to its output or error stream appears here.")}</EmptyState>;
}
