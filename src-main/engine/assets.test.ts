/** Assets on a whole engine: real tables, real processes, templates, kills between any two transactions. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunSummary } from "../../shared/model/run.ts";
import { openEngineProcess, writeDag, type EngineProcess } from "./fixtures/engine-client.ts";
import { startEngine, type Engine } from "./start-engine.ts";

let root: string;
let engine: Engine | null;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-assets-"));
  engine = null;
});
afterEach(async () => {
  await engine?.close({ stopTasks: true });
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

async function start(trusted = true) {
  engine = await startEngine({ workspace: root, trusted, watch: true, mode: "server", userSettings: { read: () => ({ warmPython: false }), write: () => {} }, graceMs: 300 });
  return createRouterClient(engine.router);
}
type Client = Awaited<ReturnType<typeof start>>;
const runsOf = async (client: Client, dagId: string): Promise<RunSummary[]> => (await client.runs.list({ dagId })).runs;

const publish = (table: string, rest = ""): string => `  ${table}: { config_type: SqlTask, ddl: create table ${table} (id int), sql: 'select range as id from range({{ params.n }})'${rest} }`;
const head = "final_schema: claims\nparams: { n: 3 }\n";

describe("assets", () => {
  it("start a run when the tables were published, which sees the loads in templates, environment and Python", { timeout: 60_000 }, async () => {
    writeDag(root, "load", [publish("paid"), publish("members")], head);
    writeDag(
      root,
      "report",
      [
        "  say: { config_type: BashTask, bash: 'echo \"$DAGWRIGHT_TRIGGERING_ASSETS; {{ triggering_asset_events[\"claims.paid\"][0].source_run_id }} {{ triggering_asset_events[\"claims.paid\"][0].rows }}\"' }",
        "  read: { config_type: PythonTask, python: 'from dagwright import context, xcom_push; xcom_push(\"loads\", context()[\"triggering_asset_events\"])' }",
      ],
      "schedule: { assets: [claims.paid, Claims.Members] }\nsearch_keys: { source: '{{ triggering_asset_events[\"claims.paid\"][0].source_run_id }}' }\n",
    );
    const client = await start();
    await client.dags.setSchedule({ dagId: "report", on: true });
    await client.runs.start({ dagId: "load", runId: "first", tasks: ["paid"], logicalDate: Date.parse("2026-03-01T00:00:00Z") });
    await engine?.whenIdle();
    await expect.poll(async () => (await client.dags.get({ dagId: "report" })).summary.assets).toEqual([{ name: "claims.paid", waiting: 1 }, { name: "claims.members", waiting: 0 }]);
    expect(await runsOf(client, "report")).toEqual([]);
    expect((await client.assets.list({})).assets.map(({ name, consumers: [one] }) => [name, one?.hasCome, one?.isEnough, one?.progress])).toEqual([
      ["claims.members", false, true, { came: 1, of: 2, missing: ["claims.members"] }],
      ["claims.paid", true, false, { came: 1, of: 2, missing: ["claims.members"] }],
    ]);
    expect((await client.find.names({ text: "paid", limit: 9 })).assets).toEqual(["claims.paid"]);
    await client.runs.start({ dagId: "load", runId: "second", tasks: ["members"], logicalDate: Date.parse("2026-03-02T00:00:00Z"), params: { n: 5 } });
    await expect.poll(async () => (await runsOf(client, "report"))[0]?.state, { timeout: 20_000 }).toBe("success");
    const [run] = await runsOf(client, "report");
    expect(run).toMatchObject({ runType: "asset_triggered", dataIntervalStart: Date.parse("2026-03-01T00:00:00Z"), dataIntervalEnd: Date.parse("2026-03-02T00:00:00Z"), runId: expect.stringMatching(/^asset_triggered__/) });
    const detail = await client.runs.get({ dagId: "report", runId: run?.runId ?? "" });
    expect(detail.triggers?.list.map(({ asset, rows, from }) => [asset, rows, from?.dagId, from?.runId, from?.taskId])).toEqual([["claims.paid", 3, "load", "first", "paid"], ["claims.members", 5, "load", "second", "members"]]);
    const log = await client.runs.log({ dagId: "report", runId: run?.runId ?? "", taskId: "say", tryNumber: 1, offset: 0 });
    expect(log.text).toContain("claims.paid claims.members; first 3");
    const read = await client.runs.task({ dagId: "report", runId: run?.runId ?? "", taskId: "read" });
    expect(read.xcoms[0]?.value).toMatchObject({ "claims.members": [{ asset: { name: "claims.members" }, source_task_id: "members", rows: 5, logical_date: "2026-03-02T00:00:00.000+00:00" }] });
    expect((await client.find.search({ text: "first" })).hits).toContainEqual(expect.objectContaining({ dagId: "report", key: "source" }));
    expect((await client.assets.get({ name: "claims.paid" })).events[0]?.runs).toEqual([{ dagId: "report", runId: run?.runId }]);
    const consumers = [{ dagId: "report", isOn: true, hasCome: false, isEnough: false, progress: { came: 0, of: 2, missing: ["claims.paid", "claims.members"] } }];
    expect((await client.assets.list({})).assets.map((asset) => [asset.name, asset.producers, asset.consumers, asset.events])).toEqual([
      ["claims.members", [{ dagId: "load", taskId: "members" }], consumers, 1],
      ["claims.paid", [{ dagId: "load", taskId: "paid" }], consumers, 1],
    ]);
  });

  it("have no event of a publish that failed, and a new one of a cleared task and of a backfill, but none of a mark", { timeout: 90_000 }, async () => {
    writeDag(root, "load", [publish("paid", ", checks: [ { row_count: { min: '{{ params.n - 1 }}', max: 4 } } ]")], `${head}schedule: '@daily'\n`);
    const client = await start();
    const loads = async () => (await client.assets.get({ name: "claims.paid" })).events.map(({ event }) => [event.from?.runId, event.from?.tryNumber]);
    await client.runs.start({ dagId: "load", runId: "bad", params: { n: 9 } });
    await client.runs.start({ dagId: "load", runId: "good" });
    await engine?.whenIdle();
    expect(await loads()).toEqual([["good", 1]]);
    await client.runs.mark({ dagId: "load", runId: "bad", state: "success" });
    await engine?.whenIdle();
    expect(await loads()).toEqual([["good", 1]]);
    await client.runs.clear({ dagId: "load", runId: "good" });
    await engine?.whenIdle();
    expect(await loads()).toEqual([["good", 2], ["good", 1]]);
    await client.backfills.start({ dagId: "load", from: "2026-01-01", to: "2026-01-01" });
    await expect.poll(async () => (await loads())[0], { timeout: 20_000 }).toEqual(["backfill__2026-01-01T00:00:00.000+00:00", 1]);
  });

  it("are told of by a person for loads from elsewhere, which the audit trail keeps; unknown names are refused", { timeout: 60_000 }, async () => {
    writeDag(root, "report", ["  t: { config_type: BashTask, bash: 'echo {{ triggering_asset_events[\"s3://b/orders\"][0].extra.note }}' }"], "schedule: { assets: s3://b/orders }\n");
    const client = await start();
    await client.dags.setSchedule({ dagId: "report", on: true });
    await expect(client.assets.emit({ name: "s3://b/order" })).rejects.toThrow('Asset "s3://b/order": no DAG loads it or waits for it; known are s3://b/orders. Did you mean');
    await client.assets.emit({ name: "s3://b/orders", rows: 7, note: "delivery 17" });
    await expect.poll(async () => (await runsOf(client, "report"))[0]?.state, { timeout: 20_000 }).toBe("success");
    expect((await client.audit.list({})).entries).toContainEqual(expect.objectContaining({ act: "asset.emit", arguments: { asset: "s3://b/orders", rows: 7, note: "delivery 17" } }));
    const [run] = await runsOf(client, "report");
    expect((await client.runs.log({ dagId: "report", runId: run?.runId ?? "", taskId: "t", tryNumber: 1, offset: 0 })).text).toContain("delivery 17");
    engine?.setTrusted(false);
    await expect(client.assets.emit({ name: "s3://b/orders" })).rejects.toThrow("not trusted");
  });

  it("give a circle no run, and say so", { timeout: 60_000 }, async () => {
    writeDag(root, "a", ["  t: { config_type: EmptyTask, outlets: x }"], "schedule: { assets: y }\n");
    writeDag(root, "b", ["  t: { config_type: EmptyTask, outlets: y }"], "schedule: { assets: x }\n");
    const client = await start();
    for (const dagId of ["a", "b"]) await client.dags.setSchedule({ dagId, on: true });
    await client.runs.start({ dagId: "a" });
    await expect.poll(async () => (await client.assets.ofDag({ dagId: "b" })).waits?.trouble, { timeout: 10_000 }).toBe("b loads y, which calls for a, which loads x, which calls for b, and so on without end; mend the circle first");
    expect(await runsOf(client, "b")).toEqual([]);
  });

  it("call for one run each, wherever between two transactions the engine is killed", { timeout: 120_000 }, async () => {
    writeDag(root, "load", ["  t: { config_type: EmptyTask, outlets: x }"], "");
    writeDag(root, "report", ["  t: { config_type: EmptyTask, outlets: y }"], "schedule: { assets: x }\n");
    writeDag(root, "letter", ["  t: { config_type: EmptyTask }"], "schedule: { assets: y }\n");
    let process = await openEngineProcess(root);
    for (const dagId of ["report", "letter"]) await process.call("dags", "setSchedule", { dagId, on: true });
    const runs = async (dagId: string): Promise<RunSummary[]> => ((await process.call("runs", "list", { dagId })) as { runs: RunSummary[] }).runs;
    let isWhole = false;
    let kills = 0;
    for (; !isWhole; kills += 1) {
      const runId = `r${kills}`;
      const where = `killed after commit ${kills + 1}`;
      await process.dieAfterCommits(kills + 1);
      isWhole = await process.start({ dagId: "load", runId }).then(() => settled(process)).catch(() => false);
      await process.kill();
      process = await openEngineProcess(root);
      const made = (await runs("load")).length;
      const states = async (): Promise<string[]> => (await Promise.all(["load", "report", "letter"].map(runs))).flat().map(({ state }) => state);
      await expect.poll(states, { timeout: 20_000, message: where }).toEqual(Array.from({ length: 3 * made }, () => "success"));
      for (const name of ["x", "y"]) {
        const { events } = (await process.call("assets", "get", { name })) as { events: { runs: unknown[] }[] };
        expect(events.map((event) => event.runs.length), `${where}: ${name}`).toEqual(Array.from({ length: made }, () => 1));
      }
    }
    await process.close();
    expect(kills).toBeGreaterThan(3);
  });
});

/** True where it still lives when all is done that the load has called for. */
async function settled(process: EngineProcess): Promise<boolean> {
  const isCalled = async (): Promise<boolean> => ((await process.call("assets", "get", { name: "y" })) as { events: { runs: unknown[] }[] }).events[0]?.runs.length === 1;
  await process.idle();
  for (let look = 0; look < 100 && !(await isCalled()); look += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  await process.idle();
  return true;
}
