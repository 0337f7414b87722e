/** The history strip: recent runs as bars, oldest first, height by duration; and moving from run to run. Pure. */
import type { RunSummary } from "../../../shared/model/run.ts";

export interface RunBar {
  readonly run: RunSummary;
  /** 0–1 of the longest shown run. */
  readonly share: number;
  /** Null before it started. */
  readonly durationMs: number | null;
}

export function barsOf(newestFirst: readonly RunSummary[], most: number, now: number): RunBar[] {
  const shown = newestFirst.slice(0, most).toReversed();
  const spent = shown.map((run) => durationOf(run, now));
  const longest = spent.reduce<number>((max, each) => Math.max(max, each ?? 0), 0);
  return shown.map((run, at) => {
    const durationMs = spent[at] ?? null;
    return { run, durationMs, share: longest === 0 || durationMs === null ? 0 : durationMs / longest };
  });
}

export function durationOf(run: RunSummary, now: number): number | null {
  return run.startedAt === null ? null : Math.max(0, (run.endedAt ?? now) - run.startedAt);
}

/**
 * The run one step older (+1) or newer (-1); the same one at either end, null when there is none. Of a run that is not listed, being too
 * old or of another kind, its age says between which ones it stands.
 */
export function neighbourRun(newestFirst: readonly RunSummary[], shown: Pick<RunSummary, "runId" | "queuedAt"> | null, step: 1 | -1): string | null {
  if (newestFirst.length === 0) return null;
  if (shown === null) return newestFirst[0]?.runId ?? null;
  const at = newestFirst.findIndex((run) => run.runId === shown.runId);
  if (at >= 0) return newestFirst[Math.min(newestFirst.length - 1, Math.max(0, at + step))]?.runId ?? null;
  const below = newestFirst.findIndex((run) => run.queuedAt < shown.queuedAt);
  const place = below < 0 ? newestFirst.length : below;
  return newestFirst[step === 1 ? place : place - 1]?.runId ?? shown.runId;
}

/** "Usually 12 s": the median of the successful runs; null when there are too few to say. */
export function usualDuration(runs: readonly RunSummary[], except: string): number | null {
  const spent = runs
    .filter((run) => run.state === "success" && run.runId !== except && run.startedAt !== null && run.endedAt !== null)
    .map((run) => (run.endedAt ?? 0) - (run.startedAt ?? 0))
    .toSorted((a, b) => a - b);
  return spent.length < 3 ? null : (spent[Math.floor(spent.length / 2)] ?? null);
}
