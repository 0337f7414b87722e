/** Events in a table of a real PostgreSQL, on a whole engine: one run for each row, over kills at a named point, lost servers and rows that are no events. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient, type RouterClient } from "@orpc/server";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { QueueReport } from "../../shared/contract/queues.ts";
import { findPostgres, startPostgres, type TestPostgres } from "../warehouse/test-postgres.ts";
import { openEngineProcess, writeDag, type EngineProcess } from "./fixtures/engine-client.ts";
import { startEngine, type Engine } from "./start-engine.ts";

const missing = findPostgres().missing ?? null;
const head = "queue: { table: crm.signup, connection: crm, event: said, notify: signup }\nmax_active_runs: 4\nsearch_keys: { user: '{{ conf.user_id }}' }\n";
const notices = `
  create function crm.tell() returns trigger language plpgsql as $$ begin perform pg_notify('signup', ''); return null; end $$;
  create trigger tell after insert on crm.signup for each statement execute function crm.tell();`;

describe.skipIf(missing !== null)(`a queue of rows in PostgreSQL${missing === null ? "" : ` (left out: ${missing})`}`, () => {
  let server: TestPostgres;
  let person: pg.Client;
  let root: string;
  let engine: Engine | null;
  let process: EngineProcess | null;
  beforeAll(async () => {
    server = await startPostgres();
    person = await connect();
  });
  afterAll(async () => {
    await person.end();
    await server.stop();
  });
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), "dagwright-table-"));
    engine = null;
    process = null;
    const { host, port, database, user, password } = server.spec;
    writeFileSync(join(root, "dagwright.json"), JSON.stringify({ connections: { crm: { kind: "postgres", host, port, database, user, password } } }));
    await person.query("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'");
    await person.query("drop schema if exists crm cascade; create schema crm; create table crm.signup (id bigserial primary key, said jsonb, dagwright_run text)");
    await person.query("create index on crm.signup (id) where dagwright_run is null");
  });
  afterEach(async () => {
    await process?.close().catch(() => {});
    await engine?.close({ stopTasks: true });
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  });

  async function connect(): Promise<pg.Client> {
    const { host, port, database, user, password } = server.spec;
    const client = new pg.Client({ host, port, database, user, password: password ?? "" });
    client.on("error", () => undefined);
    await client.connect();
    return client;
  }

  async function start(): Promise<RouterClient<Engine["router"]>> {
    engine = await startEngine({ workspace: root, trusted: true, watch: true, mode: "server", userSettings: { read: () => ({ warmPython: false }), write: () => {} }, graceMs: 300 });
    return createRouterClient(engine.router);
  }

  const insert = (...events: unknown[]): Promise<unknown> => person.query("insert into crm.signup (said) select value from jsonb_array_elements($1::jsonb)", [JSON.stringify(events)]);
  const marks = async (): Promise<(string | null)[]> => (await person.query<{ mark: string | null }>("select dagwright_run as mark from crm.signup order by id")).rows.map(({ mark }) => mark);
  const reportOf = async (client: RouterClient<Engine["router"]>): Promise<QueueReport | null> => (await client.queues.get({ dagId: "d" })).queue;
  const runsOf = async (client: RouterClient<Engine["router"]>) => (await client.runs.list({ dagId: "d", limit: 500 })).runs;

  it("starts one run for each row, with the event as conf, and marks the row with it", { timeout: 60_000 }, async () => {
    await person.query(notices);
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], head);
    await insert({ user_id: "u-1042", tags: ["a", 2] });
    const client = await start();
    expect(await reportOf(client)).toMatchObject({ isOn: false, source: { kind: "table", connection: "crm", table: "crm.signup", notify: "signup", isConnected: false } });
    await client.queues.set({ dagId: "d", on: true });
    await expect.poll(async () => (await marks())[0], { timeout: 20_000 }).toMatch(/^manual__/);
    // By a notice, long before the next look.
    await insert({ user_id: "u-2" }, { user_id: "u-3" });
    await expect.poll(async () => (await marks()).filter((mark) => mark !== null).length, { timeout: 10_000 }).toBe(3);
    await engine?.whenIdle();
    const runs = await runsOf(client);
    expect(runs.map(({ event, conf, state }) => [event, conf["user_id"], state])).toEqual([["3", "u-3", "success"], ["2", "u-2", "success"], ["1", "u-1042", "success"]]);
    expect(await marks()).toEqual(runs.toReversed().map(({ runId }) => runId));
    expect((await client.find.search({ text: "u-1042" })).hits).toContainEqual(expect.objectContaining({ dagId: "d", key: "user" }));
    expect(await reportOf(client)).toMatchObject({ taken: 3, setAside: 0, waiting: 0, trouble: null, latency: { count: 3 }, source: { isConnected: true } });
    await client.queues.set({ dagId: "d", on: false });
    await expect.poll(async () => (await person.query("select 1 from pg_stat_activity where application_name = 'dagwright'")).rowCount).toBe(0);
    await insert({ user_id: "u-4" });
    expect((await marks())[3]).toBeNull();
  });

  it("takes whole rows by looking where nothing tells of them, and sets aside what is no event, once", { timeout: 60_000 }, async () => {
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], "queue: { table: crm.signup, connection: crm }\n");
    writeDag(root, "said", ["  t: { config_type: EmptyTask }"], "queue: { table: crm.other, connection: crm, id: name, event: said, mark: fate }\n");
    await person.query("create table crm.other (name text primary key, said text, fate text)");
    await person.query("insert into crm.other (name, said) values ('a', '{\"n\": 1}'), ('b', '[1]'), ('c', 'x'), ('d', null), ('e', $1), ('f', '{\"id\": 12345678901234567890}')", [JSON.stringify({ text: "x".repeat(1_048_577) })]);
    await insert({ user_id: "u-1" });
    const client = await start();
    for (const dagId of ["d", "said"]) await client.queues.set({ dagId, on: true });
    await expect.poll(async () => (await marks())[0], { timeout: 20_000 }).toMatch(/^manual__/);
    expect((await runsOf(client))[0]?.conf).toEqual({ id: 1, said: { user_id: "u-1" } });
    const fates = async (): Promise<string[]> => (await person.query<{ fate: string | null }>("select fate from crm.other order by name")).rows.map(({ fate }) => fate ?? "");
    await expect.poll(fates, { timeout: 20_000 }).toEqual([expect.stringMatching(/^manual__/), expect.stringContaining("set aside: it is a list"), expect.stringContaining("set aside: it is no JSON"), expect.stringContaining("set aside: it is null"), expect.stringContaining("set aside: it has 1048588 bytes; at most 1048576"), expect.stringContaining("set aside: DAG \"said\": conf.id")]);
    const counts = async () => (await client.queues.get({ dagId: "said" })).queue;
    expect(await counts()).toMatchObject({ taken: 1, setAside: 5 });
    // Mended by a person, it is an event; an id that is used again is none.
    await person.query("update crm.other set said = '{\"n\": 2}', fate = null where name = 'b'");
    await person.query("update crm.other set said = '{\"n\": 3}', fate = null where name = 'a'");
    await expect.poll(async () => (await fates()).slice(0, 2), { timeout: 20_000 }).toEqual([expect.stringContaining("set aside: an event with this id came before"), expect.stringMatching(/^manual__/)]);
    expect(await counts()).toMatchObject({ taken: 2, setAside: 4 });
  });

  it("says what is wrong with the table, goes on by itself when that or the server is back, and floods nobody", { timeout: 120_000 }, async () => {
    await person.query(notices);
    await person.query("alter table crm.signup rename column dagwright_run to elsewhere");
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], head);
    await insert({ user_id: "u-1" });
    const client = await start();
    await client.queues.set({ dagId: "d", on: true });
    await expect.poll(async () => (await reportOf(client))?.trouble ?? "", { timeout: 20_000 }).toContain('connection crm: table crm.signup: it has no column "dagwright_run"');
    await person.query("alter table crm.signup rename column elsewhere to dagwright_run");
    await expect.poll(async () => (await reportOf(client))?.trouble, { timeout: 30_000 }).toBeNull();
    await expect.poll(async () => (await marks())[0], { timeout: 20_000 }).toMatch(/^manual__/);
    // The server ends our connections, as it does before it goes.
    for (let n = 0; n < 3; n += 1) {
      await person.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dagwright'");
      await insert({ n });
      await expect.poll(async () => (await marks()).includes(null), { timeout: 40_000 }).toBe(false);
    }
    expect(await runsOf(client)).toHaveLength(4);
    const { journal } = await client.health.read({});
    const told = journal.filter(({ words }) => words.startsWith("The queue of d"));
    expect([told.length, told.at(-1)?.words]).toEqual([8, "The queue of d takes events again."]);
  });

  it("shares rows with other takers, and holds none that it has no room for", { timeout: 120_000 }, async () => {
    await person.query(notices);
    writeDag(root, "d", ["  t: { config_type: BashTask, bash: 'until [ -e go ]; do sleep 0.05; done' }"], head);
    await insert(...Array.from({ length: 130 }, (_, n) => ({ n })));
    const other = await connect();
    await other.query("begin");
    await other.query("select 1 from crm.signup where id <= 5 for update");
    const client = await start();
    await client.queues.set({ dagId: "d", on: true });
    await expect.poll(async () => (await reportOf(client))?.taken, { timeout: 40_000 }).toBe(104);
    await expect.poll(async () => (await reportOf(client))?.waiting, { timeout: 40_000 }).toBe(26);
    expect((await marks()).slice(0, 5)).toEqual([null, null, null, null, null]);
    await other.query("rollback");
    await other.end();
    writeFileSync(join(root, "go"), "");
    await expect.poll(async () => (await marks()).includes(null), { timeout: 60_000 }).toBe(false);
    expect((await runsOf(client)).map(({ conf }) => Number(conf["n"])).sort((one, two) => one - two)).toEqual(Array.from({ length: 130 }, (_, n) => n));
  });

  it("starts no second run when it is killed after the run is stored and before its row is marked", { timeout: 120_000 }, async () => {
    await person.query(notices);
    // The mark waits for a lock that the test holds: by then the runs are stored.
    await person.query("create function crm.hold() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(77); return new; end $$; create trigger hold before update on crm.signup for each row execute function crm.hold()");
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], head);
    await insert(...Array.from({ length: 7 }, (_, n) => ({ n })));
    const holder = await connect();
    for (let round = 0; round < 3; round += 1) {
      await holder.query("select pg_advisory_lock(77)");
      await insert({ n: 7 + round });
      process = await openEngineProcess(root);
      if (round === 0) await process.call("queues", "set", { dagId: "d", on: true });
      await expect.poll(async () => (await person.query("select 1 from pg_locks where locktype = 'advisory' and not granted")).rowCount, { timeout: 30_000 }).toBe(1);
      await process.kill();
      expect((await marks()).every((mark) => mark === null)).toBe(true);
      await person.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dagwright'");
      await holder.query("select pg_advisory_unlock(77)");
    }
    await holder.end();
    process = await openEngineProcess(root);
    await expect.poll(async () => (await marks()).includes(null), { timeout: 40_000 }).toBe(false);
    const { runs } = (await process.call("runs", "list", { dagId: "d", limit: 200 })) as { runs: { runId: string; conf: Record<string, unknown> }[] };
    expect(runs.map(({ conf }) => Number(conf["n"])).sort((one, two) => one - two)).toEqual(Array.from({ length: 10 }, (_, n) => n));
    const runOf = new Map(runs.map(({ runId, conf }) => [Number(conf["n"]), runId]));
    expect(await marks()).toEqual(Array.from({ length: 10 }, (_, n) => runOf.get(n)));
  });

  it("starts one run for each row, whenever the engine is killed", { timeout: 180_000 }, async () => {
    await person.query(notices);
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], head);
    let living = await openEngineProcess(root);
    process = living;
    await living.call("queues", "set", { dagId: "d", on: true });
    const taken = async (): Promise<number> => ((await living.call("queues", "get", { dagId: "d" })) as { queue: QueueReport }).queue.taken;
    for (const [at, enough] of [[0, 3], [20, 25], [40, 45]] as const) {
      await insert(...Array.from({ length: 20 }, (_, n) => ({ n: at + n })));
      await expect.poll(taken, { timeout: 30_000, interval: 1 }).toBeGreaterThanOrEqual(enough);
      await living.kill();
      living = await openEngineProcess(root);
      process = living;
    }
    await expect.poll(async () => (await marks()).includes(null), { timeout: 60_000 }).toBe(false);
    const { runs } = (await living.call("runs", "list", { dagId: "d", limit: 200 })) as { runs: { conf: Record<string, unknown> }[] };
    expect(runs.map(({ conf }) => Number(conf["n"])).sort((one, two) => one - two)).toEqual(Array.from({ length: 60 }, (_, n) => n));
  });
});
