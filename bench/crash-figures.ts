/** The figures of a trial that kills the engine: how soon all is accounted for again, and what must never be found. */
import type { Judged } from "../src-main/engine/fixtures/crash-oracle.ts";
import { kept, never, quantile, type Figure } from "./harness.ts";

export interface CrashTrial extends Pick<Judged, "attempts" | "found"> {
  readonly acked: number;
  readonly kills: number;
  readonly recoveriesMs: readonly number[];
}

/** `broken` says what else is counted as a promise that was not kept. */
export function crashFigures(id: string, { acked, kills, attempts, recoveriesMs, found }: CrashTrial, broken = "promises of features that were not kept"): Figure[] {
  const recovery = (name: string, share: number, goalMs: number): Figure => {
    const ours = quantile(recoveriesMs, share);
    return kept({ id, metric: `recovery ${name}, ms`, ours, goal: `≤ ${goalMs} ms`, met: ours <= goalMs, samples: recoveriesMs.length });
  };
  return [
    recovery("p50", 0.5, 1_000),
    recovery("p99", 0.99, 1_000),
    recovery("max", 1, 5_000),
    never({ id, metric: "acknowledged runs lost", found: found.lost, samples: acked }),
    never({ id, metric: "tries started twice", found: found.doubled, samples: attempts }),
    never({ id, metric: "tries that succeeded without their end", found: found.falseSuccesses, samples: attempts }),
    never({ id, metric: "tries that failed and had reached their end", found: found.falseFailures, samples: attempts }),
    never({ id, metric: broken, found: found.broken, samples: attempts }),
    never({ id, metric: "tries that never settled", found: found.unsettled, samples: attempts }),
    never({ id, metric: "tries that the store does not know", found: found.unknown, samples: attempts }),
    never({ id, metric: "damage to the store", found: found.damage, samples: kills }),
  ];
}
