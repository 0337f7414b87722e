/** Which part of time the timeline shows, and how it is asked for. Pure. */
import type { timelineSpans } from "../../app/route.ts";
import type { Span } from "../../../shared/run-view/time-view.ts";
import { t } from "../../strings/t.ts";

const hour = 3_600_000;

/** Lengths to choose from, by the word in the address. */
export type SpanName = (typeof timelineSpans)[number];
export const spans: Readonly<Record<SpanName, number>> = { "1h": hour, "6h": 6 * hour, "24h": 24 * hour, "3d": 72 * hour, "7d": 168 * hour, "30d": 720 * hour };
export const spanChoices: { value: SpanName; label: string }[] = [
  { value: "1h", label: t("1 h") },
  { value: "6h", label: t("6 h") },
  { value: "24h", label: t("24 h") },
  { value: "3d", label: t("3 d") },
  { value: "7d", label: t("7 d") },
  { value: "30d", label: t("30 d") },
];

const longestAsked = 31 * 24 * hour;
/** Lengths at which is asked: each twice the one before, so that small moves ask for nothing new. */
const leastAsked = 60_000;

/** What is asked for so that all of the view is known, with room to move: the same for views that are close to each other. */
export function askedFor(view: Span): Span {
  let length = leastAsked;
  while (length < view.to - view.from) length *= 2;
  if (length * 2 > longestAsked) return { from: Math.floor(view.from / leastAsked) * leastAsked, to: Math.ceil(view.to / leastAsked) * leastAsked };
  const step = length / 2;
  const from = Math.floor(view.from / step) * step;
  return { from, to: from + length * 2 };
}
