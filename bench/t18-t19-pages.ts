/**
 * T18: a workspace full of hostile text is looked at everywhere, in both faces; once, or ten times. T19: a hostile script has the
 * whole bridge; 5,000 calls, or 100,000. Both are the journeys of e2e/.
 */
import { kept, never, type Figure, type RunOptions, type Workload } from "./harness.ts";
import { journeys } from "./journeys.ts";

export const hostileText: Workload = { id: "T18", title: "Hostile text on every screen: never more than text", run: lookAtText };
export const bridge: Workload = { id: "T19", title: "A hostile script with the whole bridge: a coded answer each time", run: callBridge };

async function lookAtText({ long }: RunOptions): Promise<Figure[]> {
  const rounds = long ? 10 : 1;
  const reports = (["browser", "desktop"] as const).map((face) => journeys(face, ["hostile-text", `--repeat-each=${rounds}`]));
  return [never({ id: "T18", metric: "walks through hostile text on which something happened", found: reports.flatMap((report) => report.failures), samples: 2 * rounds })];
}

async function callBridge({ long }: RunOptions): Promise<Figure[]> {
  const wanted = long ? 100_000 : 5_000;
  const { failures, notes } = journeys("desktop", ["security", "-g", "hostile script"], { DAGWRIGHT_BRIDGE_CALLS: String(wanted) });
  const calls = Number(notes["calls"] ?? 0);
  return [
    never({ id: "T19", metric: "ways in which a hostile script got what it must not", found: failures, samples: calls }),
    kept({ id: "T19", metric: "calls answered", ours: calls, goal: String(wanted), met: calls >= wanted, samples: calls }),
  ];
}
