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

const flaky = `dag: flaky
params: { n: { default: 1, type: integer } }
tasks:
  a: { config_type: BashTask, bash: 'echo n={{ params.n }}' }
  b: { config_type: BashTask, bash: 'test -e flag', deps: [a] }
  c: { config_type: EmptyTask, deps: [b] }
`;
type Json = Record<string, unknown>;
const json = (text: string): Json => JSON.parse(text.trim().split("\n").at(-1) ?? "") as Json;

describe("acts on runs", () => {
  it("name the exact tasks over a span of runs, and do just these", async () => {
    const { dagwright } = place({ "flaky.dag.yaml": flaky });
    for (const day of ["01", "02"]) await dagwright("run", "flaky", "--run-id", `r${day}`, "--logical-date", `2026-01-${day}`);
    const span = ["flaky", "all", "success", "--from", "2026-01-01", "--task", "b", "--downstream", "--reason", "late data"];
    const dry = await dagwright("runs", "mark", ...span, "--dry-run", "--json");
    expect(json(dry.out)).toMatchObject({ dry_run: true, state: "success", marked: ["b", "c", "b", "c"], runs: [{ run_id: "r02", tasks: [{ task_id: "b", state: "failed", try_number: 1 }, { task_id: "c", state: "upstream_failed" }] }, { run_id: "r01" }] });
    expect((await dagwright("runs", "mark", ...span)).out).toContain("Marked success: 4 tasks in 2 runs:\n  r02  b (failed), c (upstream_failed)");
    const { runs } = json((await dagwright("runs", "list", "flaky", "--json")).out) as { runs: Json[] };
    expect(runs.map(({ run_id: id, state }) => `${String(id)} ${String(state)}`)).toEqual(["r02 success", "r01 success"]);
  });

  it("are in the trail, and are taken back once", async () => {
    const { dagwright } = place({ "flaky.dag.yaml": flaky });
    await dagwright("run", "flaky", "--run-id", "r1");
    await dagwright("runs", "mark", "flaky", "r1", "success", "--reason", "late data");
    const { entries } = json((await dagwright("audit", "flaky", "--json")).out) as { entries: Json[] };
    expect(entries).toMatchObject([{ id: 2, act: "task.markSuccess", run_id: "r1", reason: "late data", by: { kind: "cli" }, tasks: [{ task_id: "b", from: "failed", to: "success" }, { task_id: "c" }] }, { act: "run.start" }]);
    expect(json((await dagwright("audit", "undo", "2", "--json")).out)).toEqual({ undone: 1, failures: [] });
    const twice = await dagwright("audit", "undo", "2");
    expect([twice.code, twice.err]).toEqual([2, expect.stringContaining("it was undone already")]);
    expect(json((await dagwright("runs", "show", "flaky", "--json")).out)).toMatchObject({ run: { state: "failed" } });
  });

  it("repeat a run: with its params, with others, from a task on with the values of then", async () => {
    const { dagwright, write } = place({ "flaky.dag.yaml": flaky });
    await dagwright("run", "flaky", "--run-id", "r1", "--param", "n=7", "--conf", '{"user":1}');
    const again = json((await dagwright("runs", "again", "flaky", "r1", "--json")).out);
    expect(again).toMatchObject({ event: "dag_run_finished", state: "failed" });
    expect((await dagwright("runs", "logs", "flaky", "latest", "a")).out).toBe("n=7\n");
    await dagwright("runs", "again", "flaky", "r1", "--param", "n=8");
    expect((await dagwright("runs", "logs", "flaky", "latest", "a")).out).toBe("n=8\n");
    write("flag", "");
    expect(json((await dagwright("runs", "again", "flaky", "r1", "--from", "b", "--json")).out)).toMatchObject({ state: "success", tasks: { a: { state: "skipped" }, b: { state: "success" } } });
    expect((await dagwright("runs", "again", "flaky", "r1", "--from", "zz")).err).toContain('has no task "zz" to run from');
  });

  it("write notes and read them", async () => {
    const { dagwright } = place({ "flaky.dag.yaml": flaky });
    await dagwright("run", "flaky", "--run-id", "r1");
    expect((await dagwright("runs", "note", "flaky", "r1", "late *file*", "--task", "b")).out).toBe("late *file*\n");
    expect(json((await dagwright("runs", "note", "flaky", "r1", "--json")).out)).toMatchObject({ note: null });
  });

  it("say what was bad input", async () => {
    const { dagwright } = place({ "flaky.dag.yaml": flaky });
    await dagwright("run", "flaky", "--run-id", "r1");
    const refused = async (...words: string[]): Promise<unknown> => {
      const { code, err } = await dagwright(...words);
      return [code, err];
    };
    expect(await refused("runs", "clear", "flaky", "all")).toEqual([2, expect.stringContaining('"all" needs --from or --to')]);
    expect(await refused("runs", "clear", "flaky", "r1", "--from", "2026-01-01")).toEqual([2, expect.stringContaining('say "all"')]);
    expect(await refused("runs", "mark", "flaky", "all", "failed", "--to", "2001-01-01")).toEqual([2, expect.stringContaining("no run has a logical date in this span")]);
    expect(await refused("audit", "--act", "task.cleer")).toEqual([2, expect.stringContaining("Did you mean `task.clear`?")]);
    expect(await refused("audit", "undo", "99")).toEqual([2, expect.stringContaining("no entry 99")]);
  });
});
