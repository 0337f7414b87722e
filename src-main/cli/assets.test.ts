import { afterEach, describe, expect, it } from "vitest";
import { makePlace, type Place } from "./fixtures/spawn-cli.ts";

let made: Place;
afterEach(() => made.remove());

const files = {
  "load.dag.yaml": "dag: load\ntasks:\n  fill: { config_type: EmptyTask, outlets: [claims.paid, claims.unread] }\n",
  "report.dag.yaml": "dag: report\nschedule: { assets: [claims.paid, crm/sales.orders] }\ntasks:\n  say: { config_type: EmptyTask }\n",
};
const json = (text: string): unknown => JSON.parse(text.trim().split("\n").at(-1) ?? "");

describe("dagwright assets", () => {
  it("lists how far the DAGs are that wait, what nobody loads and nobody waits for, and names what is still to come", { timeout: 60_000 }, async () => {
    made = makePlace(files);
    await made.dagwright("trust");
    await made.dagwright("schedule", "on", "report");
    expect((await made.dagwright("assets", "emit", "claims.paid", "--rows", "7")).code).toBe(0);
    const { out } = await made.dagwright("assets");
    expect(out).toMatch(/^claims\.paid +\S+ +7 rows +load\.fill +report \(1 of 2 came\)$/m);
    expect(out).toMatch(/^claims\.unread +never +load\.fill +no DAG$/m);
    expect(out).toMatch(/^crm\/sales\.orders +never +no DAG +report \(1 of 2 came\)$/m);
    expect((await made.dagwright("assets", "show", "claims.paid")).out).toContain("report still needs crm/sales.orders\n");
    expect(json((await made.dagwright("assets", "list", "--only", "awaited", "--search", "REPORT", "--json")).out)).toEqual({
      assets: [{ asset: "crm/sales.orders", producers: [], consumers: [{ dag_id: "report", on: true, came: false, enough: true, waits: { came: 1, of: 2, missing: ["crm/sales.orders"] } }], last: null, events: 0 }],
    });
  });

  it("says that nothing matches, and refuses a kind that there is none of", async () => {
    made = makePlace(files);
    expect((await made.dagwright("assets", "list", "--search", "zz")).err).toContain("None of 3 assets matches.");
    const refused = await made.dagwright("assets", "list", "--only", "unraed");
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('--only: "unraed" must be one of awaited, unloaded, unread. Did you mean')]);
  });
});
