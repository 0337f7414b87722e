import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { makePlace, type Place } from "./fixtures/spawn-cli.ts";

let made: Place;
afterEach(() => made.remove());

const json = (text: string): unknown => JSON.parse(text.trim().split("\n").at(-1) ?? "");

describe("dagwright --read-only", () => {
  it("shows runs, logs and finds of a newer version's state, which other commands refuse, and changes none of it", { timeout: 180_000 }, async () => {
    made = makePlace({ "d.dag.yaml": "dag: d\ntasks: { a: { config_type: BashTask, bash: 'echo hello {{ conf.user }}' } }\n" });
    const { dagwright, workspace } = made;
    expect((await dagwright("run", "d", "--run-id", "one", "--conf", '{"user":"u-4711"}')).code).toBe(0);
    const data = join(workspace, ".dagwright");
    const database = new Sqlite(join(data, "state.db"));
    database.exec("alter table dag_run add column urgency text; alter table note rename to remark; pragma user_version = 9000");
    database.close();
    const before = digestOf(data);
    const refused = await dagwright("runs");
    expect([refused.code, refused.err]).toEqual([3, expect.stringMatching(/written by Dagwright \d+\.\d+\.\d+ \(schema 9000, this one knows \d+\) and left as it is\. .*--read-only/)]);
    const listed = await dagwright("runs", "list", "--read-only", "--json");
    expect([listed.code, json(listed.out), listed.err]).toEqual([0, expect.objectContaining({ runs: [expect.objectContaining({ run_id: "one", state: "success" })] }), expect.stringMatching(/Read only: Dagwright .* wrote this state \(schema 9000, .*\)\.\nNot shown: all of note\./)]);
    expect((await dagwright("runs", "logs", "d", "--read-only")).out).toContain("hello u-4711");
    expect(json((await dagwright("find", "4711", "--read-only", "--json")).out)).toMatchObject({ hits: [{ run_id: "one" }] });
    expect(digestOf(data)).toEqual(before);
  });
});

function digestOf(data: string): Record<string, string> {
  return Object.fromEntries(readdirSync(data).filter((name) => name.startsWith("state.db") || name === "reading").map((name) => [name, createHash("sha256").update(readFileSync(join(data, name))).digest("hex")]));
}
