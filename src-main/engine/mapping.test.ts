/** Mapped tasks on real parts: what they expand over, what instances get and hand on, and what a crash leaves of them. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startEngine, type Engine } from "./start-engine.ts";

let root: string;
let engine: Engine;

const client = () => createRouterClient(engine.router);
const open = async (): Promise<void> => void (engine = await startEngine({ workspace: root, trusted: true, mode: "server", userSettings: { read: () => ({ warmPython: false }), write: () => {} }, graceMs: 300 }));

beforeEach(() => void (root = mkdtempSync(join(tmpdir(), "dagwright-mapping-"))));
afterEach(async () => {
  await engine.close({ stopTasks: true });
  rmSync(root, { recursive: true, force: true });
});

interface Outcome {
  readonly runId: string;
  readonly states: string;
  readonly reasons: Record<string, string | null>;
}

async function outcome(runId: string): Promise<Outcome> {
  const { tasks } = await client().runs.get({ dagId: "d", runId });
  const word = ({ state, mapped }: (typeof tasks)[number]): string => (mapped === undefined ? state : `${state} ${JSON.stringify(mapped)}`);
  return { runId, states: tasks.map((task) => `${task.taskId}: ${word(task)}`).join(", "), reasons: Object.fromEntries(tasks.map(({ taskId, reason }) => [taskId, reason])) };
}

async function run(tasks: string, input: { params?: Record<string, unknown> } = {}, head = ""): Promise<Outcome> {
  writeFileSync(join(root, "d.dag.yaml"), `dag: d\n${head}tasks:\n${tasks}`);
  await open();
  const { runId } = await client().runs.start({ dagId: "d", ...input });
  await engine.whenIdle();
  return outcome(runId);
}

const said = async (runId: string, taskId: string, tryNumber = 1): Promise<string> => (await client().runs.log({ dagId: "d", runId, taskId, tryNumber })).text.trim();
const labels = async (runId: string, taskId: string): Promise<(string | undefined)[]> => (await client().runs.instances({ dagId: "d", runId, taskId })).map(({ label }) => label);

describe("a mapped task", () => {
  it("has an instance for each value of a list, that knows what it is", async () => {
    const { runId, states } = await run(`  m:
    config_type: BashTask
    expand: [red, "{{ params.second }}", { deep: 12345678901234567890 }]
    bash: 'echo "{{ map.index }} {{ map.item }} $DAGWRIGHT_MAP_INDEX $DAGWRIGHT_MAP_ITEM $DAGWRIGHT_TASK_ID"; grep -o "\\"map_index\\":[0-9]*" "$DAGWRIGHT_CONTEXT"'
  after: { config_type: BashTask, bash: echo done, deps: [m] }
`, {}, "params: { second: blue }\n");
    expect(states).toBe('m: success {"success":3}, after: success');
    expect(await said(runId, "m[1]")).toBe('1 blue 1 blue m\n"map_index":1');
    expect(await labels(runId, "m")).toEqual(["red", "blue", '{"deep":"12345678901234567890"}']);
    const { instance, attempts, kind } = await client().runs.task({ dagId: "d", runId, taskId: "m[2]" });
    expect([instance.taskId, instance.mapIndex, attempts.length, kind]).toEqual(["m[2]", 2, 1, "BashTask"]);
  });

  it("expands over what a task upstream handed on, and hands on a list of what its instances push", async () => {
    const { runId, states } = await run(`  list: { config_type: BashTask, bash: 'echo "{\\"key\\": \\"files\\", \\"value\\": [\\"a\\", \\"b\\", 12345678901234567890]}" > $DAGWRIGHT_XCOM_OUT' }
  m:
    config_type: BashTask
    deps: [list]
    expand: { xcom: list, key: files }
    map_index_template: "file {{ map.item }}"
    bash: 'echo "{\\"key\\": \\"size\\", \\"value\\": \\"{{ map.item }}!\\"}" > $DAGWRIGHT_XCOM_OUT'
  again: { config_type: BashTask, deps: [m], expand: { xcom: m, key: size }, bash: 'echo {{ map.item }} of {{ xcom.m.size | length }}' }
`);
    expect(states).toBe('list: success, m: success {"success":3}, again: success {"success":3}');
    expect(await labels(runId, "m")).toEqual(["file a", "file b", "file 12345678901234567890"]);
    expect(await said(runId, "again[2]")).toBe("12345678901234567890! of 3");
  });

  it("expands over every combination of named values, and side by side under zip", async () => {
    const { runId, states } = await run(`  m:
    config_type: BashTask
    expand: { region: [eu, us], day: "{{ params.days | tojson }}" }
    bash: 'echo {{ map.region }} {{ map.day }} $DAGWRIGHT_MAP_REGION $DAGWRIGHT_MAP_DAY'
  z: { config_type: BashTask, expand: { zip: { a: [1, 2], b: [x, y] } }, bash: 'echo {{ map.a }}{{ map.b }}' }
`, {}, "params: { days: { default: [mon, tue], type: array } }\n");
    expect(states).toBe('m: success {"success":4}, z: success {"success":2}');
    expect(await Promise.all([0, 1, 2, 3].map((index) => said(runId, `m[${index}]`)))).toEqual(["eu mon eu mon", "eu tue eu tue", "us mon us mon", "us tue us tue"]);
    expect(await said(runId, "z[1]")).toBe("2y");
  });

  it("expands over the rows of a query: of one column its cells, of more a mapping", async () => {
    const { runId, states } = await run(`  fill: { config_type: SqlTask, ddl: "create table client (id bigint, name text)", sql: "select * from (values (9007199254740993, 'Ann'), (2, 'Bob')) as t (id, name)" }
  m: { config_type: SqlTask, deps: [fill], expand: { query: "select id, name from client order by name" }, sql: "select {{ map.item.id }} as id, '{{ map.item.name }}' as name", ddl: "create table part_{{ map.index }} (id bigint, name text)" }
  one: { config_type: BashTask, deps: [fill], expand: { query: "select name from client order by name desc;" }, bash: 'echo {{ map.item }}' }
`);
    expect(states).toBe('fill: success, m: success {"success":2}, one: success {"success":2}');
    expect((await client().warehouse.rows({ connection: "warehouse", schema: "warehouse", table: "part_0", limit: 10 })).rows).toEqual([["9007199254740993", "Ann"]]);
    expect(await said(runId, "one[0]")).toBe("Bob");
    expect(await said(runId, "m")).toContain("query: 2 rows");
  });

  it("is skipped over nothing, and fails clearly over what is no list, too long or not there", async () => {
    const push = (value: string): string => `{ config_type: BashTask, bash: 'echo "{\\"key\\": \\"return_value\\", \\"value\\": ${value}}" > $DAGWRIGHT_XCOM_OUT' }`;
    const { states, reasons } = await run(`  none: ${push("[]")}
  text: ${push('\\"a,b\\"')}
  long: ${push("[1, 2, 3]")}
  empty: { config_type: BashTask, deps: [none], expand: { xcom: none }, bash: echo }
  wrong: { config_type: BashTask, deps: [text], expand: { xcom: text }, bash: echo }
  more: { config_type: BashTask, deps: [long], expand: { xcom: long }, max_map_length: 2, bash: echo }
  rows: { config_type: BashTask, expand: { query: select * from range(9) }, max_map_length: 3, bash: echo }
  pairs: { config_type: BashTask, expand: { zip: { a: { query: select * from range(9) }, b: [1, 2, 3, 4, 5] } }, max_map_length: 3, bash: echo }
  other: { config_type: BashTask, deps: [long], expand: { xcom: long, key: lists }, bash: echo }
  sql: { config_type: BashTask, deps: [long], expand: { query: select * from nowhere }, bash: echo }
  uneven: { config_type: BashTask, expand: { zip: { a: [1], b: [] } }, bash: echo }
  below: { config_type: BashTask, deps: [empty], bash: echo }
`);
    expect(states).toBe("none: success, text: success, long: success, empty: skipped, wrong: failed, more: failed, rows: failed, pairs: failed, other: failed, sql: failed, uneven: failed, below: skipped");
    expect(reasons).toMatchObject({
      empty: "there was nothing to expand over",
      wrong: 'Task "wrong", expand: the XCom "return_value" of task "text" is the text "a,b"; expected a list.',
      more: "it would have 3 instances, and `max_map_length` allows 2; raise that, or expand over less",
      rows: "it would have 4 or more instances, and `max_map_length` allows 3; raise that, or expand over less",
      pairs: "it would have 5 or more instances, and `max_map_length` allows 3; raise that, or expand over less",
      other: 'Task "other", expand: task "long" pushed no XCom "lists"; it pushed return_value.',
      sql: expect.stringContaining("nowhere"),
      uneven: "the lists under `zip` differ in length: a has 1, b has 0; expected as many values of each",
    });
  });

  it("gives each instance the retries of the task, and lets one be cleared, marked and seen in the trail", async () => {
    const flaky = `  m: { config_type: BashTask, expand: [a, b, c], retries: 1, retry_delay: 0s, bash: 'echo "{{ map.item }}" >> ran; if [ "{{ map.item }}" = b ] && [ ! -e mended ]; then exit 3; fi' }
  after: { config_type: BashTask, deps: [m], bash: echo }
`;
    const { runId, states, reasons } = await run(flaky);
    expect([states, reasons["m"]]).toEqual(['m: failed {"failed":1,"success":2}, after: upstream_failed', "1 of 3 instances failed"]);
    const { attempts } = await client().runs.task({ dagId: "d", runId, taskId: "m[1]" });
    expect(attempts.map(({ tryNumber, reason }) => [tryNumber, reason])).toEqual([[1, "exit code 3"], [2, "exit code 3"]]);

    writeFileSync(join(root, "mended"), "");
    const { taskIds } = await client().runs.clear({ dagId: "d", runId, onlyFailed: true });
    await engine.whenIdle();
    expect(taskIds).toEqual(["after", "m[1]"]);
    expect((await outcome(runId)).states).toBe('m: success {"success":3}, after: success');
    expect(readFileSync(join(root, "ran"), "utf8").trim().split("\n").toSorted()).toEqual(["a", "b", "b", "b", "c"]);

    await client().runs.mark({ dagId: "d", runId, taskId: "m[0]", state: "failed" });
    expect((await outcome(runId)).states).toBe('m: failed {"failed":1,"success":2}, after: success');
    const { entries } = await client().audit.list({ dagId: "d", runId });
    expect(await client().audit.get({ id: entries[0]?.id ?? 0 })).toMatchObject({ affected: [{ taskId: "m[0]", from: "success", to: "failed" }, { taskId: "m", from: "success", to: "failed" }] });
    await expect(client().runs.clear({ dagId: "d", runId, taskIds: ["m[7]"] })).rejects.toThrow('has no task "m[7]"');
  });

  it("tells how many instances are in which state while they go, part by part when asked so, and names those that hold a pool", { timeout: 60_000 }, async () => {
    writeFileSync(join(root, "d.dag.yaml"), `dag: d
tasks:
  m: { config_type: BashTask, expand: [a, b, c], pool: one, bash: 'until [ -e go-{{ map.item }} ]; do sleep 0.05; done' }
`);
    writeFileSync(join(root, "dagwright.json"), JSON.stringify({ pools: { one: 1 } }));
    await open();
    const told: unknown[] = [];
    const stop = new AbortController();
    const events = await client().engine.events({}, { signal: stop.signal });
    const hearing = (async () => {
      for await (const batch of events) for (const event of batch) if (event.kind === "tasks") told.push(...event.tasks.flatMap(({ taskId, mapped }) => (taskId === "m" && mapped !== undefined ? [mapped] : [])));
    })().catch(() => undefined);
    const { runId } = await client().runs.start({ dagId: "d" });
    await expect.poll(async () => (await outcome(runId)).states, { timeout: 20_000 }).toBe('m: running {"running":1,"scheduled":2}');
    expect((await client().pools.list({})).pools).toMatchObject([{ name: "one", running: [{ dagId: "d", runId, taskId: "m[0]" }], waiting: [{ taskId: "m[1]" }, { taskId: "m[2]" }] }]);
    expect((await client().runs.instances({ dagId: "d", runId, taskId: "m", from: 1, limit: 1 })).map(({ taskId, label }) => [taskId, label])).toEqual([["m[1]", "b"]]);
    writeFileSync(join(root, "go-a"), "");
    await expect.poll(() => told, { timeout: 20_000 }).toContainEqual({ running: 1, scheduled: 1, success: 1 });
    for (const item of ["b", "c"]) writeFileSync(join(root, `go-${item}`), "");
    await engine.whenIdle();
    await expect.poll(() => told.at(-1), { timeout: 20_000 }).toEqual({ success: 3 });
    stop.abort();
    await hearing;
  });

  it("expands once and loses no instance when the engine is gone in the middle", { timeout: 60_000 }, async () => {
    writeFileSync(join(root, "d.dag.yaml"), `dag: d
tasks:
  m: { config_type: BashTask, expand: [a, b, c, d, e, f], on_crash: rerun, bash: 'until [ -e go ]; do sleep 0.05; done; touch "ran-{{ map.item }}-$DAGWRIGHT_TRY_NUMBER"' }
  after: { config_type: BashTask, deps: [m], bash: touch after }
`);
    await open();
    const { runId } = await client().runs.start({ dagId: "d" });
    await expect.poll(async () => (await outcome(runId)).states, { timeout: 20_000 }).toContain('"running"');
    await engine.close({ stopTasks: false });
    await open();
    expect((await outcome(runId)).states).toContain("m: running");
    writeFileSync(join(root, "go"), "");
    await engine.whenIdle();
    expect((await outcome(runId)).states).toBe('m: success {"success":6}, after: success');
    expect(readdirSync(root).filter((name) => name.startsWith("ran-")).map((name) => name.slice(4, 5)).toSorted().join("")).toBe("abcdef");
    expect(existsSync(join(root, "after"))).toBe(true);
    expect((await client().runs.task({ dagId: "d", runId, taskId: "m" })).attempts).toHaveLength(1);
  });
});
