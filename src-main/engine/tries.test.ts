/** Tries through the whole engine: the real runner, both databases, unsaved text, pins, a crash in the middle. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient, type RouterClient } from "@orpc/server";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { StartTry } from "../../shared/contract/tries.ts";
import { findPostgres, startPostgres } from "../warehouse/test-postgres.ts";
import { openEngineProcess } from "./fixtures/engine-client.ts";
import { startEngine, type Engine } from "./start-engine.ts";

type Client = RouterClient<Engine["router"]>;

const missing = findPostgres().missing ?? null;
let folder: string;
let server: Awaited<ReturnType<typeof startPostgres>> | null = null;
let opened: Engine[] = [];
let count = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-tries-"));
  if (missing === null) server = await startPostgres();
}, 60_000);
afterEach(async () => {
  for (const engine of opened.splice(0)) await engine.close({ stopTasks: true });
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const text = (connection: string): string => `dag: shop
${connection}tasks:
  numbers:
    config_type: SqlTask
    ddl: create table numbers (n integer)
    sql: select 1 as n union all select 2
    retries: 3
  count:
    config_type: PythonTask
    python: ./count.py
    deps: [numbers]
  squares:
    config_type: SqlTask
    ddl: create table squares (n integer, square integer, counted integer)
    sql: select numbers.n, numbers.n * numbers.n as square, {{ xcom.count.how_many }} as counted from warehouse.numbers
    checks: [ { relationship: { column: n, to: numbers, field: n } } ]
    deps: [numbers, count]
  tell: { config_type: BashTask, bash: 'echo told > told.txt', deps: [squares] }
`;

interface On {
  readonly root: string;
  readonly engine: Engine;
  readonly client: Client;
}

function workspace(connection: "" | "postgres", more: Readonly<Record<string, string>> = {}): { root: string; text: string } {
  const root = join(folder, `w${(count += 1)}`);
  const spec = server?.spec;
  const files: Record<string, string> = {
    "shop.dag.yaml": text(connection === "" ? "" : "connection: pg\n"),
    "count.py": "from dagwright import xcom_push\nxcom_push('how_many', 2)\nprint('counted', 2)\n",
    ...(connection === "postgres" && spec?.kind === "postgres" ? { "dagwright.json": JSON.stringify({ connections: { pg: { kind: "postgres", host: spec.host, port: spec.port, database: spec.database, user: spec.user, ...(spec.password ? { password: spec.password } : {}) } } }) } : {}),
    ...more,
  };
  mkdirSync(root, { recursive: true });
  for (const [path, content] of Object.entries(files)) writeFileSync(join(root, path), content);
  return { root, text: files["shop.dag.yaml"] ?? "" };
}

async function open(root: string, trusted = true): Promise<On> {
  const engine = await startEngine({ workspace: root, trusted, mode: "server", userSettings: { read: () => ({ warmPython: false }), write: () => {} }, graceMs: 300 });
  opened.push(engine);
  return { root, engine, client: createRouterClient(engine.router) };
}

async function tried(on: On, input: Omit<StartTry, "path">): Promise<Record<string, string>> {
  const { run } = await on.client.tries.start({ path: "shop.dag.yaml", ...input });
  await on.engine.whenIdle();
  const { tasks } = await on.client.runs.get({ dagId: "shop", runId: run.runId });
  return Object.fromEntries(tasks.filter(({ state }) => state !== "skipped").map((task) => [task.taskId, task.state]));
}

const rowsOf = async (on: On, connection: string, place: { schema: string; table: string } | undefined): Promise<(string | null)[][]> =>
  place === undefined ? [["nothing"]] : (await on.client.warehouse.rows({ connection, schema: place.schema, table: place.table, limit: 50 })).rows.toSorted();

async function triedRows(on: On, connection: string, taskId: string): Promise<(string | null)[][]> {
  const { tasks } = await on.client.tries.state({ dagId: "shop" });
  return rowsOf(on, connection, tasks.find(({ instance }) => instance.taskId === taskId)?.tables[0]);
}

const published = (on: On, connection: string, table: string): Promise<(string | null)[][]> => rowsOf(on, connection, { schema: "warehouse", table });

for (const { name, kind, connection, why } of [
  { name: "duckdb", kind: "", connection: "warehouse", why: null },
  { name: "postgres", kind: "postgres", connection: "pg", why: missing },
] as const) describe.skipIf(why !== null)(`tries on ${name}${why === null ? "" : ` (skipped: ${why})`}`, { timeout: 90_000 }, () => {
  it("know the columns of a query that was not run: of what was tried before it, else of what is published", { timeout: 90_000 }, async () => {
    const made = workspace(kind);
    const at = await open(made.root);
    const ask = (draft: string, taskId = "squares") => at.client.tries.columns({ path: "shop.dag.yaml", text: draft, taskId });
    const bare = made.text.replace(/ {4}ddl: create table squares.*\n/, "");
    // Nothing is there yet: neither the table nor the value of the task before.
    await expect(ask(bare)).rejects.toMatchObject({ message: expect.stringContaining("how_many") });
    await tried(at, { text: made.text, mode: "upTo", tasks: ["count"] });
    const [whole, text] = connection === "pg" ? ["integer", "text"] : ["INTEGER", "VARCHAR"];
    const expected = { dialect: connection === "pg" ? "postgres" : "duckdb", columns: ["n", "square", "counted"].map((column) => ({ name: column, type: whole })) };
    expect(await ask(bare)).toEqual(expected);
    expect((await at.client.tries.state({ dagId: "shop" })).tasks.map(({ instance }) => instance.taskId)).not.toContain("squares");
    const typed = bare.replace("{{ xcom.count.how_many }} as counted", "cast(1.5 as decimal(9,2)) as amount, 'a' as word");
    expect((await ask(typed)).columns.slice(2)).toEqual([{ name: "amount", type: connection === "pg" ? "numeric(9,2)" : "DECIMAL(9,2)" }, { name: "word", type: text }]);
    await expect(ask(bare.replace("numbers.n,", "numbers.nope,"))).rejects.toMatchObject({ code: "sql/failed", message: expect.stringMatching(/^sql, line 1, column 8: .*nope/) });
    await expect(ask(bare.replace("select numbers.n,", "create temp table t as select 1; select numbers.n, t.x,"))).rejects.toMatchObject({ message: expect.stringContaining("The statements before the query were not run") });
    await expect(ask(bare, "tell")).rejects.toMatchObject({ code: "input/invalid" });
    const untrusted = await open(workspace(kind).root, false);
    await expect(untrusted.client.tries.columns({ path: "shop.dag.yaml", text: bare, taskId: "squares" })).rejects.toMatchObject({ code: "workspace/untrusted" });
  });

  it("know the columns of the rows that a script handed over in its last try", { timeout: 90_000 }, async () => {
    const made = workspace(kind, { "count.py": "import datetime\nfrom dagwright import write_rows\nwrite_rows([{'id': 1, 'part': 1, 'day': datetime.date(2020, 1, 1), 'at': None, 'more': {'a': 1}}, {'id': 2, 'part': 0.5, 'day': None, 'at': '2020-01-01T10:00:00+01:00', 'word': 'x'}])\n" });
    const at = await open(made.root);
    const ask = () => at.client.tries.columns({ path: "shop.dag.yaml", text: made.text, taskId: "count" });
    await expect(ask()).rejects.toMatchObject({ code: "input/invalid", message: expect.stringContaining("try it (F7)") });
    expect(await tried(at, { text: made.text, mode: "one", tasks: ["count"] })).toEqual({ count: "success" });
    const [double, json] = connection === "pg" ? ["double precision", "jsonb"] : ["double", "json"];
    expect((await ask()).columns).toEqual([{ name: "id", type: "bigint" }, { name: "part", type: double }, { name: "day", type: "date" }, { name: "at", type: "timestamptz" }, { name: "more", type: json }, { name: "word", type: "text" }]);
    const filled = made.text.replace("    python: ./count.py", `    ddl: create table counted (id bigint, part ${double}, day date, "at" timestamptz, more ${json}, word text)\n    python: ./count.py`);
    expect(await tried(at, { text: filled, mode: "one", tasks: ["count"] })).toEqual({ count: "success" });
    expect((await at.client.tries.state({ dagId: "shop" })).tasks[0]?.tables[0]?.rows).toBe(2);
    expect((await ask()).columns).toHaveLength(6);
  });

  it("run unsaved text beside what is published, from each end", { timeout: 90_000 }, async () => {
    const made = workspace(kind);
    const at = await open(made.root);
    await at.client.runs.start({ dagId: "shop" });
    await at.engine.whenIdle();
    const before = [await published(at, connection, "numbers"), await published(at, connection, "squares")];
    expect(before).toEqual([[["1"], ["2"]], [["1", "1", "2"], ["2", "4", "2"]]]);

    const draft = made.text.replace("union all select 2", "union all select 7");
    expect(await tried(at, { text: draft, mode: "one", tasks: ["numbers"] })).toEqual({ numbers: "success" });
    expect(await triedRows(at, connection, "numbers")).toEqual([["1"], ["7"]]);
    expect(await tried(at, { text: draft, mode: "one", tasks: ["squares"] })).toEqual({ squares: "success" });
    expect(await triedRows(at, connection, "squares")).toEqual([["1", "1", "2"], ["7", "49", "2"]]);
    const state = await at.client.tries.state({ dagId: "shop" });
    expect(state.tasks.find(({ instance }) => instance.taskId === "squares")?.reads).toEqual([{ task: "numbers", table: "warehouse.numbers", origin: "tried" }]);

    const script = { "count.py": "from dagwright import xcom_push\nxcom_push('how_many', 30)\nprint('unsaved')\n" };
    expect(await tried(at, { text: draft, files: script, mode: "from", tasks: ["count"] })).toEqual({ count: "success", squares: "success", tell: "success" });
    expect(await triedRows(at, connection, "squares")).toEqual([["1", "1", "30"], ["7", "49", "30"]]);
    expect(await tried(at, { text: made.text, mode: "upTo", tasks: ["squares"] })).toEqual({ numbers: "success", count: "success", squares: "success" });
    expect(await triedRows(at, connection, "squares")).toEqual(before[1]);

    expect([await published(at, connection, "numbers"), await published(at, connection, "squares")]).toEqual(before);
    expect((await at.client.runs.list({})).runs).toHaveLength(1);
    expect((await at.client.dags.get({ dagId: "shop" })).summary.lastRuns.map(({ runType }) => runType)).toEqual(["manual"]);
    expect((await at.client.find.search({ text: "try__" })).hits).toEqual([]);
    const { tries } = await at.client.tries.list({ dagId: "shop" });
    expect(tries).toHaveLength(4);
    const ref = { dagId: "shop", runId: tries[0]?.runId ?? "" };
    await expect(at.client.runs.clear({ ...ref, taskIds: ["squares"] })).rejects.toMatchObject({ message: expect.stringContaining("is a try") });
    await expect(at.client.runs.mark({ ...ref, state: "failed" })).rejects.toMatchObject({ message: expect.stringContaining("is a try") });
    expect(JSON.stringify(await at.client.warehouse.catalog({ connection }))).not.toContain("dagwright_try");
  });

  it("read a pin instead of what is before it, until it is taken off", { timeout: 90_000 }, async () => {
    const made = workspace(kind);
    const at = await open(made.root);
    const draft = made.text.replace("select 1 as n union all select 2", "select 5 as n");
    expect(await tried(at, { text: draft, mode: "one", tasks: ["squares"] })).toEqual({ squares: "failed" });
    expect(await tried(at, { text: draft, mode: "upTo", tasks: ["count"] })).toEqual({ numbers: "success", count: "success" });
    const numbers = await at.client.tries.pin({ dagId: "shop", taskId: "numbers" });
    const counted = await at.client.tries.pin({ dagId: "shop", taskId: "count" });
    expect([numbers.tables.map(({ rows, name }) => [name, rows]), counted.xcoms, counted.log]).toEqual([[["warehouse.numbers", 1]], { how_many: 2 }, expect.stringContaining("counted 2")]);
    await at.client.tries.editPin({ dagId: "shop", pinId: counted.id, xcoms: { how_many: 9 } });

    const pinned = `${made.text}ui:\n  pins: { numbers: ${numbers.id}, count: ${counted.id} }\n`;
    expect(await tried(at, { text: pinned, mode: "upTo", tasks: ["squares"] })).toEqual({ squares: "success" });
    expect(await triedRows(at, connection, "squares")).toEqual([["5", "25", "9"]]);
    const outputs = await at.client.tries.outputs({ path: "shop.dag.yaml", text: pinned });
    expect(Object.fromEntries(outputs.tasks.map(({ taskId, tables }) => [taskId, tables.map(({ origin, rows }) => [origin, rows])]))).toEqual({ numbers: [["pinned", 1]], count: [], squares: [["tried", 1]], tell: [] });

    expect(await at.client.tries.forget({ dagId: "shop" })).toEqual({ forgotten: 3 });
    expect(readdirSync(join(made.root, ".dagwright/logs/shop"))).toEqual([]);
    expect(await tried(at, { text: pinned, mode: "one", tasks: ["squares"] })).toEqual({ squares: "success" });
    const gone = `${made.text}ui:\n  pins: { numbers: p0, count: ${counted.id} }\n`;
    const { run } = await at.client.tries.start({ path: "shop.dag.yaml", text: gone, mode: "one", tasks: ["squares"] });
    await at.engine.whenIdle();
    const { attempts } = await at.client.runs.task({ dagId: "shop", runId: run.runId, taskId: "squares" });
    expect(attempts[0]?.reason).toContain('the pinned rows of task "numbers" (warehouse.numbers) are gone');
  });

  it("leave nothing behind when the engine is killed in the middle", { timeout: 90_000 }, async () => {
    const slow = kind === "" ? "select count(*) % 7 as n from range(1, 300000) a(x), range(1, 300000) b(y)" : "select 1 as n from pg_sleep(600)";
    const made = workspace(kind);
    const draft = made.text.replace("select 1 as n union all select 2", slow);
    const engine = await openEngineProcess(made.root, {}, { graceMs: 300, orphanGraceMs: 500 });
    await engine.call("tries", "start", { path: "shop.dag.yaml", text: draft, mode: "one", tasks: ["numbers"] });
    const isRunning = async (): Promise<boolean> => ((await engine.call("tries", "state", { dagId: "shop" })) as { tasks: { instance: { state: string } }[] }).tasks[0]?.instance.state === "running";
    await expect.poll(isRunning, { timeout: 20_000 }).toBe(true);
    await engine.kill();
    const at = await open(made.root);
    await expect.poll(async () => (await at.client.tries.state({ dagId: "shop" })).active, { timeout: 20_000 }).toEqual([]);
    const state = await at.client.tries.state({ dagId: "shop" });
    expect(state.tasks.map(({ instance, tables }) => [instance.taskId, instance.state, tables])).toEqual([["numbers", "interrupted", []]]);
    await at.client.tries.forget({ dagId: "shop" });
    const query = "select schema_name from information_schema.schemata where schema_name like 'dagwright_try_shop%'";
    // Other workspaces of these tests share the server.
    const others = await askFor(at, connection, query);
    if (kind === "") expect(others).toEqual([]);
    const again = await at.client.tries.start({ path: "shop.dag.yaml", text: made.text, mode: "one", tasks: ["numbers"] });
    await at.engine.whenIdle();
    expect((await at.client.runs.task({ dagId: "shop", runId: again.run.runId, taskId: "numbers" })).attempts).toMatchObject([{ state: "success", reason: null }]);
    expect((await askFor(at, connection, query)).length - others.length).toBe(1);
  });
});

async function askFor({ client }: On, connection: string, query: string): Promise<(string | null)[][]> {
  // A result has its columns before its rows.
  const events = [];
  for await (const event of await client.sql.run({ queryId: `q${(count += 1)}`, connection, text: query, maxRows: 10 } as never)) events.push(event);
  const columns = events.find((event) => event.kind === "columns");
  expect(columns, JSON.stringify(events.at(-1))).toBeDefined();
  return (await client.sql.page({ resultId: columns?.resultId, offset: 0, limit: 10 } as never)).rows;
}

describe("a try", () => {
  it("is refused untrusted, broken, unknown, and tells why", { timeout: 30_000 }, async () => {
    const made = workspace("");
    const untrusted = await open(made.root, false);
    await expect(untrusted.client.tries.start({ path: "shop.dag.yaml", text: made.text, mode: "one", tasks: ["numbers"] })).rejects.toMatchObject({ code: "workspace/untrusted" });
    untrusted.engine.setTrusted(true);
    const at = untrusted;
    const ask = (draft: string, tasks: string[]): Promise<unknown> => at.client.tries.start({ path: "shop.dag.yaml", text: draft, mode: "one", tasks });
    await expect(ask("dag: [", ["numbers"])).rejects.toMatchObject({ code: "dag/invalid", details: { diagnostics: [expect.objectContaining({ line: 1 })] } });
    await expect(ask(made.text, ["number"])).rejects.toMatchObject({ code: "task/not-found", message: expect.stringContaining("numbers") });
    await expect(ask(made.text.replace("count.py", "none.py"), ["count"])).rejects.toMatchObject({ code: "dag/invalid", message: expect.stringContaining("none.py") });
    expect(await tried(at, { text: made.text.replace("count.py", "none.py"), mode: "one", tasks: ["numbers"] })).toEqual({ numbers: "success" });
  });

  it("runs a disabled task when it is chosen, spends no retries, is cancelled, and neither cleared nor marked", { timeout: 60_000 }, async () => {
    const made = workspace("");
    const at = await open(made.root);
    const off = made.text.replace("    retries: 3", "    retries: 3\n    enabled: false");
    expect(await tried(at, { text: off, mode: "one", tasks: ["numbers"] })).toEqual({ numbers: "success" });
    expect(await tried(at, { text: made.text.replace("select 1 as n", "select nope as n"), mode: "one", tasks: ["numbers"] })).toEqual({ numbers: "failed" });
    const slow = made.text.replace("'echo told > told.txt'", "sleep 60");
    const { run } = await at.client.tries.start({ path: "shop.dag.yaml", text: slow, mode: "one", tasks: ["tell"] });
    await at.client.tries.cancel({ dagId: "shop" });
    await at.engine.whenIdle();
    expect(await at.client.runs.get({ dagId: "shop", runId: run.runId })).toMatchObject({ run: { state: "failed", reason: "cancelled", runType: "try" } });
    await expect(at.client.tries.cancel({ dagId: "shop" })).rejects.toMatchObject({ code: "run/not-active" });
    await expect(at.client.runs.clear({ dagId: "shop", runId: run.runId })).rejects.toMatchObject({ code: "input/invalid" });
  });

  it("is one of a bounded number", { timeout: 60_000 }, async () => {
    const made = workspace("");
    const at = await open(made.root);
    for (let time = 0; time < 23; time += 1) await tried(at, { text: made.text.replace("'echo told > told.txt'", `echo ${time}`), mode: "one", tasks: ["tell"] });
    await expect.poll(async () => (await at.client.tries.list({ dagId: "shop" })).tries.length).toBe(20);
    expect(readdirSync(join(made.root, ".dagwright/logs/shop"))).toHaveLength(20);
  });
});
