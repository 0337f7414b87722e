import { afterEach, describe, expect, it } from "vitest";
import { makePlace, type Place } from "./fixtures/spawn-cli.ts";

let made: Place;
afterEach(() => made.remove());

const json = (text: string): unknown => JSON.parse(text.trim().split("\n").at(-1) ?? "");

describe("dagwright history", () => {
  it("says what is packed, packs what is due, and shows packed runs as before", { timeout: 60_000 }, async () => {
    made = makePlace({ "d.dag.yaml": "dag: d\ntasks: { a: { config_type: BashTask, bash: 'exit 3' } }\n" });
    const { dagwright } = made;
    await dagwright("trust");
    expect((await dagwright("run", "d")).code).toBe(1);
    const before = (await dagwright("runs", "show", "d", "--json")).out;
    expect((await dagwright("history")).out).toContain("0 runs ended more than 7d ago and may be packed.");
    expect(json((await dagwright("history", "compact", "--older-than", "0s", "--json")).out)).toMatchObject({ packed: 1, spared: 0, cancelled: false });
    expect(json((await dagwright("history", "--json")).out)).toMatchObject({ compact_after: "7d", runs: 1, packed: 1, due: 0, at_work: false });
    expect((await dagwright("runs", "show", "d", "--json")).out).toBe(before);
    expect(JSON.stringify(json(before))).toContain("exit code 3");
  });

  it("names what is wrong with a duration, and packs nothing where the workspace says never", { timeout: 60_000 }, async () => {
    made = makePlace({ "d.dag.yaml": "dag: d\ntasks: { a: { config_type: EmptyTask } }\n", "dagwright.json": '{"history": {"compact_after": "never"}}' });
    const { dagwright } = made;
    await dagwright("trust");
    const wrong = await dagwright("history", "compact", "--older-than", "soon");
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('--older-than: found "soon"; expected a duration')]);
    const never = await dagwright("history", "compact");
    expect([never.code, never.err]).toEqual([2, expect.stringContaining("--older-than 7d")]);
    expect((await dagwright("history")).out).toContain("None is packed by itself.");
  });
});
