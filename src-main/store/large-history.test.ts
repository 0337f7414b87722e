/** What screens and searches ask of a long history: every answer by an index, bounded in what it looks at. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store, WindowPlace } from "../ports/store.ts";
import { openStore } from "./store.ts";

const runCount = 60_000;
let folder: string;
let store: Store;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-large-"));
  const file = join(folder, "state.db");
  openStore({ file, migrations: new URL("migrations", import.meta.url).pathname }).close();
  fill(file);
  store = openStore({ file, migrations: new URL("migrations", import.meta.url).pathname });
}, 120_000);
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function fill(file: string): void {
  const database = new Sqlite(file);
  database.pragma("synchronous = OFF");
  database.exec("insert into dag_version (id, dag_id, hash, file, source, spec, created_at) values (1, 'd0', 'h', 'f', '', '{}', 0)");
  const numbers = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${runCount})`;
  database.exec(`${numbers} insert into dag_run (id, dag_id, run_id, version_id, state, run_type, logical_date, conf, params, queued_at, ended_at)
    select i, 'd' || (i % 20), 'manual__' || i, 1, case when i % 7 = 0 and i < 100 then 'failed' else 'success' end, 'manual', i, '{}', '{}', i / 2, i from n`);
  database.exec(`${numbers} insert into search_key (norm, run, key, value, source) select 'user-' || (i * 7919 % 1000003) || '-' || i, i, 'conf.user', 'x', 'conf' from n`);
  database.exec(`${numbers} insert into search_key (norm, run, key, value, source) select 'd' || (i % 20), i, 'dag_id', 'x', 'dag_id' from n`);
  database.exec("analyze");
  database.close();
}

describe("a long history", () => {
  it("gives the latest first, also within a millisecond", () => {
    expect(store.runs.list({ limit: 3 }).map((run) => run.key)).toEqual([runCount, runCount - 1, runCount - 2]);
  });

  it("sorts nothing and scans nothing for its lists and searches", () => {
    const filters = [{}, { dagId: "d3" }, { states: ["running", "queued"] as const }, { states: ["failed"] as const }, { dagId: "d3", states: ["failed", "running"] as const }, { before: 100 }, { runTypes: ["manual"] as const }, { text: "zzz" }, { dagId: "d3", text: "1%" }];
    const plans = planned(() => {
      for (const filter of filters) store.runs.list({ ...filter, limit: 50 });
      store.runs.listActive();
      store.attempts.listOpen();
      store.search.find("d3", { exact: false, limit: 10 });
      store.search.find("nowhere", { exact: false, limit: 10 });
      store.dagSettings.lastScheduled("d3");
      store.deadlines.waiting({ dagId: "d3" });
      store.deadlines.dagsWithRules();
      store.retention.needs("d3", 0, 10);
      store.comparing.lastGood(store.runs.get(50_000));
      store.comparing.lastGoodOf(store.runs.get(50_000), { id: "t", index: 0 });
      const span = { dagId: "d3", from: 0, to: 9 };
      store.times.has(span, "success", "manual");
      store.times.count(span, "success", "manual");
      store.times.durations(span, "manual", 2);
      store.times.runsOf(span, 5);
      for (const part of ["queued", "short", "long"] as const) store.times.window(span, { part, at: 9, id: 0, looked: 0 });
      store.times.clusters(span, 5);
      store.times.taskDurations(1);
      store.times.triesOf(1);
    });
    const indexes = ["attempt_open", "dag_run_active", "dag_run_by_dag", "dag_run_by_time", "dag_run_by_state", "dag_run_by_dag_state", "dag_run_good", "dag_run_long", "dag_run_scheduled", "search_key_by_run"];
    expect(indexes.filter((name) => !plans.some((line) => line.includes(`INDEX ${name}`)))).toEqual([]);
    expect(plans.filter((line) => /SCAN (dag_run|search_key|attempt|task_instance)(?! USING)/.test(line))).toEqual([]);
    // Of messages and deadlines only those that wait are few. The list of deadlines goes by their numbers, newest first, as far as its limit.
    const few = /^SCAN deadline$|message_waiting|deadline_waiting|deadline_missed|PRIMARY KEY|rowid|run=\?|message_of_deadline|deadline_once \(dag_id=\? AND <expr>=\?/;
    expect(plans.filter((line) => /(SCAN|SEARCH) (message|deadline)\b/.test(line) && !few.test(line))).toEqual([]);
    expect(plans.filter((line) => line === "USE TEMP B-TREE FOR ORDER BY")).toEqual([]);
  });

  it("looks for a part of a value within its time, newest first, and says how far it came", () => {
    const whole = store.search.find("-59999", { exact: false, limit: 10, budgetMs: 10_000 });
    expect(whole.hits.map((hit) => hit.runId)).toEqual(["manual__59999"]);
    const none = store.search.find("zzz", { exact: false, limit: 10, budgetMs: 5 });
    expect(none.hits).toEqual([]);
    expect(none.runsSearched).toBeLessThan(runCount);
    expect(none.runsSearched).toBeGreaterThan(0);
  });

  it("looks through a window of which nothing is wanted in small steps, and through one of many each run once", () => {
    const seen = (text?: string): { calls: number; runs: string[]; most: number } => {
      let [calls, most] = [0, 0];
      const runs: string[] = [];
      for (let place: WindowPlace | undefined; ; calls += 1) {
        const { runs: found, next } = store.times.window({ from: 1000, to: runCount, text }, place);
        most = Math.max(most, found.length);
        runs.push(...found.map(({ runId }) => runId));
        if (next === null) return { calls, runs, most };
        place = next;
      }
    };
    expect([seen("zzz").runs, seen("zzz").calls]).toEqual([[], expect.toSatisfy((calls: number) => calls >= (runCount - 2000) / 2000)]);
    const all = seen();
    expect([all.most, all.runs.length, new Set(all.runs).size]).toEqual([2000, runCount - 999, runCount - 999]);
    expect(all.runs.slice(0, 2)).toEqual([`manual__${runCount}`, `manual__${runCount - 1}`]);
  });

  it("finds by a short prefix that thousands share, the newest of each first", () => {
    expect(store.search.find("user", { exact: false, limit: 100 }).hits).toHaveLength(100);
    expect(store.search.find("d3", { exact: true, limit: 2 }).hits.map((hit) => hit.runId)).toEqual(["manual__59983", "manual__59963"]);
  });
});

/** The query plan of every statement that `work` makes the store prepare and run anew. */
function planned(work: () => void): string[] {
  const seen = new Set<string>();
  const spy = new Sqlite(join(folder, "state.db"), { readonly: true, verbose: () => {} });
  const file = join(folder, "state.db");
  store.close();
  const texts: string[] = [];
  const original = Sqlite.prototype.prepare;
  Sqlite.prototype.prepare = function prepare(this: Sqlite.Database, text: string) {
    texts.push(text);
    return original.call(this, text);
  } as typeof original;
  try {
    store = openStore({ file, migrations: new URL("migrations", import.meta.url).pathname });
    work();
  } finally {
    Sqlite.prototype.prepare = original;
  }
  for (const text of texts.filter((one) => /^select/i.test(one.trim()))) {
    const named = text.match(/@\w+/g)?.map((name) => [name.slice(1), null] as const) ?? [];
    const parameters = named.length > 0 ? [Object.fromEntries(named)] : (text.match(/\?/g)?.map(() => null) ?? []);
    for (const { detail } of spy.prepare<unknown[], { detail: string }>(`explain query plan ${text}`).all(...parameters)) seen.add(detail);
  }
  spy.close();
  return [...seen];
}
