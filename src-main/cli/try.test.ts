/** `dagwright try`, as a person types it. */
import { afterEach, describe, expect, it } from "vitest";
import { makePlace, type Place } from "./fixtures/spawn-cli.ts";

let place: Place | null = null;
afterEach(async () => place?.remove());

const dag = "dag: shop\ntasks:\n  numbers:\n    config_type: SqlTask\n    ddl: create table numbers (n integer)\n    sql: select 7 as n\n  more: { config_type: SqlTask, ddl: create table more (n integer), sql: 'select n + 1 as n from warehouse.numbers', deps: [numbers] }\n";

describe("try", { timeout: 60_000 }, () => {
  it("shows the rows of a try, and what it read; nothing is published", async () => {
    place = makePlace({ "shop.dag.yaml": dag });
    const alone = await place.dagwright("try", "shop", "more");
    expect([alone.code, alone.out]).toEqual([1, expect.stringContaining("Run up to here")]);
    const tried = await place.dagwright("try", "shop", "more", "--up-to");
    expect([tried.code, tried.out]).toEqual([0, expect.stringContaining("more read warehouse.numbers of numbers (tried)")]);
    expect(tried.out).toMatch(/warehouse\.more: 1 rows, tried, not published\nn *\n8 *\n/);
    const json = await place.dagwright("try", "shop", "numbers", "--json");
    expect(JSON.parse(json.out.trim().split("\n").at(-1) ?? "")).toMatchObject({ event: "try_output", task_id: "numbers", tables: [{ name: "warehouse.numbers", rows: 1, origin: "tried" }] });
    expect((await place.dagwright("runs", "list", "--json")).out).not.toContain("try__");
    expect((await place.dagwright("sql", "select * from warehouse.numbers")).code).toBe(1);
    expect((await place.dagwright("try", "shop", "nobody")).code).toBe(2);
    expect((await place.dagwright("try", "shop", "more", "--up-to", "--from")).code).toBe(2);
  });
});
