/**
 * Durations as people write them (`30s`, `10m`, `1h30m`, `2d`, a number of seconds) and as milliseconds.
 * Months and years are left out on purpose: they have no fixed length.
 */
const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const whole = /^\s*(?:\d+(?:\.\d+)?\s*(?:ms|s|m|h|d|w)\s*)+$/;
const part = /(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)/g;

/** Longest duration that is taken: ten years, so that sums of instants stay exact. */
export const longestMs = 3650 * 86_400_000;

/** Milliseconds, or null when the value is not a duration. A bare number, also as text, means seconds. */
export function parseDuration(value: string | number): number | null {
  if (typeof value === "number") return bounded(value * 1000);
  if (/^\s*\d+(?:\.\d+)?\s*$/.test(value)) return bounded(Number(value) * 1000);
  if (value.length > 64 || !whole.test(value)) return null;
  let total = 0;
  for (const [, amount, unit] of value.matchAll(part)) total += Number(amount) * (unitMs[unit ?? ""] ?? Number.NaN);
  return bounded(total);
}

function bounded(ms: number): number | null {
  return Number.isFinite(ms) && ms >= 0 && ms <= longestMs ? Math.round(ms) : null;
}

/** For a sentence: `250 ms`, `1.5 s`, `30 s`, `10 min`, `1 h 30 min`, `2 d`. The two greatest units; what is smaller is left out. */
export function durationWords(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${Number((ms / 1000).toFixed(2))} s`;
  const units = [["d", 86_400_000], ["h", 3_600_000], ["min", 60_000], ["s", 1000]] as const;
  const first = units.findIndex(([, size]) => ms >= size);
  let left = ms;
  const parts = units.slice(first, first + 2).flatMap(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count > 0 ? [`${count} ${unit}`] : [];
  });
  return parts.join(" ");
}

/** The shortest exact writing, such as `1h30m`; what parseDuration reads back to the same number. */
export function formatDuration(ms: number): string {
  if (ms === 0) return "0s";
  let left = Math.round(ms);
  let text = "";
  for (const unit of ["d", "h", "m", "s", "ms"]) {
    const size = unitMs[unit] ?? 1;
    const count = Math.floor(left / size);
    if (count > 0) text += `${count}${unit}`;
    left -= count * size;
  }
  return text;
}
