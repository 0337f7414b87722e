/** A timer of any length: Node's own fire at once beyond 2^31−1 ms. */
const longest = 2 ** 31 - 1;

export type Cancel = () => void;

export function longTimeout(delayMs: number, call: () => void): Cancel {
  let timer = setTimeout(step, Math.min(delayMs, longest), delayMs);
  function step(left: number): void {
    if (left <= longest) call();
    else timer = setTimeout(step, Math.min(left - longest, longest), left - longest);
  }
  return () => clearTimeout(timer);
}
