import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { makePlace, type Place } from "./fixtures/spawn-cli.ts";

let made: Place;
afterEach(() => made.remove());

const dag = "dag: d\ntasks: { a: { config_type: EmptyTask } }\n";
const json = (text: string): unknown => JSON.parse(text.trim().split("\n").at(-1) ?? "");

describe("dagwright retention", () => {
  it("writes rules into the workspace's file, and names what is wrong with one", async () => {
    made = makePlace({ "d.dag.yaml": dag });
    const { dagwright } = made;
    const wrong = await dagwright("retention", "rules", "--max-age", "soon");
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('Retention, max_age: found "soon"; expected a duration of at least an hour')]);
    expect((await dagwright("retention", "rules", "--max-runs", "1")).out).toContain("Kept: of each DAG the newest 1. Dropped by itself: no.");
    expect(JSON.parse(readFileSync(join(made.workspace, "dagwright.json"), "utf8"))).toEqual({ retention: { max_runs: 1 } });
  });

  it("shows what would go, and drops it", async () => {
    made = makePlace({ "d.dag.yaml": dag, "dagwright.json": '{"retention": {"max_runs": 1}}' });
    const { dagwright } = made;
    await dagwright("trust");
    for (const day of ["01", "02"]) expect((await dagwright("run", "d", "--logical-date", `2026-01-${day}`)).code).toBe(0);
    expect(json((await dagwright("retention", "preview", "d", "--list", "--json")).out)).toMatchObject({ runs: 2, drops: 1, dags: [{ dag_id: "d", from: "workspace", drops: 1, kept: { "last run": 1 } }], list: [{ state: "success" }] });
    expect(json((await dagwright("retention", "run", "--json")).out)).toMatchObject({ dropped: 1, spared: 0, dags: 1, cancelled: false });
    expect(json((await dagwright("runs", "--json")).out)).toMatchObject({ runs: [{ dag_id: "d" }], more: false });
  });

  it("archives what it drops where that is asked for, and finds it there", async () => {
    made = makePlace({ "d.dag.yaml": dag, "dagwright.json": '{"retention": {"max_runs": 1}}' });
    const { dagwright } = made;
    await dagwright("trust");
    expect((await dagwright("retention", "rules", "--archive", "on")).out).toContain("Archived before: yes.");
    expect(JSON.parse(readFileSync(join(made.workspace, "dagwright.json"), "utf8"))).toEqual({ retention: { max_runs: 1, archive: true } });
    for (const user of ["u-1", "u-2"]) expect((await dagwright("run", "d", "--conf", JSON.stringify({ user }))).code).toBe(0);
    expect(json((await dagwright("retention", "run", "--json")).out)).toMatchObject({ dropped: 1, archived: true });
    expect(json((await dagwright("retention", "archives", "--json")).out)).toMatchObject({ archives: [{ id: 1, file: ".dagwright/archive/runs-000001.parquet", pending: 0, there: true, dags: [{ dag_id: "d", runs: 1, tasks: 1 }] }] });
    const found = await dagwright("archive", "search", "U-1", "--exact", "--json");
    const { hits } = json(found.out) as { hits: { run_id: string }[] };
    expect([found.code, hits]).toEqual([0, [expect.objectContaining({ dag_id: "d", state: "success", archived: true, archive: 1, keys: [{ key: "conf.user", value: "u-1", source: "conf" }] })]]);
    expect(json((await dagwright("archive", "show", "d", hits[0]?.run_id ?? "", "--json")).out)).toMatchObject({ archived: true, run: { conf: { user: "u-1" }, tasks: [{ task_id: "a", state: "success" }] } });
    expect((await dagwright("archive", "search", "u-2")).err).toContain("0 archived runs; searched 1 file with 1 run");
    const wrong = await dagwright("archive", "search", "--state", "gone");
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('--state: found "gone"; expected success or failed.')]);
  });

  it("looks for what was asked for in the archive too", async () => {
    made = makePlace({ "d.dag.yaml": dag, "dagwright.json": '{"retention": {"max_runs": 1, "archive": true}}' });
    const { dagwright } = made;
    await dagwright("trust");
    for (const user of ["u-1", "u-2"]) await dagwright("run", "d", "--conf", JSON.stringify({ user }));
    await dagwright("retention", "run");
    const both = await dagwright("find", "u-1", "--json");
    const archived = expect.objectContaining({ dag_id: "d", archived: true, keys: [{ key: "conf.user", value: "u-1", source: "conf" }] }) as unknown;
    expect([both.code, json(both.out)]).toEqual([0, expect.objectContaining({ hits: [], searched: [expect.objectContaining({ runs: 1 })], archived: [archived] })]);
    const told = await dagwright("find", "u-1");
    expect([told.out, told.err]).toEqual([expect.stringMatching(/success +d +manual__.* archived \(1\)/), expect.stringContaining("1 archived run; searched 1 file with 1 run")]);
  });
});
