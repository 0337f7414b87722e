/** Lines that came in below the eye since following stopped; 0 while the end is in sight. */
import { useState } from "react";
import type { LogSnapshot } from "./log-model.ts";

export function useNewLines(log: LogSnapshot, following: boolean): number {
  const lines = log.state?.lines ?? 0;
  const [seen, setSeen] = useState<number | null>(null);
  // The first reading brings no news: until it is through, nothing counts as seen or new.
  if (log.isExact && (seen === null || following) && seen !== lines) setSeen(lines);
  return seen === null || following ? 0 : Math.max(0, lines - seen);
}
