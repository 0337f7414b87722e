/** The engine on real parts: the real runner, the real SQL host, real files. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient, type RouterClient } from "@orpc/server";
import Sqlite from "better-sqlite3";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openEngineProcess } from "./fixtures/engine-client.ts";
import { writeEngineRecord } from "./server/engine-record.ts";
import { startEngine, type Engine, type EngineOptions } from "./start-engine.ts";

type Client = RouterClient<Engine["router"]>;
const secret = "s3cret-hunter2";
let folder: string;
let opened: Engine[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-engine-"));
  process.env["DAGWRIGHT_TEST_SECRET"] = secret;
});
afterEach(async () => {
  for (const engine of opened.splice(0)) await engine.close({ stopTasks: true });
});
afterAll(() => {
  delete process.env["DAGWRIGHT_TEST_SECRET"];
  rmSync(folder, { recursive: true, force: true });
});

function workspace(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(folder, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

async function start(root: string, options: Partial<EngineOptions> = {}): Promise<{ engine: Engine; client: Client }> {
  const engine = await startEngine({ workspace: root, trusted: true, mode: "server", userSettings: { read: () => ({ warmPython: false }), write: () => {} }, graceMs: 300, ...options });
  opened.push(engine);
  return { engine, client: createRouterClient(engine.router) };
}

async function runToEnd(on: { engine: Engine; client: Client }, input: Parameters<Client["runs"]["start"]>[0]): Promise<{ state: string; tasks: Record<string, string>; runId: string }> {
  const { runId } = await on.client.runs.start(input);
  await on.engine.whenIdle();
  const { run, tasks } = await on.client.runs.get({ dagId: input.dagId, runId });
  return { state: run.state, runId, tasks: Object.fromEntries(tasks.map((task) => [task.taskId, task.state])) };
}

const logOf = async (client: Client, dagId: string, runId: string, taskId: string, tryNumber = 1): Promise<string> => (await client.runs.log({ dagId, runId, taskId, tryNumber })).text;

describe("a DAG of all kinds", () => {
  const mixed = `dag: mixed
prep_schema: staging
final_schema: warehouse
params: { rows: { default: 3, type: integer } }
tasks:
  begin: { config_type: EmptyTask }
  say: { config_type: BashTask, bash: "echo conf={{ conf.who }} rows={{ params.rows }} ds={{ ds }}", deps: [begin] }
  numbers: { config_type: SqlTask, ddl: numbers.ddl.sql, sql: numbers.sql, checks: [ { unique: n }, { row_count: { min: '{{ params.rows }}' } }, { sql: 'select * from {{ this }} where n > {{ params.rows }}' }, { not_null: n, name: 'n of {{ params.rows }} in {{ this }}' } ], deps: [say] }
  twice: { config_type: PythonTask, python: twice.py, ddl: twice.ddl.sql, deps: [numbers] }
  tell: { config_type: BashTask, bash: "echo total={{ xcom.twice.total }}", deps: [twice] }
`;
  const files = {
    "mixed.dag.yaml": mixed,
    "numbers.ddl.sql": "create table numbers (n integer)",
    "numbers.sql": "select * from range(1, {{ params.rows }} + 1) as t(n)",
    "twice.ddl.sql": "create table twice (n integer)",
    "twice.py": 'import json, os\nfrom dagwright import context, xcom_push\nrows = context()["params"]["rows"]\nwho = context()["conf"]["who"]\nprint("hello", who)\nwith open(os.environ["DAGWRIGHT_OUTPUT"], "w") as out:\n    for n in range(rows): out.write(json.dumps({"n": n * 2}) + "\\n")\nxcom_push("total", rows)\n',
  };

  it("runs green, with params, conf and xcom in templates and in Python", { timeout: 60_000 }, async () => {
    const on = await start(workspace("mixed", files));
    const { state, tasks, runId } = await runToEnd(on, { dagId: "mixed", conf: { who: "ada" }, params: { rows: 5 }, logicalDate: Date.parse("2026-02-03") });
    const python = await logOf(on.client, "mixed", runId, "twice");
    expect([tasks, python]).toEqual([{ begin: "success", say: "success", numbers: "success", twice: "success", tell: "success" }, expect.stringContaining("hello ada")]);
    expect(state).toBe("success");
    expect(await logOf(on.client, "mixed", runId, "say")).toContain("conf=ada rows=5 ds=2026-02-03");
    expect(await logOf(on.client, "mixed", runId, "tell")).toContain("total=5");
    const { rows } = await on.client.warehouse.rows({ connection: "warehouse", schema: "warehouse", table: "twice", limit: 10 });
    expect(rows).toHaveLength(5);
    const { attempts } = await on.client.runs.task({ dagId: "mixed", runId, taskId: "numbers" });
    expect(attempts[0]?.checks.map((check) => check.name)).toEqual(["unique(n)", "row_count(min 5)", "sql(select * from this where n > 5)", "n of 5 in this"]);
    expect(attempts[0]).toMatchObject({ rowsLoaded: 5, rendered: expect.arrayContaining([expect.objectContaining({ name: "sql", text: "select * from range(1, 5 + 1) as t(n)" })]) });
  });

  it("blocks what depends on a failing check, and publishes nothing", { timeout: 60_000 }, async () => {
    const on = await start(workspace("check", { ...files, "mixed.dag.yaml": mixed.replace("min: '{{ params.rows }}'", "min: 100") }));
    const { state, tasks } = await runToEnd(on, { dagId: "mixed", conf: { who: "ada" } });
    expect([state, tasks]).toEqual(["failed", { begin: "success", say: "success", numbers: "failed", twice: "upstream_failed", tell: "upstream_failed" }]);
    expect(JSON.stringify(await on.client.warehouse.catalog({ connection: "warehouse" }))).not.toContain('"numbers"');
  });
});

describe("a connection with a mistake", () => {
  it("is named by its mistake where it is used, and harms no other", { timeout: 60_000 }, async () => {
    const on = await start(
      workspace("connections", {
        "dagwright.json": '{\n  "connections": {\n    "lake": { "kind": "duckdb", "file": "lake.duckdb" },\n    "pg": { "kind": "postgres", "port": "5432", "database": "d", "user": "u" }\n  }\n}\n',
        "good.dag.yaml": "dag: good\nconnection: lake\ntasks:\n  a: { config_type: SqlTask, sql: create table t as select 1 as n }\n",
        "bad.dag.yaml": "dag: bad\ntasks:\n  a: { config_type: SqlTask, sql: select 1, connection: pg }\n",
      }),
    );
    const mistake = 'dagwright.json:4:41: `connections.pg.port`: found the text "5432"; expected a whole number from 1 to 65535, without quotes.';
    expect((await runToEnd(on, { dagId: "good" })).state).toBe("success");
    expect((await on.client.warehouse.catalog({ connection: "lake" })).tables.map((table) => table.name)).toContain("t");
    expect(await on.client.warehouse.connections({})).toEqual({ connections: [expect.objectContaining({ id: "warehouse" }), expect.objectContaining({ id: "lake" })], diagnostics: [mistake] });
    await expect(on.client.runs.start({ dagId: "bad" })).rejects.toMatchObject({ code: "dag/invalid", message: expect.stringContaining(mistake) });
    await expect(on.client.warehouse.catalog({ connection: "pg" })).rejects.toMatchObject({ code: "workspace/invalid", message: `Connection "pg": has a mistake in ${mistake}` });
    await expect(on.client.warehouse.catalog({ connection: "lak" })).rejects.toMatchObject({ code: "connection/not-found", message: expect.stringContaining("Did you mean `lake`?") });
  });
});

describe("processes", () => {
  it("are tried again, timed out with their whole tree, and cancelled", { timeout: 60_000 }, async () => {
    const root = workspace("shell", {
      "again.dag.yaml": 'dag: again\ntasks:\n  a: { config_type: BashTask, bash: "test -e flag || { touch flag; exit 3; }", retries: 1, retry_delay: 0.1s }\n',
      "slow.dag.yaml": 'dag: slow\ntasks:\n  a: { config_type: BashTask, timeout: 1s, bash: "setsid sleep 77.31 & sleep 77.31" }\n  b: { config_type: SqlTask, timeout: 1500ms, sql: select count(*) from range(1000000000000) }\n',
      "long.dag.yaml": 'dag: long\ntasks:\n  a: { config_type: BashTask, bash: "sleep 77.32 & wait" }\n  b: { config_type: BashTask, bash: "true", deps: [a] }\n',
    });
    const on = await start(root);
    const again = await runToEnd(on, { dagId: "again" });
    expect(again.state).toBe("success");
    expect((await on.client.runs.task({ dagId: "again", runId: again.runId, taskId: "a" })).attempts.map((one) => [one.state, one.exitCode])).toEqual([["failed", 3], ["success", 0]]);
    const slow = await runToEnd(on, { dagId: "slow" });
    const limit = "the limit that `timeout` sets (the task's own, or that of the DAG's `defaults`); raise it if the work takes longer";
    for (const [taskId, span] of [["a", "1 s"], ["b", "1.5 s"]] as const) {
      expect((await on.client.runs.task({ dagId: "slow", runId: slow.runId, taskId })).instance).toMatchObject({ state: "failed", reason: `timed out after ${span}, ${limit}` });
    }
    const { runId } = await on.client.runs.start({ dagId: "long" });
    await expect.poll(async () => (await on.client.runs.task({ dagId: "long", runId, taskId: "a" })).instance.state, { timeout: 5_000 }).toBe("running");
    await on.client.runs.cancel({ dagId: "long", runId });
    await on.engine.whenIdle();
    expect((await on.client.runs.get({ dagId: "long", runId })).tasks.map((task) => [task.state, task.reason])).toEqual([["failed", "cancelled"], ["skipped", "cancelled"]]);
    await expect.poll(() => spawnSync("pgrep", ["-f", "sleep 77[.]3"], { encoding: "utf8" }).stdout, { timeout: 5_000 }).toBe("");
  });

  it("of a run keep to the DAG as it was when the run began, also when its file is changed or goes", { timeout: 30_000 }, async () => {
    const root = workspace("version", { "w.dag.yaml": 'dag: w\ntasks:\n  a: { config_type: BashTask, bash: "while [ ! -e go ]; do sleep 0.05; done" }\n  b: { config_type: BashTask, bash: "echo first", deps: [a] }\n' });
    const on = await start(root, { watch: true });
    const { runId } = await on.client.runs.start({ dagId: "w" });
    writeFileSync(join(root, "w.dag.yaml"), 'dag: w\ntasks:\n  other: { config_type: BashTask, bash: "echo second" }\n');
    expect((await on.client.runs.get({ dagId: "w", runId })).graph.map((task) => task.id)).toEqual(["a", "b"]);
    rmSync(join(root, "w.dag.yaml"));
    writeFileSync(join(root, "go"), "");
    await on.engine.whenIdle();
    expect((await on.client.runs.get({ dagId: "w", runId })).run.state).toBe("success");
    expect(await logOf(on.client, "w", runId, "b")).toContain("first");
    await expect.poll(async () => (await on.client.dags.list({})).dags.length, { timeout: 5_000 }).toBe(0);
  });

  it("run in a virtual environment of the workspace", { timeout: 60_000 }, async () => {
    const root = workspace("venv", { "v.dag.yaml": "dag: v\ntasks:\n  a: { config_type: PythonTask, python: { file: v.py, venv: env } }\n", "v.py": "import sys; print('prefix', sys.prefix)\n" });
    execFileSync("python3", ["-m", "venv", "--without-pip", join(root, "env")]);
    const on = await start(root);
    const { state, runId } = await runToEnd(on, { dagId: "v" });
    expect([state, await logOf(on.client, "v", runId, "a")]).toEqual(["success", expect.stringContaining(`prefix ${root}/env`)]);
  });

  it("run with requirements that are built once (skipped where no package index can be reached)", { timeout: 120_000 }, async (test) => {
    const root = workspace("req", { "q.dag.yaml": "dag: q\ntasks:\n  a: { config_type: PythonTask, python: { file: q.py, requirements: [six] } }\n", "q.py": "import six; print('six', six.__file__)\n" });
    const probe = spawnSync("python3", ["-m", "pip", "download", "--no-deps", "--quiet", "--disable-pip-version-check", "-d", join(root, "probe"), "six"], { timeout: 30_000 });
    if (probe.status !== 0) return test.skip("no package index");
    const on = await start(root);
    const first = await runToEnd(on, { dagId: "q" });
    expect([first.state, await logOf(on.client, "q", first.runId, "a")]).toEqual(["success", expect.stringContaining("/envs/")]);
    const second = await runToEnd(on, { dagId: "q" });
    expect(await logOf(on.client, "q", second.runId, "a")).not.toContain("Building");
  });
});

describe("secrets", () => {
  it("reach the task and are kept nowhere else", { timeout: 60_000 }, async () => {
    const root = workspace("secret", {
      "dagwright.json": JSON.stringify({ secrets: { token: { env: "DAGWRIGHT_TEST_SECRET" } } }),
      "s.dag.yaml": "dag: s\nsearch_keys: { leak: '{{ conf.token }}' }\ntasks:\n  a: { config_type: BashTask, bash: \"test {{ secret.token }} = $OTHER && echo {{ secret.token | upper }} {{ secret.token }}\", env: { OTHER: '{{ secret.token }}' } }\n  p: { config_type: PythonTask, python: p.py, deps: [a] }\n  q: { config_type: SqlTask, sql: q.sql, deps: [p], retries: 0 }\n",
      "p.py": "import os; print(open(os.environ['DAGWRIGHT_CONTEXT']).read())\n",
      "q.sql": "select cast('{{ secret.token }}' as integer)",
    });
    const on = await start(root);
    const heard: string[] = [];
    const stop = new AbortController();
    const listening = (async () => {
      for await (const batch of await on.client.engine.events({}, { signal: stop.signal })) heard.push(JSON.stringify(batch));
    })();
    const { tasks, runId } = await runToEnd(on, { dagId: "s", conf: { token: "nothing" } });
    expect(tasks).toEqual({ a: "success", p: "success", q: "failed" });
    const preview = await on.client.dags.render({ dagId: "s", taskId: "a", conf: { token: "nothing" } });
    expect(preview.fields[0]?.text).toContain("test *** = $OTHER && echo");
    const shown = JSON.stringify([preview, await Promise.all(["a", "p", "q"].map((taskId) => on.client.runs.task({ dagId: "s", runId, taskId })))]);
    stop.abort();
    await listening;
    expect(shown.toLowerCase()).not.toContain(secret);
    expect(heard.join().toLowerCase()).not.toContain(secret);
    for (const engine of opened.splice(0)) await engine.close({ stopTasks: true });
    const kept = spawnSync("grep", ["-rla", secret, root], { encoding: "utf8" }).stdout.trim();
    expect(kept).toBe("");
  });

  it("are not written by a preview", { timeout: 30_000 }, async () => {
    const root = workspace("preview", { "p.dag.yaml": "dag: p\ntasks:\n  a:\n    config_type: PythonTask\n    python: { file: p.py, requirements: [six] }\n  b:\n    config_type: PythonTask\n    python: |\n      print(1)\n      print('{{ ds }}')\n", "p.py": "print(1)\n" });
    const on = await start(root, { trusted: false });
    for (const taskId of ["a", "b"]) await on.client.dags.render({ dagId: "p", taskId });
    expect([existsSync(join(root, ".dagwright/work/preview")), existsSync(join(root, ".dagwright/envs"))]).toEqual([false, false]);
  });
});

describe("a draft", () => {
  it("shows each of its templates, and where one names what is not there", { timeout: 30_000 }, async () => {
    const root = workspace("draft", { "d.dag.yaml": "dag: d\ntasks:\n  a: { config_type: BashTask, bash: echo saved }\n" });
    const on = await start(root, { trusted: false });
    const text = "dag: d\nparams: { n: 3 }\ntasks:\n  a:\n    config_type: BashTask\n    env: { DAY: '{{ ds }}', N: '{{ params.n }}' }\n    bash: |\n      echo {{ ds }}\n      echo {{ params.m }}\n";
    const render = (more: object) => on.client.dags.renderDraft({ path: "d.dag.yaml", text, taskId: "a", logicalDate: Date.UTC(2026, 0, 31), ...more });
    const { fields, trouble } = await render({ params: { n: 4 } });
    expect(trouble).toBeNull();
    expect(fields.map(({ field, text: shown }) => [field, shown])).toEqual([["bash", null], ["env.DAY", "2026-01-31"], ["env.N", "4"]]);
    expect(fields[0]).toMatchObject({ place: { line: 2, column: 9, length: 8 }, error: expect.stringContaining('"params.m" is not defined') as string });
    expect((await render({ taskId: "ghost" })).trouble).toContain('no task "ghost"');
    expect((await render({ text: "dag: [" })).trouble).toContain("once the file has no errors");
    expect((await render({ params: { ghost: 1 } })).trouble).toContain("ghost");
    const alone = (template: string, more: object = {}) => on.client.dags.renderText({ path: "d.dag.yaml", text, taskId: null, template, logicalDate: Date.UTC(2026, 0, 31), ...more });
    expect(await alone("select '{{ ds }}', {{ params.n }}", { params: { n: 5 } })).toEqual({ text: "select '2026-01-31', 5", error: null, place: null, isMasked: false, interval: { start: Date.UTC(2026, 0, 31), end: Date.UTC(2026, 0, 31) } });
    expect(await alone("select 1,\n  {{ params.gone }}")).toMatchObject({ text: null, place: { line: 2, column: 6, length: 11 } });
    expect((await alone("x", { text: "dag: [" })).error).toContain("once d.dag.yaml has no errors");
  });
});

describe("a secret", () => {
  it("is not to be guessed from what a draft renders, nor from whether it fails", { timeout: 30_000 }, async () => {
    const root = workspace("guess", { "dagwright.json": JSON.stringify({ secrets: { token: { env: "DAGWRIGHT_TEST_SECRET" } } }), "g.dag.yaml": "dag: g\ntasks: { a: { config_type: EmptyTask } }\n" });
    const on = await start(root, { trusted: false });
    const ask = async (guess: string): Promise<string> => {
      const bash = `{{ nope if secret.token[0] == "${guess}" else secret.token }}`;
      return JSON.stringify(await on.client.dags.renderDraft({ path: "g.dag.yaml", text: `dag: g\ntasks:\n  a: { config_type: BashTask, bash: '${bash}' }\n`, taskId: "a", logicalDate: 0 }));
    };
    const [first = ""] = process.env["DAGWRIGHT_TEST_SECRET"] ?? "";
    expect(await ask(first)).toBe(await ask("~"));
    const alone = async (guess: string): Promise<string> => JSON.stringify(await on.client.dags.renderText({ path: "g.dag.yaml", text: "dag: g\ntasks:\n  a: { config_type: EmptyTask }\n", taskId: null, template: `{{ "yes" if secret.token[0] == "${guess}" else "no" }}`, logicalDate: 0 }));
    expect(await alone(first)).toBe(await alone("~"));
  });
});

describe("an untrusted workspace", () => {
  it("runs nothing, also not what waited before; trust lets it go on", { timeout: 60_000 }, async () => {
    const root = workspace("trust", { "t.dag.yaml": 'dag: t\nschedule: every 1s\ntasks:\n  a: { config_type: BashTask, bash: "touch ran" }\n' });
    const before = await start(root);
    const { runId } = await before.client.runs.start({ dagId: "t" });
    await before.engine.whenIdle();
    await before.engine.close({ stopTasks: true });
    opened = [];
    rmSync(join(root, "ran"));
    const database = new Sqlite(join(root, ".dagwright/state.db"));
    database.exec("update dag_run set state = 'running', ended_at = null; update task_instance set state = 'scheduled', ended_at = null");
    database.close();
    const on = await start(root, { trusted: false });
    const untrusted = expect.objectContaining({ code: "workspace/untrusted" });
    await expect(on.client.runs.start({ dagId: "t" })).rejects.toEqual(untrusted);
    await expect(on.client.dags.setSchedule({ dagId: "t", on: true })).rejects.toEqual(untrusted);
    await expect(on.client.warehouse.catalog({ connection: "warehouse" })).rejects.toEqual(untrusted);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(existsSync(join(root, "ran"))).toBe(false);
    on.engine.setTrusted(true);
    await on.engine.whenIdle();
    expect(existsSync(join(root, "ran"))).toBe(true);
    expect((await on.client.runs.get({ dagId: "t", runId })).run.state).toBe("success");
  });
});

describe("starting", () => {
  it("is refused beside another engine, naming the holder, and harms it not", { timeout: 30_000 }, async () => {
    const root = workspace("busy", { "e.dag.yaml": "dag: e\ntasks:\n  a: { config_type: EmptyTask }\n" });
    const on = await start(root);
    writeEngineRecord(root, { pid: process.pid, instanceId: on.engine.instanceId, startedAt: on.engine.startedAt, mode: "server", socket: "" });
    await expect(start(root)).rejects.toMatchObject({ code: "workspace/busy", message: expect.stringContaining(`process ${process.pid}`) });
    expect((await runToEnd(on, { dagId: "e" })).state).toBe("success");
  });

  it("closes what it opened when a later step fails", { timeout: 30_000 }, async () => {
    const root = workspace("fails", { "e.dag.yaml": "dag: e\ntasks:\n  a: { config_type: EmptyTask }\n" });
    await (await start(root)).engine.close({ stopTasks: true });
    opened = [];
    const runner = join(root, ".dagwright/runner");
    rmSync(runner, { recursive: true });
    writeFileSync(runner, "a file where a folder has to be");
    await expect(start(root)).rejects.toThrow();
    rmSync(runner);
    expect((await runToEnd(await start(root), { dagId: "e" })).state).toBe("success");
  });

  it("is refused on a newer store, which is left as it is", { timeout: 30_000 }, async () => {
    const root = workspace("newer", { "e.dag.yaml": "dag: e\ntasks:\n  a: { config_type: EmptyTask }\n" });
    await (await start(root)).engine.close({ stopTasks: true });
    opened = [];
    const file = join(root, ".dagwright/state.db");
    const database = new Sqlite(file);
    database.pragma("user_version = 999");
    database.close();
    const before = readFileSync(file);
    await expect(start(root)).rejects.toMatchObject({ code: "store/newer" });
    await expect(start(root)).rejects.toMatchObject({ code: "store/newer" });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("says of a folder that is not there that it is not there, and makes none", async () => {
    await expect(start(join(folder, "nowhere"))).rejects.toMatchObject({ code: "workspace/invalid" });
    expect(existsSync(join(folder, "nowhere"))).toBe(false);
  });

  it("after a kill adopts a task that lives, and its end counts", { timeout: 60_000 }, async () => {
    const root = workspace("adopt", { "k.dag.yaml": 'dag: k\ntasks:\n  a: { config_type: BashTask, bash: "echo $$ >> pids; sleep 2; echo done" }\n  b: { config_type: BashTask, bash: "echo b", deps: [a] }\n' });
    const first = await openEngineProcess(root, { warmPython: false });
    const { runId } = await first.start({ dagId: "k" });
    await expect.poll(() => existsSync(join(root, "pids")), { timeout: 5_000 }).toBe(true);
    await first.kill();
    const on = await start(root);
    expect((await on.client.runs.task({ dagId: "k", runId, taskId: "a" })).instance.state).toMatch(/queued|running/);
    await on.engine.whenIdle();
    expect((await on.client.runs.get({ dagId: "k", runId })).tasks.map((task) => [task.state, task.tryNumber])).toEqual([["success", 1], ["success", 1]]);
    expect(readFileSync(join(root, "pids"), "utf8").trim().split("\n")).toHaveLength(1);
  });
});
