/** How a try ended, in the words of the store: from a process's exit record, or made up where there was no process. */
import { durationWords } from "../../shared/base/duration.ts";
import type { ExitRecord } from "../ports/runner.ts";
import type { AttemptEnd } from "../ports/store.ts";

/** Why the process counts as failed, for a person; null when it ended well. `timeoutMs` is what it was given, where that is known. */
export function failureOf(record: ExitRecord, timeoutMs: number | null): string | null {
  if (record.startError !== null) return `could not be started: ${record.startError}`;
  if (record.stopReason === "timeout") return timeoutReason(timeoutMs);
  if (record.stopReason === "cancelled") return "cancelled";
  if (record.stopReason === "orphaned") return "stopped because the engine was gone";
  if (record.signal !== null) return `killed by ${record.signal}`;
  return record.exitCode === 0 ? null : `exit code ${record.exitCode}`;
}

/** The same words for a process and for SQL: after how long, and which setting says so. */
export function timeoutReason(timeoutMs: number | null): string {
  const after = timeoutMs === null ? "" : ` after ${durationWords(timeoutMs)}`;
  return `timed out${after}, the limit that \`timeout\` sets (the task's own, or that of the DAG's \`defaults\`); raise it if the work takes longer`;
}

export function endOf(record: ExitRecord, reason: string | null): AttemptEnd {
  const { endedAt, exitCode, signal, logBytes, logDroppedBytes, cpuMs, peakRssBytes } = record;
  return { ...emptyEnd(endedAt), exitCode, signal, reason, logBytes, logDroppedBytes, cpuMs, peakRssBytes };
}

export function emptyEnd(endedAt: number): AttemptEnd {
  return {
    state: "success",
    endedAt,
    exitCode: null,
    signal: null,
    reason: null,
    checks: [],
    table: null,
    rowsLoaded: null,
    logBytes: null,
    logDroppedBytes: null,
    cpuMs: null,
    peakRssBytes: null,
  };
}
