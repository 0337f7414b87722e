import { readdirSync, rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { makePlace, type Place } from "./fixtures/spawn-cli.ts";

let made: Place;
afterEach(() => made.remove());

const dag = "dag: d\ntasks: { a: { config_type: EmptyTask } }\n";
const json = (text: string): unknown => JSON.parse(text.trim().split("\n").at(-1) ?? "");

describe("dagwright backup", () => {
  it("makes a backup, lists it where the state is lost, and puts it back", { timeout: 120_000 }, async () => {
    made = makePlace({ "d.dag.yaml": dag });
    const { dagwright, workspace } = made;
    await dagwright("trust");
    expect((await dagwright("run", "d", "--run-id", "one")).code).toBe(0);
    const { name } = json((await dagwright("backup", "make", "--json")).out) as { name: string };
    expect((await dagwright("run", "d", "--run-id", "two")).code).toBe(0);
    const data = join(workspace, ".dagwright");
    truncateSync(join(data, "state.db"), 0);
    const refused = await dagwright("runs");
    expect([refused.code, refused.err]).toEqual([3, expect.stringContaining('state.db: is empty')]);
    expect(json((await dagwright("backup", "--json")).out)).toMatchObject({ backups: [{ name, why: "asked" }] });
    const unknown = await dagwright("backup", "restore", "yesterday");
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining(`there are ${name}`)]);
    expect(json((await dagwright("backup", "restore", "latest", "--json")).out)).toMatchObject({ restored: name, runs: 1, aside: expect.stringContaining("state.db.aside-") as string });
    expect(json((await dagwright("runs", "--json")).out)).toMatchObject({ runs: [{ run_id: "one" }] });
    rmSync(join(data, "backups"), { recursive: true });
    expect((await dagwright("backup", "restore", "empty")).out).toContain("The history is empty now.");
    expect(json((await dagwright("runs", "--json")).out)).toMatchObject({ runs: [] });
    expect(readdirSync(data).filter((each) => /^state\.db\.aside-\w+$/.test(each)).length).toBe(2);
  });
});
