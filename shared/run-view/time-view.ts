/** The part of a span of time that is in view: zoomed about a point, moved, kept within the whole. Pure. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The closest look: a tenth of a second across. */
export const leastSpanMs = 100;

/** `factor` below 1 looks closer. The instant `about` stays where it is. */
export function zoomed(view: Span, about: number, factor: number, whole: Span): Span {
  const wanted = (view.to - view.from) * factor;
  const length = Math.min(whole.to - whole.from, Math.max(Math.min(leastSpanMs, whole.to - whole.from), wanted));
  const share = (about - view.from) / Math.max(1, view.to - view.from);
  return within({ from: about - share * length, to: about - share * length + length }, whole);
}

export function moved(view: Span, byMs: number, whole: Span): Span {
  return within({ from: view.from + byMs, to: view.to + byMs }, whole);
}

/** The same length, pushed into the whole; the whole where it is no longer than that. */
export function within(view: Span, whole: Span): Span {
  const length = view.to - view.from;
  if (length >= whole.to - whole.from) return whole;
  const from = Math.min(Math.max(view.from, whole.from), whole.to - length);
  return { from, to: from + length };
}

/** 1 is the whole; the larger, the closer. */
export function zoomOf(view: Span, whole: Span): number {
  return Math.max(1, (whole.to - whole.from) / Math.max(1, view.to - view.from));
}

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000, 172_800_000, 604_800_000];

/** Round instants for the marks of an axis, at most `most` of them; `offsetMs` is how far the clock that is shown is ahead of UTC, or minus the zero of a relative one. */
export function ticksOf({ from, to }: Span, most: number, offsetMs: number): { readonly stepMs: number; readonly at: readonly number[] } {
  const stepMs = steps.find((step) => (to - from) / step <= most) ?? Math.ceil((to - from) / most / 604_800_000) * 604_800_000;
  const first = Math.ceil((from + offsetMs) / stepMs) * stepMs - offsetMs;
  const at: number[] = [];
  for (let tick = first; tick <= to; tick += stepMs) at.push(tick);
  return { stepMs, at };
}
