/** Run capsules through the whole engine: real runs, real tables, packed in one workspace and opened in another. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient, type RouterClient } from "@orpc/server";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type CapsuleChoices, type CapsuleEntry, defaultChoices } from "../../shared/contract/capsules.ts";
import { sampleShop } from "../../shared/capsule/sample-shop.ts";
import type { CapsuleManifest } from "../../shared/capsule/manifest.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import { startEngine, type Engine } from "./start-engine.ts";

type Client = RouterClient<Engine["router"]>;

let folder: string;
let opened: Engine[] = [];
let count = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-capsules-"));
});
afterEach(async () => {
  for (const engine of opened.splice(0)) await engine.close({ stopTasks: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const secret = "s3cr3t-Value-9000";
const files: Readonly<Record<string, string>> = {
  "dagwright.json": JSON.stringify({ secrets: { token: { env: "CAPSULE_TEST_TOKEN" } } }),
  "shop.dag.yaml": sampleShop({
    people: { columns: "id integer, email text, note text", file: "sql/people.sql" },
    total: "id * {{ params.factor }} + {{ xcom.count.how_many }}",
    between: { taskId: "count", yaml: "  count:\n    config_type: PythonTask\n    python: count.py\n    deps: [people]\n" },
    more: `  loud:
    config_type: BashTask
    bash: echo 'the token is {{ secret.token }}, in {{ params.city }}'; echo 'key AKIAABCDEFGHIJKLMNOP'; exit 3
    retries: 1
    retry_delay: 0s
    deps: [orders]
`,
  }),
  "sql/people.sql": "select range as id, 'p' || range || '@example.org' as email, 'sees s3cr3t-Value-9000' as note from range(1, 6)",
  "count.py": "from dagwright import xcom_push\nxcom_push('how_many', 5)\nprint('counted')\n",
};

async function start(of: Readonly<Record<string, string>> = files, root = join(folder, `w${(count += 1)}`)): Promise<{ root: string; engine: Engine; client: Client }> {
  process.env["CAPSULE_TEST_TOKEN"] = secret;
  for (const [name, text] of Object.entries(of)) {
    mkdirSync(join(root, name, ".."), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  mkdirSync(root, { recursive: true });
  const engine = await startEngine({ workspace: root, trusted: true, mode: "server", userSettings: { read: () => ({}), write: () => {} }, graceMs: 500 });
  opened.push(engine);
  return { root, engine, client: createRouterClient(engine.router, { context: {} }) };
}

async function ended(client: Client, run: { dagId: string; runId: string }): Promise<RunSummary> {
  for (;;) {
    const { run: now } = await client.runs.get({ dagId: run.dagId, runId: run.runId });
    if (now.state === "success" || now.state === "failed") return now;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function runOnce(client: Client): Promise<RunSummary> {
  return ended(client, await client.runs.start({ dagId: "shop", conf: { user: "U-77", pin: "1234567" } }));
}

async function pack(client: Client, run: { dagId: string; runId: string }, path: string, choices: Partial<CapsuleChoices> = {}): Promise<CapsuleManifest> {
  for await (const event of await client.capsules.export({ dagId: run.dagId, runId: run.runId, choices: { ...defaultChoices, ...choices }, target: { to: "workspace", path, overwrite: true } })) if (event.kind === "done") return event.manifest;
  throw new Error("no end");
}

async function open(client: Client, file: string): Promise<CapsuleEntry> {
  const bytes = readFileSync(file);
  const { uploadId } = await client.capsules.beginUpload({ file: "from/elsewhere/run.dagwright-run", bytes: bytes.length });
  for (let at = 0; at < bytes.length; at += 500_000) await client.capsules.upload({ uploadId, data: bytes.subarray(at, at + 500_000).toString("base64") });
  for await (const event of await client.capsules.open({ uploadId })) if (event.kind === "done") return event.capsule;
  throw new Error("no end");
}

/** What every view reads of a run. */
async function allFacts(client: Client, { dagId, runId }: { dagId: string; runId: string }, source?: string) {
  const of = { dagId, runId, ...(source === undefined ? {} : { source }) };
  const detail = await client.runs.get(of);
  const tasks = await Promise.all(detail.tasks.map(({ taskId }) => client.runs.task({ ...of, taskId })));
  // A mask is shorter than what it hides: sizes are left out.
  const logs = await Promise.all(tasks.flatMap(({ attempts }) => attempts.map(async ({ taskId, tryNumber }) => {
    const { text, complete, droppedBytes } = await client.runs.log({ ...of, taskId, tryNumber });
    return { text, complete, droppedBytes };
  })));
  const loud = { ...of, taskId: "loud", tryNumber: 1 };
  const hits: number[] = [];
  for await (const { lines } of await client.logs.find({ of: loud, query: { text: "TOKEN" } })) hits.push(...lines);
  const { rows } = await client.logs.lines({ ...loud, from: 1, to: 100 });
  const drawing = await client.runGraph.drawing(of);
  const grid = await client.grid.read({ dagId, ...(source === undefined ? {} : { source }) });
  return { detail, version: await client.runs.version(of), tasks, logs, hits, rows, drawing, grid, notes: await client.acts.notes({ dagId, ...(source === undefined ? {} : { source }) }) };
}

