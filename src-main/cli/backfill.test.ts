import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { makePlace, type Place } from "./fixtures/spawn-cli.ts";

const places: Place[] = [];
afterEach(async () => {
  for (const place of places.splice(0)) await place.remove();
});
function place(files: Readonly<Record<string, string>>): Place {
  const made = makePlace(files);
  places.push(made);
  return made;
}

const daily = `dag: daily
schedule: '@daily'
max_active_runs: 2
params: { n: { default: 1, type: integer } }
tasks:
  a: { config_type: BashTask, bash: 'echo {{ ds }} {{ params.n }} >> ledger; test {{ ds }} != 2026-01-03 -o -e mended' }
  b: { config_type: BashTask, bash: 'echo b {{ ds }} >> ledger', deps: [a] }
`;
type Json = Record<string, unknown>;
const lines = (text: string): Json[] => text.trim().split("\n").map((line) => JSON.parse(line) as Json);
const january = ["backfill", "daily", "--from", "2026-01-01", "--to", "2026-01-05"];
const ledgerOf = (of: Place): string[] => readFileSync(join(of.workspace, "ledger"), "utf8").trim().split("\n").toSorted();

describe("dagwright backfill", () => {
  it("shows the plan over a range with holes, carries out just that, and says so afterwards", async () => {
    const made = place({ "daily.dag.yaml": daily });
    const { dagwright, write } = made;
    const first = await dagwright("backfill", "daily", "--from", "2026-01-01", "--to", "2026-01-03");
    expect([first.code, first.out]).toEqual([1, expect.stringMatching(/3 intervals, all tasks\n {2}new run {2}3\n(.*\n)+backfill 1 {2}daily {2}finished {2}3 of 3 done, 1 failed\n {2}✗ failed {2}2026-01-03T00:00:00\.000Z {2}backfill__2026-01-03T00:00:00\.000\+00:00\n$/)]);
    expect(first.err).toContain("Why: dagwright runs show daily RUN\n");
    write("mended", "");
    write("ledger", "");
    const [dry = {}] = lines((await dagwright(...january, "--reprocess", "failed", "--dry-run", "--json")).out);
    expect(dry).toMatchObject({ dry_run: true, counts: { intervals: 5, new: 2, clear: 1, anew: 0, keep: 2, task_runs: 6 }, max_active_runs: 2 });
    expect((dry["intervals"] as Json[]).map(({ act, why, run_id: id }) => [act, why, (id as string | null)?.slice(18, 20)])).toEqual([["keep", "succeeded", "01"], ["keep", "succeeded", "02"], ["clear", null, "03"], ["new", null, undefined], ["new", null, undefined]]);
    expect(ledgerOf(made)).toEqual([""]);
    const done = await dagwright(...january, "--reprocess", "failed", "--json");
    expect([done.code, lines(done.out).at(-1)]).toMatchObject([0, { event: "backfill_finished", backfill_id: 2, state: "finished", counts: { total: 3, kept: 2, success: 3, failed: 0 } }]);
    expect(ledgerOf(made)).toEqual(["2026-01-03 1", "2026-01-04 1", "2026-01-05 1", "b 2026-01-03", "b 2026-01-04", "b 2026-01-05"]);
  });

  it("survives the loss of its engine: each date has one run, and the rest follows", async () => {
    const { start, dagwright, write } = place({ "daily.dag.yaml": daily.replace("bash: 'echo {{ ds }} {{ params.n }} >> ledger; test {{ ds }} != 2026-01-03 -o -e mended'", "on_crash: rerun, bash: 'until [ -e go ]; do sleep 0.05; done'") });
    const running = start(...january, "--json");
    await running.line(/"running":2/);
    running.child.kill("SIGKILL");
    await running.ended;
    write("go", "");
    const resumed = await dagwright("backfill", "resume", "1", "--json");
    expect([resumed.code, lines(resumed.out).at(-1)]).toMatchObject([0, { state: "finished", counts: { total: 5, success: 5 } }]);
    const shown = (await dagwright("backfill", "show", "1")).out;
    expect(shown).toMatch(/finished {2}5 of 5 done/);
    expect(shown.match(/backfill__2026-01-0\d/g)).toEqual(["01", "02", "03", "04", "05"].map((day) => `backfill__2026-01-${day}`));
  });

  it("is paused and cancelled from elsewhere, and taken back", async () => {
    const { start, dagwright, write } = place({ "daily.dag.yaml": daily.replace("echo {{ ds }} {{ params.n }} >> ledger; test {{ ds }} != 2026-01-03 -o -e mended", "until [ -e go ]; do sleep 0.05; done") });
    const running = start(...january, "--json");
    await running.line(/"running":2/);
    expect((await dagwright("backfill", "pause", "1")).out).toContain("paused  0 of 5 done, 2 running, 3 to come");
    expect((await dagwright("backfill", "cancel", "1", "--reason", "wrong month")).out).toContain("cancelled");
    expect((await dagwright("audit", "undo", "3")).out).toContain("Undone");
    expect((await dagwright("backfill", "resume", "1", "--no-wait")).out).toContain("goes on in the engine");
    write("go", "");
    const { code, out } = await running.ended;
    expect([code, lines(out).at(-1)]).toMatchObject([0, { state: "finished", counts: { total: 5, success: 5 } }]);
  });

  it("does some tasks only, backwards, with params", async () => {
    const made = place({ "daily.dag.yaml": daily });
    const done = await made.dagwright("backfill", "daily", "--from", "2026-01-06", "--to", "2026-01-08", "--task", "a", "--backwards", "--max-active-runs", "1", "--param", "n=7");
    expect([done.code, done.err]).toEqual([0, ""]);
    expect(readFileSync(join(made.workspace, "ledger"), "utf8")).toBe(["08", "07", "06"].map((day) => `2026-01-${day} 7\n`).join(""));
  });

  it("says what was bad input", async () => {
    const { dagwright } = place({ "daily.dag.yaml": daily });
    const refused = async (...words: string[]): Promise<unknown> => {
      const { code, err } = await dagwright("backfill", "daily", ...words);
      return [code, err];
    };
    expect(await refused("--from", "2026-02-30", "--to", "2026-03-01")).toEqual([2, expect.stringContaining('from: "2026-02-30" is no day or time')]);
    expect(await refused("--from", "2026-01-01", "--to", "2026-01-02", "--reprocess", "faild")).toEqual([2, expect.stringContaining("Did you mean `failed`?")]);
    expect((await dagwright("backfill", "pause", "9")).err).toContain("There is no backfill 9");
  });
});
