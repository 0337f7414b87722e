/** Sensors on real parts: files, DuckDB, the runs of another DAG, and an engine that is killed while a thousand of them wait. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunDetail } from "../../shared/contract/runs.ts";
import { openEngineProcess, writeDag } from "./fixtures/engine-client.ts";
import { startEngine, type Engine } from "./start-engine.ts";

let root: string;
let engine: Engine | null;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-sensors-"));
  engine = null;
});
afterEach(async () => {
  await engine?.close({ stopTasks: true });
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

async function start(trusted = true) {
  engine = await startEngine({ workspace: root, trusted, mode: "server", userSettings: { read: () => ({ warmPython: false }), write: () => {} }, graceMs: 300 });
  return createRouterClient(engine.router);
}

describe("sensors", () => {
  it("wait for a file, a row, a time and another DAG, then hand on what they found", { timeout: 60_000 }, async () => {
    writeDag(root, "o", ['  fill: { config_type: SqlTask, sql: "insert into main.orders values (7)" }'], "");
    writeDag(root, "d", [
      "  file: { config_type: SensorTask, file: { path: 'in/*.{{ params.ending }}', min_size: 1 }, poke_interval: 1s }",
      '  row: { config_type: SensorTask, sql: "select count(*) from main.orders where n = {{ params.n }}", poke_interval: 1s }',
      "  time: { config_type: SensorTask, time: { after: 1s } }",
      "  other: { config_type: SensorTask, dag_run: o }",
      "  say: { config_type: BashTask, bash: 'echo {{ xcom.file | join }} {{ xcom.row }} {{ xcom.other }}', deps: [file, row, time, other] }",
    ], "params: { ending: csv, n: 7 }\n");
    writeDag(root, "setup", ['  make: { config_type: SqlTask, sql: "create table main.orders (n integer)" }'], "");
    const client = await start();
    await client.runs.start({ dagId: "setup" });
    await engine?.whenIdle();
    const logicalDate = Date.now();
    await client.runs.start({ dagId: "d", runId: "r", logicalDate });
    const waitOf = async (taskId: string): Promise<unknown> => (await client.runs.waiting({ dagId: "d", runId: "r", taskId })).gates.find(({ kind }) => kind === "watch");
    await expect.poll(() => waitOf("row"), { timeout: 20_000 }).toMatchObject({ isOpen: false, saw: "the first cell is 0", waitsFor: "a query on warehouse whose first cell is true" });
    await expect.poll(() => waitOf("file")).toMatchObject({ saw: "no file matches in/*.csv" });
    expect((await client.engine.info({})).running).toBe(0);
    mkdirSync(join(root, "in"));
    writeFileSync(join(root, "in/a.csv.part"), "1");
    renameSync(join(root, "in/a.csv.part"), join(root, "in/a.csv"));
    await client.runs.start({ dagId: "o", runId: "other", logicalDate });
    await engine?.whenIdle();
    const { run } = await client.runs.get({ dagId: "d", runId: "r" });
    const { tasks } = await client.runs.get({ dagId: "d", runId: "r" });
    expect(tasks.map(({ state, reason }) => [state, reason])).toEqual(tasks.map(() => ["success", null]));
    expect(run.state).toBe("success");
    expect((await client.runs.log({ dagId: "d", runId: "r", taskId: "say", tryNumber: 1 })).text).toContain("in/a.csv 1 other");
    const { text } = await client.runs.log({ dagId: "d", runId: "r", taskId: "file", tryNumber: 1 });
    expect(text).toContain("waits for a file in/*.csv (1 byte or more), at most 7 d");
    expect(text).toContain("found in/a.csv (");
  });

  it("wait for a server that answers as expected, and never call what may not be called", { timeout: 60_000 }, async () => {
    const answers = [() => ({ status: 503, body: "" }), () => ({ status: 200, body: '{"state":"busy"}' }), () => ({ status: 200, body: '{"state":"done","rows":7}' })];
    let asked = 0;
    const server = createServer((_request, response) => {
      const { status, body } = answers[Math.min(asked, 2)]?.() ?? { status: 500, body: "" };
      asked += 1;
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/export`;
    writeDag(root, "d", [`  up: { config_type: SensorTask, poke_interval: 1s, http: { url: '${url}', response_check: '{{ response.json.state == "done" }}' } }`, "  never: { config_type: SensorTask, http: 'http://169.254.169.254/latest' }"], "");
    const client = await start();
    await client.runs.start({ dagId: "d", runId: "r" });
    await engine?.whenIdle();
    server.close();
    const { tasks } = await client.runs.get({ dagId: "d", runId: "r" });
    expect([asked, tasks.map(({ state }) => state)]).toEqual([3, ["success", "failed"]]);
    const { text } = await client.runs.log({ dagId: "d", runId: "r", taskId: "up", tryNumber: 1 });
    for (const words of ["answered with status 503; expected 2xx", "does not meet `response_check`", "the server answered as expected (3 looks"]) expect(text).toContain(words);
  });

  it("fail a query that writes, and one that is wrong", { timeout: 60_000 }, async () => {
    writeDag(root, "d", ['  writes: { config_type: SensorTask, sql: "create table t (n int)" }', '  wrong: { config_type: SensorTask, sql: "select * from nowhere" }'], "");
    const client = await start();
    await client.runs.start({ dagId: "d", runId: "r" });
    await engine?.whenIdle();
    const { tasks } = await client.runs.get({ dagId: "d", runId: "r" });
    expect(tasks.map(({ state, reason }) => [state, reason])).toEqual([["failed", "its query writes, and a sensor may only read"], ["failed", expect.stringContaining("nowhere")]]);
  });

  it("are all taken up again after a kill, and none of them holds a slot", { timeout: 90_000 }, async () => {
    const count = 1_000;
    writeDag(root, "d", Array.from({ length: count }, (_, n) => `  s${n}: { config_type: SensorTask, file: go, poke_interval: 2s }`), "");
    let process = await openEngineProcess(root);
    await process.start({ dagId: "d", runId: "r" });
    const detail = async (): Promise<RunDetail> => (await process.call("runs", "get", { dagId: "d", runId: "r" })) as RunDetail;
    expect((await detail()).tasks.filter(({ state }) => state === "deferred")).toHaveLength(count);
    await process.kill();
    process = await openEngineProcess(root);
    expect((await detail()).tasks.filter(({ state, tryNumber }) => state === "deferred" && tryNumber === 1)).toHaveLength(count);
    writeFileSync(join(root, "go"), "");
    await expect.poll(async () => (await detail()).run.state, { timeout: 60_000, interval: 200 }).toBe("success");
    await process.close();
  });
});
