import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { makePlace, type Place } from "./fixtures/spawn-cli.ts";

let made: Place;
afterEach(() => made.remove());

const line = `dag: line
tasks:
  step: { config_type: BashTask, expand: [a, b, c], pool: narrow, bash: 'until [ -e go ]; do sleep 0.1; done' }
`;
const json = (text: string): unknown => JSON.parse(text.trim().split("\n").at(-1) ?? "");

describe("dagwright pools", () => {
  it("names the instances that hold slots and wait for them, and the DAGs that use the pool", async () => {
    made = makePlace({ "line.dag.yaml": line, "dagwright.json": '{ "pools": { "narrow": 1, "idle": 4 } }' });
    await made.dagwright("trust");
    const running = made.start("run", "line", "--json");
    await running.line(/"task_id":"step\[0\]".*"state":"running"/);
    const { pools } = json((await made.dagwright("pools", "--json")).out) as { pools: object[] };
    expect(pools).toMatchObject([
      { name: "idle", slots: 4, used: 0, dagCount: 0 },
      { name: "narrow", slots: 1, used: 1, running: [{ dagId: "line", taskId: "step[0]" }], waiting: [{ taskId: "step[1]" }, { taskId: "step[2]" }], dags: [{ dagId: "line", tasks: 1 }] },
    ]);
    expect((await made.dagwright("pools")).out).toMatch(/narrow +1 +1 +1 +2 +line\.step\[1\], line\.step\[2\]/);
    made.write("go", "");
    expect((await running.ended).code).toBe(0);
  });

  it("changes the slots and takes the bound away, with an entry in the trail", async () => {
    made = makePlace({ "line.dag.yaml": line });
    const file = (): unknown => JSON.parse(readFileSync(join(made.workspace, "dagwright.json"), "utf8"));
    expect([(await made.dagwright("pools", "set", "narrow", "2")).code, file()]).toEqual([0, { pools: { narrow: 2 } }]);
    expect([(await made.dagwright("pools", "remove", "narrow")).code, file()]).toEqual([0, { pools: {} }]);
    const trail = json((await made.dagwright("audit", "--json")).out);
    expect(JSON.stringify(trail)).toContain('"pool.remove"');
  });

  it("refuses what makes no sense", async () => {
    made = makePlace({ "line.dag.yaml": line });
    const wrong = await made.dagwright("pools", "set", "narrow", "none");
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('Pool "narrow": found "none" slots; expected a whole number, 1 or more.')]);
    expect((await made.dagwright("pools", "remove", "gone")).err).toContain('Pool "gone": has no bound in dagwright.json');
  });
});

describe("dagwright health", () => {
  it("says how a served engine is, and that none is there where none is", async () => {
    made = makePlace({ "line.dag.yaml": line });
    const none = await made.dagwright("health");
    expect([none.code, none.err]).toEqual([3, expect.stringContaining("no engine serves this workspace now")]);
    await made.dagwright("trust");
    const running = made.start("run", "line", "--json");
    await running.line(/"task_id":"step\[0\]".*"state":"running"/);
    const told = await made.dagwright("health", "--json");
    expect([told.code, json(told.out)]).toEqual([0, expect.objectContaining({ ok: true, troubles: [], running: 3 })]);
    expect((await made.dagwright("health")).out).toContain("3 running, 0 queued");
    made.write("go", "");
    expect((await running.ended).code).toBe(0);
  });
});
