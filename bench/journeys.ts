/** Journeys of e2e/ as workloads: which failed, and what they noted about themselves. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Journeys {
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

export function journeys(face: "browser" | "desktop", words: readonly string[], env: Readonly<Record<string, string>> = {}): Journeys {
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
