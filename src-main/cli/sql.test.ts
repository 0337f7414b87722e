import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { makePlace, type Place } from "./fixtures/spawn-cli.ts";

const places: Place[] = [];
afterEach(async () => {
  for (const place of places.splice(0)) await place.remove();
});
function place(files: Readonly<Record<string, string>> = {}): Place {
  const made = makePlace({ "dagwright.json": "{}", ...files });
  places.push(made);
  return made;
}

describe("sql", { timeout: 60_000 }, () => {
  it("prints a table, and says how many rows there were", async () => {
    const { dagwright } = place();
    const { code, out, err } = await dagwright("sql", "select 42 as answer, null as nothing, 'a\nb' as text");
    expect({ code, out }).toEqual({ code: 0, out: "answer  nothing  text\n42      NULL     a⏎b\n" });
    expect(err).toMatch(/^1 row in \d+ ms\.\n$/);
  });

  it("prints exact CSV and JSON, a result for each statement", async () => {
    const { dagwright, workspace } = place();
    writeFileSync(join(workspace, "q.sql"), "create table t as select 9007199254740993::bigint as big, 1.50::decimal(4,2) as d, '' as empty, null::text as none, 'a,\"b' as q, true as b;\nselect * from t; select repeat('x', 20000) as long");
    const csv = await dagwright("sql", "-f", join(workspace, "q.sql"), "--format", "csv");
    expect(csv.out).toBe(`big,d,empty,none,q,b\n9007199254740993,1.50,"",,"a,""b",true\n\nlong\n${"x".repeat(20_000)}\n`);
    const json = await dagwright("sql", "--json", "select * from t; update t set q = 'z'");
    const lines = json.out.trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { statement: 1, rows: [["9007199254740993", 1.5, "", null, 'a,"b', true]], row_count: 1, capped: false },
      { statement: 2, rows: [], row_count: 1 },
    ]);
  });

  it("says where a mistake is and exits with 1; binds params; refuses nonsense with 2", async () => {
    const { dagwright } = place();
    const wrong = await dagwright("sql", "select 1;\nselect nosuch");
    expect(wrong.code).toBe(1);
    expect(wrong.err).toContain("error: line 2, column 8:");
    expect(wrong.err).toContain("  select nosuch\n         ^\n");
    expect((await dagwright("sql", "select :who as a", "--param", "who='; drop table x; --", "--format", "csv")).out).toBe("a\n'; drop table x; --\n");
    expect((await dagwright("sql")).code).toBe(2);
    expect((await dagwright("sql", "select 1", "--format", "xml")).err).toContain("use table, csv, json");
    expect((await dagwright("sql", "-c", "nosuch", "select 1")).err).toContain("is not found");
    const capped = await dagwright("sql", "select * from range(5000)", "--format", "csv", "--limit", "3");
    expect(capped).toMatchObject({ code: 0, out: "range\n0\n1\n2\n", err: expect.stringContaining("there are more, see --limit") });
  });

  it("cancels on Ctrl+C and leaves the database as it was", async () => {
    const { start, dagwright } = place();
    const run = start("sql", "--json", "create table if not exists t (a int); select count(*) from range(1000000000000)");
    await run.line(/"statement":1/);
    run.child.kill("SIGINT");
    expect(await run.ended).toMatchObject({ code: 1 });
    expect((await dagwright("sql", "select count(*) from t", "--format", "csv")).out).toBe("count_star()\n0\n");
  });
});
