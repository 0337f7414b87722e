/** The onboarding sample on a whole engine, fed by its own generator: one run a user, whatever is delivered. */
import { execFile, execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startEngine, type Engine } from "./start-engine.ts";

const sample = join(import.meta.dirname, "../../examples/onboarding");
let root: string;
let engine: Engine | null;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-onboarding-"));
  cpSync(sample, root, { recursive: true, filter: (path) => !/[\\/](\.dagwright|__pycache__|cases|events)$/.test(path) });
  engine = null;
});
afterEach(async () => {
  await engine?.close({ stopTasks: true });
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

const program = ["onboarding/make_events.py"];
const makeEvents = (...args: string[]): string => execFileSync("python3", [...program, ...args], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
const events = (): string[] => readdirSync(join(root, "events")).sort();
const eventOf = (name: string): Record<string, unknown> => JSON.parse(readFileSync(join(root, "events", name), "utf8")) as Record<string, unknown>;

describe("the event generator", () => {
  it("makes the same users on every machine, and new ones each time", () => {
    makeEvents("--users=2", "--rate=0", "--duplicates=1", "--malformed=1", "--poisoned=1");
    expect(events()).toEqual(["U-0001.cut-off.json", "U-0001.evt-fb378474af.again.json", "U-0001.evt-fb378474af.json", "U-0002.evt-7f1ee17eb6.json"]);
    expect(eventOf("U-0001.evt-fb378474af.json")).toMatchObject({ type: "user.applied", user_id: "U-0001", full_name: "Amara Silva", company: "Silva Carpentry" });
    expect(eventOf("U-0001.evt-fb378474af.again.json")).toEqual(eventOf("U-0001.evt-fb378474af.json"));
    expect(() => eventOf("U-0001.cut-off.json")).toThrow("JSON");
    expect(JSON.stringify(eventOf("U-0002.evt-7f1ee17eb6.json")["statements"])).toMatch(/"money_out":"\dO\d*"/);
    expect(makeEvents("--users=1", "--rate=0", "--duplicates=0", "--malformed=0", "--poisoned=0")).toMatch(/^U-0003\.evt-\w{10}\.json\n$/);
  });

  it("posts them with the event id as the key, waits where it is told to, and tells what was answered", async () => {
    const came: unknown[] = [];
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        const isFirst = came.push([request.url, request.headers.authorization, request.headers["idempotency-key"], request.headers["content-type"], body.slice(0, 16)]) === 1;
        response.writeHead(isFirst ? 429 : 202, { "Retry-After": "0" }).end('{"run_id":"r"}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const words = ["--users=1", "--rate=0", "--duplicates=1", "--malformed=0", "--poisoned=0", `--post=http://127.0.0.1:${port}/events/onboarding_trigger`];
      const ask = (): Promise<{ stdout: string }> => promisify(execFile)("python3", [...program, ...words], { cwd: root, env: { ...process.env, QUEUE_TOKEN: "t-1" } });
      expect((await ask()).stdout).toBe('U-0001.evt-fb378474af: 202 {"run_id":"r"}\nU-0001.evt-fb378474af.again: 202 {"run_id":"r"}\n');
      const once = ["/events/onboarding_trigger", "Bearer t-1", "evt-fb378474af", "application/json", '{\n "event_id": "'];
      expect(came).toEqual([once, once, once]);
      expect((await ask()).stdout).toMatch(/^U-0002\.evt-/);
    } finally {
      server.close();
    }
  });

  it.each([
    ["--post=127.0.0.1", '--post: found "127.0.0.1"; expected an address that begins with http://'],
    ["--post=http://127.0.0.1:1/events/x", "--post: the environment variable QUEUE_TOKEN is not set"],
    ["--users=many", 'argument --users: found "many"; expected a whole number from 0 to 9999'],
    ["--rate=-1", 'argument --rate: found "-1"; expected events per second from 0 (all at once) to 1000'],
    ["--poisoned=21", "--poisoned: found 21; expected at most the number of users, 20"],
  ])("refuses %s and writes nothing", (word, reason) => {
    const { status, stderr } = spawnSync("python3", [...program, word], { cwd: root, encoding: "utf8" });
    expect([status, stderr.includes(reason), existsSync(join(root, "events"))]).toEqual([2, true, false]);
  });
});

describe("the onboarding sample", () => {
  it("makes one run a user of events that come twice, cut off and poisoned, and is found by id and e-mail", { timeout: 120_000 }, async () => {
    makeEvents("--users=3", "--rate=0", "--first=3", "--duplicates=1", "--malformed=1", "--poisoned=1");
    engine = await startEngine({ workspace: root, trusted: true, watch: true, mode: "server", userSettings: { read: () => ({}), write: () => {} }, graceMs: 300 });
    const client = createRouterClient(engine.router);
    await client.queues.set({ dagId: "onboarding_trigger", on: true });
    await expect.poll(async () => (await client.queues.get({ dagId: "onboarding_trigger" })).queue, { timeout: 30_000 }).toMatchObject({ waiting: 0, taken: 4, setAside: 1 });
    await expect.poll(async () => (await client.runs.list({ dagId: "onboarding", states: ["success", "failed"] })).runs.length, { timeout: 90_000 }).toBe(3);
    await engine.whenIdle();

    const { runs } = await client.runs.list({ dagId: "onboarding" });
    const outcome = Object.fromEntries(runs.map((run) => [String(run.conf["user_id"]), run.state]));
    expect([runs.length, outcome]).toEqual([3, { "U-0003": "success", "U-0004": "success", "U-0005": "failed" }]);
    const { runs: small } = await client.runs.list({ dagId: "onboarding_trigger" });
    expect(small.map(({ state }) => state)).toEqual(["success", "success", "success", "success"]);
    const { events } = await client.queues.events({ dagId: "onboarding_trigger", setAside: true, limit: 9 });
    expect(events[0]).toMatchObject({ name: "U-0003.cut-off.json", reason: expect.stringContaining("it is no JSON") });

    const email = String(runs.find((run) => run.conf["user_id"] === "U-0005")?.conf["email"]);
    for (const value of ["U-0005", email]) expect((await client.find.search({ text: value })).hits).toContainEqual(expect.objectContaining({ dagId: "onboarding", state: "failed" }));
    // A user is found in the runs about them and in no other.
    expect(new Set((await client.find.search({ text: "U-0003" })).hits.map((hit) => hit.dagId + (hit.dagId === "onboarding" ? hit.runId : "")))).toEqual(new Set(["onboarding_trigger", `onboarding${runs.find((run) => run.conf["user_id"] === "U-0003")?.runId ?? ""}`]));
    expect((await client.find.search({ text: "U-0001" })).hits).toEqual([]);
    const failed = runs.find(({ state }) => state === "failed");
    expect(readFileSync(join(root, ".dagwright/logs/onboarding", failed?.runId ?? "", "fetch_statements", "1.log"), "utf8")).toMatch(/U-0005, statement of 2026-03: money_out is "\dO\d*"; expected an amount in whole dollars/);
    // From the event to the end, by way of the small DAG: as a person reckons it from the runs that are shown.
    const ways = runs.flatMap(({ state, startedBy, endedAt }) => (state === "success" ? [(endedAt ?? 0) - (small.find(({ runId }) => runId === startedBy?.runId)?.queuedAt ?? 0)] : []));
    const history = await client.runGraph.history({ dagId: "onboarding", runId: failed?.runId ?? "" });
    expect(history.ends).toMatchObject({ count: 2, p50: ways.reduce((sum, ms) => sum + ms, 0) / 2 });
    expect(history.gaps?.count).toBeGreaterThan(60);
    const decided = history.tasks.find(({ taskId }) => taskId === "decide")?.reached;
    expect([decided?.count, (decided?.p50 ?? 0) < (history.ends?.p50 ?? 0)]).toEqual([2, true]);
    // The teardown cleaned up after both kinds of end; only who was decided about has a letter.
    expect([readdirSync(join(root, "cases/U-0003")), readdirSync(join(root, "cases/U-0005"))]).toEqual([["letter.md"], []]);
  });
});
