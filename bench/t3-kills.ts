/** T3: processes of the desktop are killed, together and one by one, while a person types and runs go on. 20 times, or 100. The journey is e2e/kills.desktop.spec.ts. */
import { kept, never, quantile, type Figure, type RunOptions, type Workload } from "./harness.ts";
import { journeys } from "./journeys.ts";

const id = "T3";

export const desktopKills: Workload = { id, title: "Desktop killed, all of it or one process: no edit, run or outcome lost", run: async (options) => measure(options) };

function measure({ long }: RunOptions): Figure[] {
  const samples = long ? 100 : 20;
  const { failures, notes } = journeys("desktop", ["kills"], { DAGWRIGHT_KILLS: String(samples) });
  const list = <Item>(name: string): Item[] => JSON.parse(notes[name] ?? "[]") as Item[];
  const [readyMs, keptMs, found] = [list<number>("readyMs"), list<number>("keptMs"), list<string>("found")];
  console.error(`T3: seed ${notes["seed"]}, kills ${notes["kills"]}, ${notes["acked"]} runs acknowledged, ${notes["attempts"]} tries, ${notes["typed"]} keys`);
  const within = (metric: string, ms: readonly number[], share: number, goalMs: number): Figure => {
    const ours = quantile(ms, share);
    return kept({ id, metric, ours, goal: `≤ ${goalMs} ms`, met: ours <= goalMs, samples: ms.length });
  };
  return [
    never({ id, metric: "edits, runs or outcomes lost, and promises that were not kept", found: found.length > 0 ? found : failures, samples }),
    within("recovery of the engine p50, ms", readyMs, 0.5, 1_000),
    within("recovery of the engine max, ms", readyMs, 1, 5_000),
    within("from a key to the disk p50, ms", keptMs, 0.5, 1_000),
    within("from a key to the disk max, ms", keptMs, 1, 1_000),
  ];
}
