/** Instants and durations on screen. */
import type { ReactNode } from "react";
import { useNow } from "./clock.ts";
import { formatAgo, formatDuration, formatGoing, formatInstant, formatUpcoming } from "./format.ts";
import { useDisplayZone } from "./preferences.tsx";

/** `3 min ago`, with the exact instant in the chosen zone and in UTC on hover. What is `upcoming` is due, not past, while it is late. */
export function RelativeTime({ at, fallback = "–", upcoming = false }: { at: number | null; fallback?: string; upcoming?: boolean }): ReactNode {
  const now = useNow(at !== null);
  const title = useInstantTitle(at);
  if (at === null) return <span className="dw-dim">{fallback}</span>;
  return (
    <time className="dw-num" dateTime={new Date(at).toISOString()} title={title}>
      {upcoming ? formatUpcoming(at, now) : formatAgo(at, now)}
    </time>
  );
}

/** The exact instant in the chosen zone. */
export function InstantText({ at, fallback = "–" }: { at: number | null; fallback?: string }): ReactNode {
  const zone = useDisplayZone();
  const title = useInstantTitle(at);
  if (at === null) return <span className="dw-dim">{fallback}</span>;
  return (
    <time dateTime={new Date(at).toISOString()} title={title}>
      {formatInstant(at, zone)}
    </time>
  );
}

function useInstantTitle(at: number | null): string | undefined {
  const zone = useDisplayZone();
  if (at === null) return undefined;
  const shown = formatInstant(at, zone);
  const utc = formatInstant(at, "UTC");
  return shown === utc ? utc : `${shown}\n${utc}`;
}

/** How long something took, or has been taking so far. */
export function DurationText({ startedAt, endedAt, fallback = "–" }: { startedAt: number | null; endedAt: number | null; fallback?: string }): ReactNode {
  const going = startedAt !== null && endedAt === null;
  const now = useNow(going);
  if (startedAt === null) return <span className="dw-dim">{fallback}</span>;
  const spent = (endedAt ?? now) - startedAt;
  return <span className="dw-num">{going ? formatGoing(spent) : formatDuration(spent)}</span>;
}
