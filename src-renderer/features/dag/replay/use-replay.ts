/** The replay of the shown run: the instant that one looks at, and the page as it was then. */
import { createContext, use, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { instancesAt, timelineOf, type RunTimeline } from "../../../../shared/run-view/states-at.ts";
import { isRunFinished } from "../../../../shared/model/states.ts";
import { useNow } from "../../../ui/clock.ts";
import type { DagPageState } from "../use-dag-page.ts";
import { useRunHistory } from "../use-run-history.ts";
import { ReplayClock } from "./replay-clock.ts";

export interface Replay {
  readonly clock: ReplayClock;
  /** From the start of the run to its end, or to now while it goes on. */
  readonly span: { readonly from: number; readonly to: number };
  /** Null in the present, and until the tries of the run were read. */
  readonly timeline: RunTimeline | null;
  readonly isPast: boolean;
  readonly isLive: boolean;
  /** As it was at the instant that one looks at; the page itself in the present. */
  readonly page: DagPageState;
}

export const ReplayContext = createContext<Replay | null>(null);

/** The instant that one looks at, moving with every frame; null in the present. */
export function useReplayInstant(): number | null {
  const clock = use(ReplayContext)?.clock;
  return useSyncExternalStore(clock?.subscribe ?? never, () => clock?.read().at ?? null);
}

function never(): () => void {
  return () => undefined;
}

/** Null while no run is shown that has begun. */
export function useReplay(page: DagPageState): Replay | null {
  const [clock] = useState(() => new ReplayClock());
  useEffect(() => () => clock.dispose(), [clock]);
  const { detail } = page;
  const run = detail?.run ?? null;
  const isLive = run !== null && !isRunFinished(run.state);
  const now = useNow(isLive);
  const span = useMemo(() => ({ from: run?.startedAt ?? 0, to: Math.max((run?.startedAt ?? 0) + 1, run?.endedAt ?? now) }), [run?.startedAt, run?.endedAt, now]);
  clock.setSpan(span);
  useLeaving(clock, run?.runId ?? null);
  const isPast = useSyncExternalStore(clock.subscribe, () => clock.read().at !== null);
  const { histories } = useRunHistory(page, isPast);
  const timeline = useMemo(() => (histories === null || run === null ? null : timelineOf(run, histories)), [histories, run]);
  const at = useDrawnInstant(clock, span, timeline);
  const shown = useMemo(() => (at === null || timeline === null || detail === null ? page : pageAt(page, timeline, at)), [page, detail, timeline, at]);
  return useMemo(() => (run === null || run.startedAt === null ? null : { clock, span, timeline, isPast, isLive, page: shown }), [run, clock, span, timeline, isPast, isLive, shown]);
}

/** Another run is looked at as it is. */
function useLeaving(clock: ReplayClock, runId: string | null): void {
  const before = useRef(runId);
  useEffect(() => {
    if (before.current !== runId) clock.leave();
    before.current = runId;
  }, [clock, runId]);
}

/** The graph need not be drawn with every frame: only when something changed, and now and then for what is at work. */
function useDrawnInstant(clock: ReplayClock, span: { readonly from: number; readonly to: number }, timeline: RunTimeline | null): number | null {
  const coarseMs = Math.max(100, (span.to - span.from) / 100);
  return useSyncExternalStore(clock.subscribe, () => {
    const { at } = clock.read();
    if (at === null || timeline === null) return null;
    const change = timeline.instants.findLast((instant) => instant <= at) ?? span.from;
    return Math.max(change, Math.floor(at / coarseMs) * coarseMs);
  });
}

function pageAt(page: DagPageState, timeline: RunTimeline, at: number): DagPageState {
  if (page.detail === null) return page;
  const tasks = instancesAt(timeline, page.detail.tasks, at);
  return { ...page, detail: { ...page.detail, tasks }, instances: tasks };
}
