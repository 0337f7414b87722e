/** `dagwright capsule` and `open`: a run packed in one workspace, looked at, and opened in a folder that was none before. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { makePlace, type Place } from "./fixtures/spawn-cli.ts";

let made: Place | null = null;
afterEach(async () => {
  await made?.remove();
  made = null;
});

const shop = `dag: shop
tasks:
  people:
    config_type: SqlTask
    ddl: create table people (id integer, email text)
    sql: select 1 as id, 'ada@example.org' as email
`;

describe("capsule", () => {
  it("says what was masked, and is opened in an empty folder that is named", async () => {
    made = makePlace({ "shop.dag.yaml": shop });
    const { dagwright, root } = made;
    await dagwright("run", "shop");
    const file = join(root, "shop.dagwright-run");
    expect(await dagwright("capsule", "export", "shop", "--mask", "people.email", "--no-names", "-o", file)).toMatchObject({ code: 0 });
    expect((await dagwright("capsule", "show", file)).out).toMatch(/^masked +warehouse\.people\.email \(hashed\), names of computer, workspace and people$/m);
    const empty = join(root, "empty");
    mkdirSync(empty);
    const looked = await dagwright("runs", "list", "--workspace", empty);
    expect([looked.code, looked.err]).toEqual([2, expect.stringContaining("nothing has run there yet")]);
    expect(await dagwright("open", file, "--workspace", empty)).toMatchObject({ code: 0, out: expect.stringContaining("Opened shop") as string });
  }, 60_000);
});
