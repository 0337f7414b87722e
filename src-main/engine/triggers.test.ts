/** DAGs that start DAGs, on a whole engine: once, waited for without a slot, over a kill at any point, and never in a circle. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunDetail } from "../../shared/contract/runs.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import { openEngineProcess, writeDag } from "./fixtures/engine-client.ts";
import { startEngine, type Engine } from "./start-engine.ts";

let root: string;
let engine: Engine | null;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-triggers-"));
  engine = null;
});
afterEach(async () => {
  await engine?.close({ stopTasks: true });
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

async function start() {
  engine = await startEngine({ workspace: root, trusted: true, mode: "server", userSettings: { read: () => ({ warmPython: false }), write: () => {} }, graceMs: 300 });
  return createRouterClient(engine.router);
}
type Client = Awaited<ReturnType<typeof start>>;

const until = (file: string): string => `"until [ -e ${file} ]; do sleep 0.05; done"`;
const statesOf = async (client: Client, dagId: string, runId = "r"): Promise<(string | null)[]> => (await client.runs.get({ dagId, runId })).tasks.flatMap(({ state, reason }) => [state, reason]);
const runsOf = async (client: Client, dagId: string): Promise<RunSummary[]> => (await client.runs.list({ dagId })).runs;

describe("a TriggerDagTask", () => {
  it("starts a run with a conf made of templates, is found from it, and does not wait", { timeout: 60_000 }, async () => {
    writeDag(root, "child", [`  hold: { config_type: BashTask, bash: ${until("go")} }`], "search_keys: { user: '{{ conf.user.id }}' }\n");
    writeDag(root, "parent", [
      "  give: { config_type: TriggerDagTask, trigger_dag: '{{ params.which }}', trigger_run_id: 'for-{{ conf.id }}', logical_date: '2026-03-01T06:00', conf: { user: { id: '{{ conf.id }}' }, tags: ['{{ ds }}', 7], fixed: true } }",
      "  say: { config_type: BashTask, bash: 'echo got {{ xcom.give }}', deps: [give] }",
    ], "params: { which: child }\n");
    const client = await start();
    await client.runs.start({ dagId: "parent", runId: "r", logicalDate: Date.parse("2026-01-02T00:00:00Z"), conf: { id: "u-1042" } });
    await expect.poll(() => statesOf(client, "parent")).toEqual(["success", null, "success", null]);
    const { run } = await client.runs.get({ dagId: "child", runId: "for-u-1042" });
    expect(run).toMatchObject({ state: "running", runType: "manual", conf: { user: { id: "u-1042" }, tags: ["2026-01-02", 7], fixed: true }, logicalDate: Date.parse("2026-03-01T06:00:00Z"), startedBy: { dagId: "parent", runId: "r", taskId: "give" } });
    expect((await client.runs.task({ dagId: "parent", runId: "r", taskId: "give" })).started).toEqual([{ dagId: "child", runId: "for-u-1042", state: "running", tryNumber: 1 }]);
    expect((await client.runs.task({ dagId: "parent", runId: "r", taskId: "give" })).xcoms.map(({ key, value }) => [key, value]).sort()).toEqual([["return_value", "for-u-1042"], ["trigger_run_id", "for-u-1042"]]);
    expect((await client.find.search({ text: "u-1042" })).hits).toContainEqual(expect.objectContaining({ dagId: "child", key: "user" }));
    writeFileSync(join(root, "go"), "");
    await engine?.whenIdle();
  });

  it("waits for the end without a slot, says for what, and fails with a run that fails", { timeout: 60_000 }, async () => {
    writeDag(root, "child", [`  hold: { config_type: BashTask, bash: ${until("go")} }`, "  end: { config_type: BashTask, bash: 'exit {{ conf.code }}', deps: [hold] }"], "");
    const wait = (code: number, rest = ""): string => `{ config_type: TriggerDagTask, trigger_dag: child, wait_for_completion: true, retries: 2, retry_delay: 1s, conf: { code: ${code} }${rest} }`;
    writeDag(root, "parent", [`  good: ${wait(0)}`, `  bad: ${wait(1)}`, `  either: ${wait(1, ", allowed_states: [success, failed], failed_states: []")}`], "");
    const client = await start();
    await client.runs.start({ dagId: "parent", runId: "r" });
    const gate = async (): Promise<unknown> => (await client.runs.waiting({ dagId: "parent", runId: "r", taskId: "good" })).gates.find(({ kind }) => kind === "watch");
    await expect.poll(gate, { timeout: 20_000 }).toMatchObject({ isOpen: false, waitsFor: "a run of child that it starts to be success", nextAt: null, holders: [{ dagId: "child", taskId: null, state: "running" }] });
    expect((await statesOf(client, "parent")).filter((state) => state !== null)).toEqual(["deferred", "deferred", "deferred"]);
    writeFileSync(join(root, "go"), "");
    await engine?.whenIdle();
    const states = await statesOf(client, "parent");
    expect(states).toEqual(["success", null, "failed", expect.stringMatching(/^run \S+ of child is failed, which is among failed_states$/), "success", null]);
    // A run that failed is not started a second time by a retry.
    expect(await runsOf(client, "child")).toHaveLength(3);
  });

  it("starts a new run when it is cleared, and does the one that failed over where it says reset_dag_run", { timeout: 60_000 }, async () => {
    writeDag(root, "child", ["  end: { config_type: BashTask, bash: 'test -e {{ conf.mark }} || { touch {{ conf.mark }}; exit 1; }' }"], "");
    writeDag(root, "parent", ["  again: { config_type: TriggerDagTask, trigger_dag: child, trigger_run_id: one, reset_dag_run: true, wait_for_completion: true, retries: 1, retry_delay: 1s, conf: { mark: m1 } }", "  once: { config_type: TriggerDagTask, trigger_dag: child, conf: { mark: m2 } }"], "");
    const client = await start();
    await client.runs.start({ dagId: "parent", runId: "r" });
    await engine?.whenIdle();
    expect(await statesOf(client, "parent")).toEqual(["success", null, "success", null]);
    const of = async (runId: string): Promise<unknown> => (await client.runs.get({ dagId: "child", runId })).tasks[0];
    expect([await of("one"), (await runsOf(client, "child")).length]).toMatchObject([{ state: "success", tryNumber: 2 }, 2]);
    await client.runs.clear({ dagId: "parent", runId: "r" });
    await engine?.whenIdle();
    expect([await statesOf(client, "parent"), await of("one"), (await runsOf(client, "child")).length]).toMatchObject([["success", null, "success", null], { state: "success", tryNumber: 3 }, 3]);
  });

  it("waits for the run that it has started when a mark is taken back, also where that ended meanwhile, and starts no other", { timeout: 60_000 }, async () => {
    writeDag(root, "child", [`  hold: { config_type: BashTask, bash: ${until("{{ conf.mark }}")} }`], "max_active_runs: 4\n");
    const wait = (mark: string): string => `{ config_type: TriggerDagTask, trigger_dag: child, wait_for_completion: true, conf: { mark: ${mark} } }`;
    writeDag(root, "parent", [`  ended: ${wait("m1")}`, `  goes_on: ${wait("m2")}`], "");
    const client = await start();
    await client.runs.start({ dagId: "parent", runId: "r" });
    await expect.poll(async () => (await runsOf(client, "child")).map(({ state }) => state), { timeout: 20_000 }).toEqual(["running", "running"]);
    const before = (await runsOf(client, "child")).map(({ runId }) => runId).sort();
    const undo = async (): Promise<void> => {
      const { entries } = await client.audit.list({ dagId: "parent", runId: "r", acts: ["task.markSuccess"] });
      for (const { id } of entries) expect(await client.acts.undo({ entry: id })).toEqual({ undone: 1, failures: [] });
    };
    for (const taskId of ["ended", "goes_on"]) await client.runs.mark({ dagId: "parent", runId: "r", taskId, state: "success" });
    writeFileSync(join(root, "m1"), "");
    await expect.poll(async () => (await runsOf(client, "child")).map(({ state }) => state).sort(), { timeout: 20_000 }).toEqual(["running", "success"]);
    await undo();
    await expect.poll(() => statesOf(client, "parent"), { timeout: 20_000 }).toEqual(["success", null, "deferred", null]);
    writeFileSync(join(root, "m2"), "");
    await engine?.whenIdle();
    expect(await statesOf(client, "parent")).toEqual(["success", null, "success", null]);
    expect((await runsOf(client, "child")).map(({ runId }) => runId).sort()).toEqual(before);
    // A clear asks anew.
    await client.runs.clear({ dagId: "parent", runId: "r" });
    await engine?.whenIdle();
    expect(await runsOf(client, "child")).toHaveLength(4);
  });

  it("refuses, skips or says what is wrong: a run that is there, a DAG that is not, a conf that is none, a secret", { timeout: 60_000 }, async () => {
    writeDag(root, "child", ['  a: { config_type: BashTask, bash: "true" }'], "");
    const give = (rest: string): string => `{ config_type: TriggerDagTask, trigger_dag: child${rest} }`;
    writeDag(root, "parent", [`  taken: ${give(", trigger_run_id: there")}`, `  skip: ${give(", trigger_run_id: there, skip_when_already_exists: true")}`, "  gone: { config_type: TriggerDagTask, trigger_dag: '{{ conf.nobody | default(\"childs\") }}' }", `  none: ${give(", conf: '{{ ds }}'")}`, `  whole: ${give(", trigger_run_id: whole, conf: '{{ conf | tojson }}'")}`], "");
    const client = await start();
    await client.runs.start({ dagId: "child", runId: "there" });
    await client.runs.start({ dagId: "parent", runId: "r", conf: { a: [1, { b: "x" }] } });
    await engine?.whenIdle();
    const exists = expect.stringContaining("run there of child exists already");
    expect(await statesOf(client, "parent")).toEqual(["failed", exists, "skipped", exists, "failed", expect.stringContaining('DAG "childs": not found; known are child, parent. Did you mean'), "failed", expect.stringMatching(/conf: the template gave "\d{4}-\d\d-\d\d"; expected a JSON object/), "success", null]);
    expect((await client.runs.get({ dagId: "child", runId: "whole" })).run.conf).toEqual({ a: [1, { b: "x" }] });
    expect(await runsOf(client, "child")).toHaveLength(2);
  });

  it("is mapped: each instance starts a run of its own with its item, which may give a param, and waits for it", { timeout: 60_000 }, async () => {
    writeDag(root, "child", ["  end: { config_type: BashTask, bash: 'test {{ params.n }} != 2' }"], "max_active_runs: 2\nparams: { n: { type: integer } }\n");
    const give = "{ config_type: TriggerDagTask, trigger_dag: child, expand: [1, 2, x], map_index_template: 'n {{ map.item }}', retries: 1, retry_delay: 1s, conf: '{\"n\": {{ map.item | tojson }}}'";
    writeDag(root, "parent", [`  give: ${give}, trigger_run_id: 'for-{{ map.item }}', wait_for_completion: true }`], "");
    const client = await start();
    await client.runs.start({ dagId: "parent", runId: "r" });
    await engine?.whenIdle();
    const instances = await client.runs.instances({ dagId: "parent", runId: "r", taskId: "give" });
    expect(instances.map(({ taskId, label, state, reason }) => [taskId, label, state, reason])).toEqual([
      ["give[0]", "n 1", "success", null],
      ["give[1]", "n 2", "failed", "run for-2 of child is failed, which is among failed_states"],
      ["give[2]", "n x", "failed", expect.stringContaining('Param "n": found the text "x"; expected a whole number.')],
    ]);
    expect((await runsOf(client, "child")).map(({ runId, conf, params, startedBy }) => [startedBy?.taskId, conf["n"], params["n"], runId]).sort()).toEqual([["give[0]", 1, 1, "for-1"], ["give[1]", 2, 2, "for-2"]]);
    expect((await client.runs.task({ dagId: "parent", runId: "r", taskId: "give[1]" })).started).toEqual([{ dagId: "child", runId: "for-2", state: "failed", tryNumber: 1 }]);
  });

  it("names the circle instead of waiting in it for ever", { timeout: 60_000 }, async () => {
    const give = (dag: string): string => `{ config_type: TriggerDagTask, trigger_dag: ${dag}, wait_for_completion: true }`;
    writeDag(root, "a", [`  to: ${give("b")}`], "");
    writeDag(root, "b", [`  to: ${give("c")}`, "  back: { config_type: SensorTask, dag_run: a }"], "");
    writeDag(root, "c", [`  to: ${give("a")}`], "");
    writeDag(root, "d", ["  to: { config_type: TriggerDagTask, trigger_dag: s, wait_for_completion: true, logical_date: '{{ ts }}' }"], "");
    writeDag(root, "s", ["  back: { config_type: SensorTask, dag_run: d }"], "");
    const client = await start();
    await client.runs.start({ dagId: "a", runId: "r" });
    await client.runs.start({ dagId: "d", runId: "r", logicalDate: Date.parse("2026-01-02T00:00:00Z") });
    await expect.poll(async () => (await runsOf(client, "c"))[0]?.state, { timeout: 20_000 }).toBe("failed");
    const [last] = await runsOf(client, "c");
    expect(await statesOf(client, "c", last?.runId)).toEqual(["failed", expect.stringContaining("a waits for b waits for c waits for a, so none of them could ever end; no run was started")]);
    expect(await runsOf(client, "a")).toHaveLength(1);
    await expect.poll(async () => (await runsOf(client, "s"))[0]?.state).toBe("failed");
    const [sensing] = await runsOf(client, "s");
    expect((await statesOf(client, "s", sensing?.runId))[1]).toContain("cannot end before this run has");
  });

  it("starts one run each, whenever the engine is killed", { timeout: 120_000 }, async () => {
    const count = 8;
    writeDag(root, "child", [`  hold: { config_type: EmptyTask }`], "max_active_runs: 3\n");
    writeDag(root, "parent", Array.from({ length: count }, (_, n) => `  t${n}: { config_type: TriggerDagTask, trigger_dag: child, wait_for_completion: ${n % 2 === 0}, conf: { n: ${n} } }`), "");
    let process = await openEngineProcess(root);
    const runs = async (dagId: string): Promise<RunSummary[]> => ((await process.call("runs", "list", { dagId })) as { runs: RunSummary[] }).runs;
    for (let round = 0; round < 3; round += 1) {
      await process.start({ dagId: "parent", runId: `r${round}` });
      // Each round is cut at another point of the starting.
      await expect.poll(async () => (await runs("child")).length, { timeout: 20_000, interval: 1 }).toBeGreaterThanOrEqual(round * count + round * 3);
      await process.kill();
      process = await openEngineProcess(root);
      await expect.poll(async () => ((await process.call("runs", "get", { dagId: "parent", runId: `r${round}` })) as RunDetail).run.state, { timeout: 30_000, interval: 50 }).toBe("success");
    }
    const started = await runs("child");
    expect(started.map(({ startedBy }) => `${startedBy?.runId} ${startedBy?.taskId}`).sort()).toEqual([0, 1, 2].flatMap((round) => Array.from({ length: count }, (_, n) => `r${round} t${n}`)).sort());
    await process.close();
  });
});
