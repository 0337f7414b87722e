/**
 * Frames as Chromium's compositor shows them while something is done to a page: from its trace, never from the page's own clock.
 * Headless Chromium ticks at 60 Hz and draws in software; a frame that comes late comes a whole number of ticks late.
 */
import type { CDPSession, Page } from "playwright";

const tickMs = 1000 / 60;

export interface Frames {
  /** How long each frame took, in whole ticks, as milliseconds. */
  readonly ms: readonly number[];
  /** Ticks at which a new frame was due and none came. */
  readonly dropped: number;
  /** From an event of the pointer to the frame that shows it. */
  readonly latencyMs: readonly number[];
  /** What the page's own thread worked for each of its frames, in processor time: on a busy machine too it says whether a frame fits into a tick. */
  readonly workMs: readonly number[];
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** Processor time of the thread. */
  readonly tdur?: number;
  readonly id2?: { readonly local?: string };
  readonly args: { readonly frame_reporter?: { readonly state?: string }; readonly event_latency?: { readonly event_type?: string } };
}

/** The frames from the first event of the gesture to the last one. */
export async function framesOf(page: Page, gesture: (cdp: CDPSession) => Promise<void>): Promise<Frames> {
  const cdp = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  cdp.on("Tracing.dataCollected", ({ value }) => void events.push(...(value as unknown as TraceEvent[])));
  await cdp.send("Tracing.start", { traceConfig: { includedCategories: ["cc", "benchmark", "input", "toplevel", "disabled-by-default-devtools.timeline.frame"] } });
  await gesture(cdp);
  const complete = new Promise((done) => cdp.once("Tracing.tracingComplete", done));
  await cdp.send("Tracing.end");
  await complete;
  await cdp.detach();
  return readFrames(events);
}

export function joinFrames(all: readonly Frames[]): Frames {
  return { ms: all.flatMap(({ ms }) => ms), dropped: all.reduce((sum, { dropped }) => sum + dropped, 0), latencyMs: all.flatMap(({ latencyMs }) => latencyMs), workMs: all.flatMap(({ workMs }) => workMs) };
}

/** A frame that was shown took its own tick and all those before it at which one was due and none came; ticks with nothing to show do not count. Where none was shown at all, one took the whole time. */
function readFrames(events: readonly TraceEvent[]): Frames {
  const inputs = spans(events, "EventLatency").filter(({ begin }) => begin.args.event_latency?.event_type?.startsWith("MOUSE") === true);
  const from = Math.min(...inputs.map(({ begin }) => begin.ts));
  const to = Math.max(...inputs.map(({ end }) => end.ts));
  const reports = spans(events, "PipelineReporter").filter(({ begin, end }) => begin.ts >= from && end.ts <= to);
  const ends = (state: string): number[] => reports.filter(({ begin }) => begin.args.frame_reporter?.state === state).map(({ end }) => end.ts);
  const shown = [...new Set(ends("STATE_PRESENTED_ALL"))].sort((one, other) => one - other);
  const seen = new Set(shown);
  // Only the compositor's half of a frame was shown: what the page had to say is late.
  const missed = [...ends("STATE_DROPPED"), ...ends("STATE_PRESENTED_PARTIAL").filter((at) => !seen.has(at))].sort((one, other) => one - other);
  let next = 0;
  const ticks = shown.map((at) => {
    const before = next;
    while ((missed[next] ?? Infinity) <= at) next += 1;
    return 1 + next - before;
  });
  const ms = ticks.length === 0 && inputs.length > 0 ? [(to - from) / 1000] : ticks.map((count) => count * tickMs);
  return { ms, dropped: missed.length, latencyMs: inputs.map(({ begin, end }) => (end.ts - begin.ts) / 1000), workMs: workOf(events, from, to) };
}

/** All tasks of the thread that made the frames, from the end of one frame to the end of the next. */
function workOf(events: readonly TraceEvent[], from: number, to: number): number[] {
  const made = Map.groupBy(
    events.filter(({ name, ph, ts }) => name === "ProxyMain::BeginMainFrame" && ph === "X" && ts >= from && ts <= to),
    ({ pid, tid }) => `${pid} ${tid}`,
  );
  const [frames = []] = [...made.values()].sort((one, other) => other.length - one.length);
  const [first] = frames;
  if (first === undefined) return [];
  const tasks = outermost(events.filter(({ ph, pid, tid, ts, tdur }) => ph === "X" && tdur !== undefined && pid === first.pid && tid === first.tid && ts >= from));
  const ends = frames.map(({ ts, dur = 0 }) => ts + dur).sort((one, other) => one - other);
  let next = 0;
  return ends.map((end) => {
    let work = 0;
    for (let task = tasks[next]; task !== undefined && task.ts < end; task = tasks[++next]) work += task.tdur ?? 0;
    return work / 1000;
  });
}

function outermost(events: readonly TraceEvent[]): TraceEvent[] {
  let end = -Infinity;
  return [...events]
    .sort((one, other) => one.ts - other.ts || (other.dur ?? 0) - (one.dur ?? 0))
    .filter(({ ts, dur = 0 }) => {
      if (ts < end) return false;
      end = ts + dur;
      return true;
    });
}

/** Begins and ends of one name, joined by process and id. */
function spans(events: readonly TraceEvent[], name: string): { readonly begin: TraceEvent; readonly end: TraceEvent }[] {
  const open = new Map<string, TraceEvent>();
  const joined: { begin: TraceEvent; end: TraceEvent }[] = [];
  for (const event of events.filter((each) => each.name === name).sort((one, other) => one.ts - other.ts)) {
    const key = `${event.pid} ${event.id2?.local ?? ""}`;
    const begin = open.get(key);
    if (event.ph === "b") open.set(key, event);
    else if (begin !== undefined && open.delete(key)) joined.push({ begin, end: event });
  }
  return joined;
}