describe("run capsules", { timeout: 120_000 }, () => {
  it("gives the same answers elsewhere as at home, but for what was masked", async () => {
    const home = await start();
    const run = await runOnce(home.client);
    const manifest = await pack(home.client, run, "out.dagwright-run");
    const away = await start({});
    const capsule = await open(away.client, join(home.root, "out.dagwright-run"));
    expect(capsule).toMatchObject({ file: "run.dagwright-run", isOpen: true, run: { dagId: "shop", runId: run.runId, state: "failed" } });
    const there = await allFacts(away.client, run, capsule.source);
    expect(there).toEqual(withoutToken(await allFacts(home.client, run)));
    expect(manifest.outputs.map(({ table, rows, isOfRun, isCut }) => ({ table, rows, isOfRun, isCut }))).toEqual([
      { table: "people", rows: 5, isOfRun: true, isCut: false },
      { table: "orders", rows: 5, isOfRun: true, isCut: false },
    ]);
    expect(JSON.stringify(there)).not.toContain(secret);
    expect(readFileSync(join(home.root, "out.dagwright-run")).includes("AKIAABCDEFGHIJKLMNOP")).toBe(false);
    const dag = await away.client.capsules.dag({ dagId: "shop", runId: run.runId, source: capsule.source });
    expect(dag.tasks.map(({ id }) => id)).toEqual(["people", "count", "orders", "judge", "loud"]);
    const grid = await away.client.runs.list({ source: capsule.source, dagId: "shop" });
    expect(grid.runs.map(({ runId }) => runId)).toEqual([run.runId]);
  });

  it("packs the same run twice into the same bytes, but for the instant", async () => {
    const home = await start();
    const run = await runOnce(home.client);
    const [one, two] = [await pack(home.client, run, "one.dagwright-run"), await pack(home.client, run, "two.dagwright-run")];
    expect({ ...two, exportedAt: 0 }).toEqual({ ...one, exportedAt: 0 });
    const [first, second] = ["one", "two"].map((name) => readFileSync(join(home.root, `${name}.dagwright-run`)));
    const common = first?.findIndex((byte, index) => byte !== second?.[index]) ?? 0;
    // Only the manifest differs, which stands last.
    expect(common === -1 || common > (first?.indexOf("manifest.json") ?? 0) - 30).toBe(true);
  });

  it("masks chosen columns, params, conf and XComs, in rows, checks and texts", async () => {
    const home = await start();
    const run = await runOnce(home.client);
    const masked = { id: "hash", email: "hash", note: "replace" } as const;
    const manifest = await pack(home.client, run, "out.dagwright-run", { params: ["city"], conf: ["pin"], xcoms: false, origin: false, outputs: [{ taskId: "people", schema: "warehouse", table: "people", masks: masked }] });
    expect(manifest.origin).toEqual({ workspace: null, host: null });
    expect(manifest.outputs.map(({ table, entry }) => [table, entry !== null])).toEqual([["people", true], ["orders", false]]);
    const away = await start({});
    const { source, id } = await open(away.client, join(home.root, "out.dagwright-run"));
    const facts = await allFacts(away.client, run, source);
    expect(facts.tasks.find(({ instance }) => instance.taskId === "count")?.attempts[0]?.process?.cwd).toBe("***");
    expect(JSON.stringify(facts)).not.toContain(home.root);
    expect(facts.detail.run.params).toEqual({ city: "***", factor: 2 });
    expect(facts.detail.run.conf).toEqual({ user: "U-77", pin: "***" });
    expect(JSON.stringify(facts)).not.toMatch(/Rotterdam|p1@example\.org|1234567/);
    expect(facts.tasks.find(({ instance }) => instance.taskId === "count")?.xcoms).toEqual([{ taskId: "count", key: "how_many", value: "***" }]);
    const check = facts.tasks.find(({ instance }) => instance.taskId === "judge")?.attempts[0]?.checks[0];
    expect(new Set(check?.failingRows.map((row) => row[check.failingColumns.indexOf("email")]))).toEqual(new Set(["***"]));
    const shown = await away.client.capsules.rows({ source, taskId: "people", table: "warehouse.people" });
    expect(shown).toMatchObject({ why: null, recorded: 5, isOfRun: true, masked: ["id", "email", "note"], set: { totalRows: 5, columns: [{ name: "id" }, { name: "email" }, { name: "note" }] } });
    expect(shown.set?.rows.map((row) => row[2])).toEqual(["***", "***", "***", "***", "***"]);
    expect(await away.client.capsules.rows({ source, taskId: "orders", table: "warehouse.orders" })).toMatchObject({ set: null, why: expect.stringMatching(/left out/) });
    expect(await away.client.capsules.rows({ source, taskId: "people", table: "warehouse.nothing" })).toMatchObject({ set: null, why: "the capsule names no such table of this task" });
    await expect(away.client.capsules.rows({ source: "capsule:none", taskId: "people", table: "warehouse.people" })).rejects.toMatchObject({ code: "run/unknown-source" });
    const rows = await rowsOf(away.client, join(".dagwright/capsules", id, "outputs/0.parquet"));
    expect(rows.map((row) => row[2])).toEqual(["***", "***", "***", "***", "***"]);
    expect(new Set(rows.map((row) => row[1])).size).toBe(5);
    expect(rows.every((row) => /^h_[0-9a-f]{20}$/.test(String(row[1])) && /^\d+$/.test(String(row[0])))).toBe(true);
  });

  it("masks what was chosen in the trail and in values that tasks hand on too, be it a number, short or deep inside", async () => {
    const home = await start({ ...files, "count.py": "from dagwright import xcom_push\nxcom_push('how_many', 5)\nxcom_push('card', 5550123)\nprint('counted')\n" });
    const run = await ended(home.client, await home.client.runs.start({ dagId: "shop", conf: { card: 5550123, code: "Q7x", who: { mail: "ann@example.com", age: 41 } } }));
    await pack(home.client, run, "out.dagwright-run", { conf: ["card", "code", "who"] });
    const away = await start({});
    const { source, id } = await open(away.client, join(home.root, "out.dagwright-run"));
    const { entries } = await away.client.audit.list({ source });
    expect(entries.map((entry) => entry.arguments["conf"])).toEqual([{ card: "***", code: "***", who: "***" }]);
    const facts = await allFacts(away.client, run, source);
    expect(facts.tasks.find(({ instance }) => instance.taskId === "count")?.xcoms.map(({ key, value }) => [key, value])).toEqual([["card", "***"], ["how_many", 5]]);
    expect(readFileSync(join(away.root, ".dagwright/capsules", id, "state.db")).includes("5550123")).toBe(false);
  });

  it("can be opened though a masked value is a word of the file itself", async () => {
    // The type of a column is longer than a text of the manifest may be.
    const moods = Array.from({ length: 1000 }, (_, index) => `'mood ${index}'`).join(", ");
    const home = await start({ ...files, "shop.dag.yaml": (files["shop.dag.yaml"] ?? "").replace("email text, note text)", `email text, note text, mood enum(${moods}))`), "sql/people.sql": (files["sql/people.sql"] ?? "").replace("as note", "as note, 'mood 1' as mood") });
    const run = await ended(home.client, await home.client.runs.start({ dagId: "shop", conf: { mode: "replace", want: "success", what: "people", kind: "SqlTask", rule: "all_success" } }));
    const manifest = await pack(home.client, run, "out.dagwright-run", { conf: ["mode", "want", "kind", "rule"] });
    expect(manifest.notes.join()).toMatch(/mode, want, kind, rule/);
    const away = await start({});
    const { source } = await open(away.client, join(home.root, "out.dagwright-run"));
    expect((await away.client.runs.get({ ...nameOf(run), source })).run.conf).toEqual({ mode: "***", want: "***", what: "people", kind: "***", rule: "***" });
  });

  it("masks a chosen column in the rows of checks though its table cannot be packed", async () => {
    const home = await start();
    const run = await runOnce(home.client);
    for await (const _ of await home.client.sql.run({ connection: "warehouse", text: "drop table warehouse.people" })) continue;
    await pack(home.client, run, "out.dagwright-run", { outputs: [{ taskId: "people", schema: "warehouse", table: "people", masks: { email: "hash" } }] });
    const away = await start({});
    const { source } = await open(away.client, join(home.root, "out.dagwright-run"));
    expect(JSON.stringify(await away.client.runs.task({ ...nameOf(run), taskId: "judge", source }))).not.toContain("p1@example.org");
  });

  it("is opened twice at once", async () => {
    const home = await start();
    const run = await runOnce(home.client);
    await pack(home.client, run, "out.dagwright-run");
    const away = await start({});
    const file = join(home.root, "out.dagwright-run");
    const [one, other] = await Promise.all([open(away.client, file), open(away.client, file)]);
    expect(one.id).toBe(other.id);
    expect((await away.client.runs.get({ ...nameOf(run), source: one.source })).run.runId).toBe(run.runId);
  });

  it("cuts tables by rows and by size, and says so", async () => {
    const home = await start();
    const run = await runOnce(home.client);
    const { outputs } = await pack(home.client, run, "out.dagwright-run", { maxRows: 2 });
    expect(outputs.map(({ rows, totalRows, isCut }) => ({ rows, totalRows, isCut }))).toEqual([{ rows: 2, totalRows: 5, isCut: true }, { rows: 2, totalRows: 5, isCut: true }]);
    const small = await pack(home.client, run, "out.dagwright-run", { maxMiB: 0.0001 });
    expect(small.outputs.every(({ rows, isCut }) => rows < 5 && isCut)).toBe(true);
  });

  it("leaves out what a later run has filled anew", async () => {
    const home = await start();
    const first = await runOnce(home.client);
    await runOnce(home.client);
    const { outputs } = await pack(home.client, first, "out.dagwright-run");
    expect(outputs.map(({ entry, isOfRun, note }) => ({ entry, isOfRun, note }))).toEqual(Array.from({ length: 2 }, () => ({ entry: null, isOfRun: false, note: "a later run has filled it anew" })));
  });

  it("stays open over a restart, closes, opens again and is forgotten", async () => {
    const home = await start();
    const run = await runOnce(home.client);
    await pack(home.client, run, "out.dagwright-run");
    const away = await start({});
    const { id, source } = await open(away.client, join(home.root, "out.dagwright-run"));
    await away.engine.close({ stopTasks: true });
    opened = opened.filter((engine) => engine !== away.engine);
    const { client } = await start({}, away.root);
    expect((await client.runs.get({ ...nameOf(run), source })).run.runId).toBe(run.runId);
    await client.capsules.close({ id });
    await expect(client.runs.get({ ...nameOf(run), source })).rejects.toMatchObject({ code: "run/unknown-source" });
    expect((await client.capsules.reopen({ id })).isOpen).toBe(true);
    expect((await client.runs.get({ ...nameOf(run), source })).run.runId).toBe(run.runId);
    expect(await client.capsules.forget({ id })).toEqual({ forgotten: true });
    expect((await client.capsules.list()).capsules).toEqual([]);
    expect(existsSync(join(away.root, ".dagwright/capsules", id))).toBe(false);
  });

  it("replays from a task elsewhere on the recorded outputs, and publishes nothing", async () => {
    const home = await start();
    const run = await runOnce(home.client);
    await pack(home.client, run, "out.dagwright-run", { params: ["city"] });
    const away = await start({});
    const { source } = await open(away.client, join(home.root, "out.dagwright-run"));
    const of = { ...nameOf(run), source, taskId: "orders" };
    const plan = await away.client.capsules.replayPlan(of);
    expect(plan).toMatchObject({ maskedParams: ["city"], isForeign: true, trouble: null, missing: [] });
    expect(plan.tasks.map(({ taskId }) => taskId)).toEqual(["orders", "judge", "loud"]);
    expect(plan.standIns).toEqual([
      { taskId: "people", table: "warehouse.people", rows: 5, totalRows: 5, isCut: false, masked: [], xcoms: 0 },
      { taskId: "count", table: null, rows: null, totalRows: null, isCut: false, masked: [], xcoms: 1 },
    ]);
    await expect(away.client.capsules.replay({ ...of, params: {}, conf: {}, isCodeSeen: true })).rejects.toMatchObject({ code: "params/invalid" });
    await expect(away.client.capsules.replay({ ...of, params: { city: "Delft" }, conf: {}, isCodeSeen: false })).rejects.toMatchObject({ code: "input/invalid" });
    const { run: replayed } = await away.client.capsules.replay({ ...of, params: { city: "Delft", factor: 10 }, conf: {}, isCodeSeen: true });
    expect(replayed).toMatchObject({ dagId: "shop (replay)", runType: "try" });
    await ended(away.client, replayed);
    const { tasks } = await away.client.runs.get(nameOf(replayed));
    expect(tasks.map(({ taskId, state }) => `${taskId} ${state}`)).toEqual(["people skipped", "count skipped", "orders success", "judge failed", "loud failed"]);
    const state = await away.client.tries.state({ dagId: "shop (replay)" });
    const [made] = state.tasks.find(({ instance }) => instance.taskId === "orders")?.tables ?? [];
    const { rows } = await away.client.warehouse.rows({ connection: "warehouse", schema: made?.schema ?? "", table: made?.table ?? "", limit: 10 });
    expect(rows.map((row) => row[2]).sort()).toEqual(["15", "25", "35", "45", "55"]);
    const { tables } = await away.client.warehouse.catalog({ connection: "warehouse" });
    expect(tables.filter(({ schema }) => schema === "warehouse")).toEqual([]);
  });

  it("replays a run of this machine, apart from the tries of its DAG", async () => {
    const { client } = await start();
    const run = await runOnce(client);
    const { run: replayed, tasks } = await client.capsules.replay({ ...nameOf(run), taskId: "orders", params: { factor: 3 }, conf: {}, isCodeSeen: false });
    expect(tasks).toEqual(["orders", "judge", "loud"]);
    await ended(client, replayed);
    expect((await client.runs.task({ ...nameOf(replayed), taskId: "orders" })).instance.state).toBe("success");
    expect((await client.tries.list({ dagId: "shop" })).tries).toEqual([]);
    const { rows } = await client.warehouse.rows({ connection: "warehouse", schema: "warehouse", table: "orders", limit: 10 });
    expect(rows.map((row) => row[2]).sort()).toEqual(["11", "13", "15", "7", "9"]);
  });

  it("leaves no file behind when it is cancelled", async () => {
    const home = await start();
    const run = await runOnce(home.client);
    for await (const event of await home.client.capsules.export({ ...nameOf(run), choices: defaultChoices, target: { to: "workspace", path: "gone.dagwright-run" } })) if (event.kind === "progress") break;
    for (let left = 40; left > 0 && (readdirSync(home.root).some((name) => name.includes("gone")) || existsSync(join(home.root, ".dagwright/capsules/scratch")) && readdirSync(join(home.root, ".dagwright/capsules/scratch")).length > 0); left -= 1) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(readdirSync(home.root).filter((name) => name.includes("gone"))).toEqual([]);
    expect(readdirSync(join(home.root, ".dagwright/capsules/scratch"))).toEqual([]);
  });

  it("tells of a failure in one page that loads nothing", async () => {
    const home = await start();
    const good = await start({ ...files, "shop.dag.yaml": (files["shop.dag.yaml"] ?? "").replace("values: [nobody]", "values: [p1@example.org, p2@example.org, p3@example.org, p4@example.org, p5@example.org]").replace("exit 3", "true") }, join(folder, "then"));
    await runOnce(good.client);
    writeFileSync(join(good.root, "shop.dag.yaml"), files["shop.dag.yaml"] ?? "");
    await good.engine.close({ stopTasks: true });
    opened = opened.filter((engine) => engine !== good.engine);
    const { client } = await start({}, good.root);
    const run = await runOnce(client);
    const { name, html } = await client.capsules.incident({ ...nameOf(run), maskedColumns: ["email"] });
    expect(name).toMatch(/^incident-shop-manual__.*\.html$/);
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|https?:\/\/(?!\w*$)|@example\.org<\/td>/);
    expect(html).not.toContain(secret);
    for (const part of ["What changed since it last worked", "exit 3", "exit code 3", "accepted_values", "<svg class=\"graph\"", "<svg class=\"gantt\"", "dagwright://run/shop/"]) expect(html).toContain(part);
    await expect(home.client.capsules.incident({ dagId: "shop", runId: "none" })).rejects.toMatchObject({ code: "run/not-found" });
  });

  it("refuses what is no capsule, a newer one, one that was changed or cut, and keeps nothing of it", async () => {
    const home = await start();
    const run = await runOnce(home.client);
    await pack(home.client, run, "good.dagwright-run", { logs: false });
    const away = await start({});
    const good = readFileSync(join(home.root, "good.dagwright-run"));
    const bad = join(folder, "bad.dagwright-run");
    const refusal = async (bytes: Uint8Array): Promise<unknown> => {
      writeFileSync(bad, bytes);
      return open(away.client, bad).then(() => "opened", (error: { code: string; message: string }) => `${error.code}: ${error.message}`);
    };
    expect(await refusal(Buffer.from("hello"))).toMatch(/^capsule\/invalid: This file is no run capsule/);
    expect(await refusal(Buffer.alloc(0))).toMatch(/^capsule\/invalid/);
    expect(await refusal(good.subarray(0, good.length - 1000))).toMatch(/^capsule\/invalid: .*cut off/);
    const flipped = Buffer.from(good);
    flipped[good.indexOf("run.jsonl") + 60] = (flipped[good.indexOf("run.jsonl") + 60] ?? 0) ^ 0xff;
    expect(await refusal(flipped)).toMatch(/^capsule\/invalid/);
    const kept = join(away.root, ".dagwright/capsules");
    expect(readdirSync(kept).filter((name) => name !== "scratch" && name !== "opened.json")).toEqual([]);
    expect(readdirSync(join(kept, "scratch"))).toEqual([]);
  });
});

const nameOf = ({ dagId, runId }: { dagId: string; runId: string }): { dagId: string; runId: string } => ({ dagId, runId });

/** The key is taken out by its shape: the home logs have it. */
function withoutToken<T>(facts: T): T {
  return JSON.parse(JSON.stringify(facts).replaceAll(secret, "***").replaceAll("AKIAABCDEFGHIJKLMNOP", "***"), (_key, value: unknown) => value) as T;
}

async function rowsOf(client: Client, parquet: string): Promise<(string | null)[][]> {
  let resultId = "";
  for await (const event of await client.sql.run({ connection: "warehouse", text: `select id, email, note from '${parquet}'` })) {
    if (event.kind === "columns") ({ resultId } = event);
    if (event.kind === "ended" && event.failure) throw new Error(event.failure.message);
  }
  return (await client.sql.page({ resultId, offset: 0, limit: 100 })).rows;
}

