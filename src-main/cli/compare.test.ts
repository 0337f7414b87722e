/** `dagwright compare` on real runs of a file that changes between them. */
import { afterEach, describe, expect, it } from "vitest";
import { makePlace, type Place } from "./fixtures/spawn-cli.ts";

let made: Place | null = null;
afterEach(async () => {
  await made?.remove();
  made = null;
});

const good = `dag: daily
params: { n: { default: 1, type: integer } }
tasks:
  read: { config_type: BashTask, bash: 'echo reading; echo 10 rows' }
  load: { config_type: BashTask, bash: 'echo loading {{ ds }}; echo wrote 10 rows', deps: [read] }
  old:  { config_type: EmptyTask, deps: [load] }
`;
const bad = good.replace("echo wrote 10 rows'", "echo wrote 0 rows; exit 3', retries: 0").replace(/ {2}old: .*\n/, "  fresh: { config_type: EmptyTask, deps: [read] }\n");

describe("compare", () => {
  it("sets a failed run beside the last good one: file, params, states and the first line of the log", async () => {
    made = makePlace({ "daily.dag.yaml": good });
    const { dagwright, write } = made;
    for (const id of ["one", "two"]) await dagwright("run", "daily", "--run-id", id, "--logical-date", id === "one" ? "2026-01-30" : "2026-01-31");
    expect((await dagwright("compare", "daily", "two", "one")).out).toContain("Nothing of note is different.");
    write("daily.dag.yaml", bad);
    const failed = await dagwright("run", "daily", "--run-id", "three", "--param", "n=2");
    expect(failed, failed.out).toMatchObject({ code: 1 });
    const { code, out, err } = await dagwright("compare", "daily");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const part of [/after +✗ failed +three/, "• load ended as failed; it was success before.", "• fresh is new.", "• old is gone.", "param n: 1 → 2", "load.bash: echo loading {{ ds }}; echo wrote 10 rows → echo loading {{ ds }}; echo wrote 0 rows; exit 3", /-\s+2 {2}wrote 10 rows/, /\+\s+2 {2}wrote 0 rows/]) expect(out).toMatch(part);
    const json = JSON.parse((await dagwright("compare", "daily", "three", "previous", "--json")).out) as { before: { run_id: string }; differences: { kind: string }[]; tasks: { task_id: string; notable: string[] }[] };
    expect([json.before.run_id, json.differences.map(({ kind }) => kind), json.tasks.map(({ task_id: id, notable }) => [id, ...notable])]).toEqual([
      "two",
      ["run", "flipped", "added", "removed", "definition", "params"],
      [["load", "state", "definition", "rendered"], ["fresh", "presence"], ["old", "presence"]],
    ]);
  }, 60_000);

  it("names a script whose file was changed between the runs", async () => {
    made = makePlace({ "py.dag.yaml": "dag: py\ntasks:\n  make: { config_type: PythonTask, python: scripts/make.py }\n", "scripts/make.py": "print('ten rows')\n" });
    const { dagwright, write } = made;
    await dagwright("run", "py", "--run-id", "one");
    write("scripts/make.py", "raise SystemExit('no rows')\n");
    await dagwright("run", "py", "--run-id", "two");
    expect((await dagwright("compare", "py")).out).toContain("make.python: print('ten rows') → raise SystemExit('no rows')");
  }, 60_000);

  it("says what it would need where there is nothing to compare with", async () => {
    made = makePlace({ "daily.dag.yaml": good });
    const { dagwright } = made;
    await dagwright("run", "daily", "--run-id", "one");
    const refused = async (...words: string[]): Promise<[number | null, string]> => {
      const { code, err } = await dagwright("compare", "daily", ...words);
      return [code, err];
    };
    expect(await refused("one")).toEqual([2, expect.stringMatching(/no run before it succeeded; name one/)]);
    expect(await refused("one", "previous")).toEqual([2, expect.stringMatching(/there is no run before it/)]);
    expect(await refused("one", "gone")).toEqual([2, expect.stringMatching(/no run "gone"/)]);
    expect(await refused("one", "one", "--last-good")).toEqual([2, expect.stringMatching(/give one of them/)]);
  }, 60_000);
});
