/** Lists of a queue's events: pages join without a gap or an event twice, with and without those that started runs. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Store } from "../ports/store.ts";
import { openStore } from "./store.ts";

let folder: string;
let store: Store;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-events-"));
  store = openStore({ file: join(folder, "state.db"), migrations: new URL("migrations", import.meta.url).pathname, synchronous: "OFF" });
  store.atomically(() => {
    for (let index = 0; index < 400; index += 1) {
      const isSetAside = index % 7 === 3;
      for (const dagId of ["d", "other"]) store.queues.add(dagId, `k${index}`, { name: `${dagId} ${index}`, at: index, heardAt: null, runId: isSetAside ? null : `r${index}`, reason: isSetAside ? "torn" : null });
    }
  });
});
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function paged(setAside: boolean, limit: number): string[] {
  const found: string[] = [];
  for (let before: number | undefined; ; ) {
    const page = store.queues.list("d", { before, setAside, limit });
    found.push(...page.map(({ name }) => name));
    if (page.length < limit) return found;
    before = page.at(-1)?.id;
  }
}

it("come the newest first, in pages of any size", () => {
  const all = Array.from({ length: 400 }, (_, index) => `d ${399 - index}`);
  for (const limit of [1, 7, 399, 400, 1_000]) expect(paged(false, limit)).toEqual(all);
  for (const limit of [1, 10, 57, 100]) expect(paged(true, limit)).toEqual(all.filter((name) => Number(name.slice(2)) % 7 === 3));
});

it("are counted rightly as they come, come to nothing, are taken after all, and go", () => {
  const add = (dagId: string, key: string, runId: string | null): void => store.queues.add(dagId, key, { name: key, at: 1, heardAt: null, runId, reason: runId === null ? "torn" : null });
  const counts = (): unknown => store.queues.counts("n");
  expect(counts()).toEqual({ taken: 0, setAside: 0 });
  store.atomically(() => [add("n", "a", "r"), add("d", "between", "r"), add("n", "b", null)]);
  expect(counts()).toEqual({ taken: 1, setAside: 1 });
  expect(() => store.atomically(() => [add("n", "c", "r2"), expect(counts()).toEqual({ taken: 2, setAside: 1 }), add("n", "a", "again")])).toThrow("is known");
  expect(counts()).toEqual({ taken: 1, setAside: 1 });
  add("n", "b", "r3");
  add("n", "d", "r4");
  expect(counts()).toEqual({ taken: 3, setAside: 0 });
  store.atomically(() => store.queues.dropKeys(store.queues.list("n", { limit: 2 }).map(({ id }) => id)));
  add("n", "e", null);
  expect(counts()).toEqual({ taken: 1, setAside: 1 });
  store.queues.dropKeys(store.queues.list("n", { limit: 9 }).map(({ id }) => id));
  expect(counts()).toEqual({ taken: 0, setAside: 0 });
});

/** The plans of what the store asks the database in `work`, in its order. */
function plansOf(work: (store: Store) => unknown): string[][] {
  const file = join(folder, "state.db");
  const asked: string[] = [];
  const traced = openStore({ file, migrations: new URL("migrations", import.meta.url).pathname, synchronous: "OFF", traced: (sql) => void asked.push(sql) });
  asked.length = 0;
  work(traced);
  const texts = asked.filter((sql) => sql.includes("queue_event"));
  traced.close();
  const look = new Database(file, { readonly: true });
  const plans = texts.map((text) => (look.prepare(`explain query plan ${text}`).all() as { detail: string }[]).map(({ detail }) => detail));
  look.close();
  return plans;
}

const ofTheirRuns = [
  "SEARCH dag_run USING INDEX sqlite_autoindex_dag_run_1 (dag_id=? AND run_id=?) LEFT-JOIN",
  "CORRELATED SCALAR SUBQUERY 1",
  "SEARCH packed_run USING INTEGER PRIMARY KEY (rowid=?)",
  "CORRELATED SCALAR SUBQUERY 2",
  "SEARCH task_instance USING PRIMARY KEY (run=?)",
];

it("find the few that were set aside without a look at the others, and count them by the index alone", () => {
  const plans = plansOf(({ queues }) => [queues.list("d", { before: 9, setAside: true, limit: 5 }), queues.counts("d")]);
  expect(plans).toEqual([
    ["SEARCH queue_event USING INDEX queue_event_by_run (dag_id=? AND run_id=? AND rowid<?)", ...ofTheirRuns],
    ["SEARCH queue_event USING COVERING INDEX queue_event_by_run (dag_id=? AND run_id=?)"],
    ["SEARCH queue_event USING COVERING INDEX queue_event_by_dag (dag_id=? AND id>?)"],
  ]);
});

it("are read page by page in the order of their index, and so are those that latencies are told of", () => {
  const plans = plansOf(({ queues }) => [queues.list("d", { before: 9, limit: 5 }), queues.latency("d", 5)]);
  expect(plans).toEqual([
    ["SEARCH queue_event USING INDEX queue_event_by_dag (dag_id=? AND id<?)", ...ofTheirRuns],
    ["CO-ROUTINE queue_event", "SEARCH queue_event USING INDEX queue_event_by_dag (dag_id=?)", "SCAN queue_event", ...ofTheirRuns],
  ]);
});
