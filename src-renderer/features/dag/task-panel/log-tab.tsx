/** The log of one try. */
import { useMemo, useState, type ReactNode } from "react";
import type { Attempt } from "../../../../shared/model/run.ts";
import { t } from "../../../strings/t.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import { LogView } from "../log/log-view.tsx";
import { useLog, type TryRef } from "../log/use-log.ts";

export interface LogTabProps {
  readonly tryRef: TryRef;
  readonly attempt: Attempt;
  /** The line that the address names, and who hears of one that is chosen. */
  readonly line?: number | null;
  readonly onLine?: (line: number | null) => void;
}

export function LogTab({ tryRef: asked, attempt, line = null, onLine }: LogTabProps): ReactNode {
  const { dagId, runId, taskId, tryNumber, source } = asked;
  // The same object for the same try: what is drawn of the log depends on it.
  const tryRef = useMemo(() => ({ dagId, runId, taskId, tryNumber, ...(source === undefined ? {} : { source }) }), [dagId, runId, taskId, tryNumber, source]);
  const start = attempt.endedAt === null ? "end" : attempt.state === "success" ? "top" : "error";
  const [again, setAgain] = useState(0);
  const { model, log } = useLog(tryRef, { life: `${attempt.attemptId} ${attempt.startedAt ?? "waits"} ${again}`, start });
  if (log.failure !== null && log.state === null) return <ErrorState title={t("The log cannot be read")} failure={log.failure} onRetry={() => setAgain(again + 1)} />;
  if ((log.state?.size ?? 0) > 0) return <LogView model={model} log={log} tryRef={tryRef} start={start} line={line} onLine={onLine ?? null} />;
  if (log.phase === "loading" && log.state === null) return <SkeletonRows rows={8} label={t("Loading the log")} />;
  if (log.phase === "following") return <EmptyState title={t("No output yet")}>{t("Lines appear here as the task writes them.")}</EmptyState>;
  return <EmptyState title={log.phase === "absent" ? t("This try has no log") : t("This try wrote nothing")}>{t("What a task prints to its output or error stream appears here.")}</EmptyState>;
}
