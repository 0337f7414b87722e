/**
 * G4P: from a task's change of state in the engine, by the instant that its history has, to the frame that shows it: on the graph of a
 * running DAG, in the built page in Chromium. Engine and page are on one machine and read one clock. There is no peer to race with: pages
 * that poll are late by their interval.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { serveBrowser } from "../e2e/serve-browser.ts";
import { inTemporaryFolder, kept, quantile, type Figure, type RunOptions, type Workload } from "./harness.ts";

const goalMs = 100;
const root = join(import.meta.dirname, "..");

export const paint: Workload = { id: "G4P", title: "A change of a task's state, to the frame that shows it", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

/** Chains beside each other, so that changes come at any time and several at once. */
function dagText(chains: number, length: number): string {
  const tasks = Array.from({ length: chains * length }, (_, at) => {
    const deps = at < chains ? "" : `, deps: [t${at - chains}]`;
    return `  t${at}: {config_type: BashTask, bash: sleep 0.1${deps}}`;
  });
  return `dag: changes\ntasks:\n${tasks.join("\n")}\n`;
}

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  const workspace = join(realpathSync(folder), "workspace");
  mkdirSync(workspace);
  // As many as are drawn in full at once.
  const [chains, length] = [6, 5];
  const [tasks, rounds] = [chains * length, long ? 20 : 3];
  writeFileSync(join(workspace, "changes.dag.yaml"), dagText(chains, length));
  const served = await serveBrowser(workspace);
  try {
    const { page } = served;
    await page.goto(`${served.address}/#/dags/changes`);
    await page.getByRole("img", { name: /^t0, / }).waitFor();
    await page.evaluate(watchStates);
    const [starts, ends]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      await page.evaluate(() => (Reflect.get(globalThis, "forgetStates") as () => void)());
      await page.getByRole("button", { name: "Run DAG", exact: true }).click();
      await page.waitForFunction((count) => [...(Reflect.get(globalThis, "paintedStates") as Map<string, number>).keys()].filter((key) => key.endsWith(" success")).length === count, tasks, { timeout: 300_000 });
      const painted = new Map(await page.evaluate(() => [...(Reflect.get(globalThis, "paintedStates") as Map<string, number>)]));
      const shown = JSON.parse(execFileSync(process.execPath, [join(root, "bin", "dagwright.mjs"), "--workspace", workspace, "runs", "show", "changes", "latest", "--json"], { encoding: "utf8" })) as Shown;
      const late = (word: string, instant: (task: Shown["tasks"][number]) => string | null): number[] =>
        shown.tasks.flatMap((task) => {
          const [at, when] = [painted.get(`${task.task_id} ${word}`), instant(task)];
          return at === undefined || when === null ? [] : [at - Date.parse(when)];
        });
      starts.push(...late("running", (task) => task.start_date));
      ends.push(...late("success", (task) => task.end_date));
    }
    const row = (metric: string, value: number, samples: number): Figure => kept({ id: "G4P", metric, ours: value, goal: `≤ ${goalMs} ms`, met: value <= goalMs, samples });
    return [row("end of a task to its paint, p50, ms", quantile(ends, 0.5), ends.length), row("end of a task to its paint, p95, ms", quantile(ends, 0.95), ends.length), row("start of a task to its paint, p95, ms", quantile(starts, 0.95), starts.length)];
  } finally {
    await served.close();
  }
}

interface Shown {
  readonly tasks: readonly { readonly task_id: string; readonly start_date: string | null; readonly end_date: string | null }[];
}

/** Runs in the page: when the frame was done that first said a state of a task. */
function watchStates(): void {
  const painted = new Map<string, number>();
  const told = new Set<string>();
  new MutationObserver((changes) => {
    const fresh: string[] = [];
    for (const { target } of changes) {
      const [, task, state] = target instanceof Element ? (/^(t\d+), .*\b(running|success)\b/.exec(target.getAttribute("aria-label") ?? "") ?? []) : [];
      const key = `${task} ${state}`;
      if (task === undefined || told.has(key)) continue;
      told.add(key);
      fresh.push(key);
    }
    if (fresh.length === 0) return;
    requestAnimationFrame(() => {
      const behindFrame = new MessageChannel();
      behindFrame.port1.onmessage = () => {
        for (const key of fresh) painted.set(key, Date.now());
      };
      behindFrame.port2.postMessage(null);
    });
  }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["aria-label"] });
  const forgetStates = (): void => [painted, told].forEach((each) => each.clear());
  Object.assign(globalThis, { paintedStates: painted, forgetStates });
}
