/** Days as people choose them, `2026-11-21`, and the instants at which they begin in a zone. Pure. */

const day = /^\d{4}-\d{2}-\d{2}$/;
const dayMs = 86_400_000;

/** Null for what is no day. `zone` undefined is this machine's. */
export function dayStart(text: string, zone: string | undefined): number | null {
  const wall = day.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(wall)) return null;
  const guess = wall - offsetAt(wall, zone);
  // The clock may be put forward or back between the two.
  return wall - offsetAt(guess, zone);
}

/** The day after; empty for what is no day. */
export function nextDay(text: string): string {
  const wall = day.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(wall) ? "" : new Date(wall + dayMs).toISOString().slice(0, 10);
}

/** What the clock on the wall is ahead of UTC. */
function offsetAt(at: number, zone: string | undefined): number {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value ?? 0);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second")) - Math.floor(at / 1000) * 1000;
}
