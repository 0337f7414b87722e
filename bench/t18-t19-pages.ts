/**
 * T18: a workspace full of hostile text is looked at everywhere, in both faces; once, or ten times. T19: a hostile script has the
 * whole bridge; 5,000 calls, or 100,000. Both are the journeys of e2e/.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { kept, never, type Figure, type RunOptions, type Workload } from "./harness.ts";

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

interface Journeys {
  readonly failures: readonly string[];
  /** What the tests noted about themselves. */
  readonly notes: Readonly<Record<string, string>>;
}

interface Spec {
  readonly title: string;
  readonly tests: readonly { readonly status: string; readonly annotations: readonly { readonly type: string; readonly description?: string }[] }[];
}

interface Suite {
  readonly specs: readonly Spec[];
  readonly suites?: readonly Suite[];
}

function journeys(face: "browser" | "desktop", words: readonly string[], env: Readonly<Record<string, string>> = {}): Journeys {
  const root = join(import.meta.dirname, "..");
  const done = spawnSync(process.execPath, [join(root, "scripts", "e2e.mjs"), face, ...words], { cwd: root, stdio: ["ignore", 2, 2], env: { ...process.env, ...env } });
  const report = JSON.parse(readFileSync(join(root, "test-results", "report.json"), "utf8")) as { suites: Suite[] };
  const specs = report.suites.flatMap(specsOf);
  const failures = specs.flatMap((spec) => spec.tests.filter((test) => test.status !== "expected").map((test) => `${face}: ${spec.title}: ${test.status}`));
  const notes = Object.fromEntries(specs.flatMap((spec) => spec.tests.flatMap((test) => test.annotations.map((note) => [note.type, note.description ?? ""]))));
  if (specs.length === 0 || (done.status !== 0 && failures.length === 0)) throw new Error(`${face} journeys: they ended with ${done.status} and ${specs.length} tests; see above.`);
  return { failures, notes };
}

function specsOf(suite: Suite): Spec[] {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)];
}
