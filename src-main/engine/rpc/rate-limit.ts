/** A token bucket: how many frames a peer may send. The time is handed in; the bucket owns only its level. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

export function createBucket(limit: RateLimit, startMs: number): (nowMs: number) => boolean {
  let level = limit.burst;
  let lastMs = startMs;
  return (nowMs) => {
    level = Math.min(limit.burst, level + ((nowMs - lastMs) / 1000) * limit.perSecond);
    lastMs = nowMs;
    if (level < 1) return false;
    level -= 1;
    return true;
  };
}
