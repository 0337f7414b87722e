/** Has the time come? */
import type { Finding } from "./finding.ts";

/** The wall clock may be set, or the machine sleep: looked at again at least this often. */
const longestPauseMs = 300_000;

export function lookAtClock(at: number, now: number): Finding {
  const instant = new Date(at).toISOString();
  if (now >= at) return { kind: "met", saw: `it is past ${instant}`, value: instant };
  return { kind: "waiting", saw: `it is not yet ${instant}`, exactMs: Math.min(longestPauseMs, at - now) };
}
