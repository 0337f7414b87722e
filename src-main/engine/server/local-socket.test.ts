import { fork, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { RouterClient } from "@orpc/server";
import { WebSocket } from "ws";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSmallRouter } from "../rpc/fixtures/small-router.ts";
import { createRpcServer } from "../rpc/rpc-server.ts";
import { readEngineRecord, writeEngineRecord, type EngineRecord } from "./engine-record.ts";
import { openLocalSocket, type LocalSocket } from "./local-socket.ts";
import { isOwnSocket, socketAddresses } from "./socket-address.ts";
import { claimWorkspace } from "./workspace-claim.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };
let root = "";
let workspace = "";
const cleanups: (() => unknown)[] = [];

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "dagwright-socket-")));
  workspace = join(root, "workspace");
  mkdirSync(join(workspace, ".dagwright"), { recursive: true });
  vi.stubEnv("XDG_RUNTIME_DIR", join(root, "runtime"));
  mkdirSync(join(root, "runtime"));
});
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

async function open(at = workspace, browser?: { mintLink(): string; signOut(): void }): Promise<LocalSocket> {
  const rpc = createRpcServer({ router: createSmallRouter(), log: silent });
  const socket = await openLocalSocket({ workspace: at, rpc, log: silent, ...(browser && { browser }) });
  cleanups.push(() => socket.close());
  return socket;
}

async function echo(address: string): Promise<string> {
  const socket = new WebSocket("ws://localhost/rpc", { createConnection: () => createConnection(address) });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const client: RouterClient<ReturnType<typeof createSmallRouter>> = createORPCClient(new RPCLink({ websocket: socket as never }));
  const { text } = await client.echo({ text: "hello" });
  socket.terminate();
  return text;
}

function post(address: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(address, () => socket.write(text));
    let answer = "";
    socket.on("data", (piece) => (answer += String(piece)));
    socket.on("close", () => resolve(answer)).on("error", reject);
  });
}

describe("the local socket", () => {
  it("serves the router to its own user only, and is gone after close", async () => {
    const umask = process.umask();
    const socket = await open();
    expect(socket.address).toBe(join(workspace, ".dagwright/engine.sock"));
    expect(statSync(socket.address).mode & 0o777).toBe(0o600);
    expect(process.umask()).toBe(umask);
    expect(await echo(socket.address)).toBe("hello");
    await socket.close();
    expect(existsSync(socket.address)).toBe(false);
  });

  it("replaces the socket of an engine that died", async () => {
    const address = join(workspace, ".dagwright/engine.sock");
    const dead = fork(join(import.meta.dirname, "fixtures/socket-holder.ts"), [address], { stdio: "ignore" });
    await new Promise((resolve) => dead.once("message", resolve));
    dead.kill("SIGKILL");
    await new Promise((resolve) => dead.once("exit", resolve));
    expect(existsSync(address)).toBe(true);
    expect(await echo((await open()).address)).toBe("hello");
  });

  it("moves to the user's runtime folder, 0700, when the path is too long", async () => {
    const long = join(root, "w".repeat(120));
    mkdirSync(join(long, ".dagwright"), { recursive: true });
    const socket = await open(long);
    expect(socket.address.startsWith(join(root, "runtime/dagwright-"))).toBe(true);
    expect(statSync(join(socket.address, "..")).mode & 0o777).toBe(0o700);
    expect(statSync(socket.address).mode & 0o777).toBe(0o600);
    expect(await echo(socket.address)).toBe("hello");
  });

  it("refuses a runtime folder that is a link to elsewhere", async () => {
    const long = join(root, "w".repeat(120));
    mkdirSync(join(long, ".dagwright"), { recursive: true });
    mkdirSync(join(root, "elsewhere"));
    symlinkSync(join(root, "elsewhere"), join(socketAddresses(long)[0] ?? "", ".."));
    await expect(open(long)).rejects.toMatchObject({ code: "engine/unavailable" });
  });

  it("mints links by POST /link and signs out by POST /sign-out, where a browser mode is served", async () => {
    const signOut = vi.fn();
    const withLink = await open(workspace, { mintLink: () => "http://127.0.0.1:1/open?t=x", signOut });
    expect(await post(withLink.address, "POST /link HTTP/1.1\r\n\r\n")).toMatch(/200 OK[\s\S]*\{"link":"http:\/\/127\.0\.0\.1:1\/open\?t=x"\}/);
    expect(await post(withLink.address, "GET /link HTTP/1.1\r\n\r\n")).toMatch(/^HTTP\/1\.1 405/);
    expect(await post(withLink.address, "GET /sign-out HTTP/1.1\r\n\r\n")).toMatch(/^HTTP\/1\.1 405/);
    expect(signOut).not.toHaveBeenCalled();
    expect(await post(withLink.address, "POST /sign-out HTTP/1.1\r\n\r\n")).toMatch(/200 OK[\s\S]*open\?t=x/);
    expect(signOut).toHaveBeenCalledOnce();
    await withLink.close();
    const without = await open();
    expect(await post(without.address, "POST /link HTTP/1.1\r\n\r\n")).toMatch(/^HTTP\/1\.1 404/);
  });

  it("lets a client tell its own sockets from other files", async () => {
    const socket = await open();
    writeFileSync(join(root, "file.sock"), "");
    expect([socket.address, join(root, "file.sock"), join(root, "nothing")].map(isOwnSocket)).toEqual([true, false, false]);
  });
});

describe("claimWorkspace", () => {
  const record = (pid: number): EngineRecord => ({ pid, instanceId: "i", startedAt: 1_700_000_000_000, mode: "server", socket: null });

  it("refuses a second engine, naming the first and since when, and lets go", async () => {
    const claim = await claimWorkspace(workspace);
    writeEngineRecord(workspace, record(process.pid));
    await expect(claimWorkspace(workspace)).rejects.toMatchObject({
      code: "workspace/busy",
      message: expect.stringMatching(new RegExp(`dagwright serve.*process ${process.pid}, since 2023-11-14T22:13:20`)),
      details: { pid: process.pid, since: 1_700_000_000_000 },
    });
    claim.release();
    (await claimWorkspace(workspace)).release();
  });

  it("keeps its folder out of git, and a rule of the person's own", async () => {
    const rule = join(workspace, ".dagwright/.gitignore");
    (await claimWorkspace(workspace)).release();
    expect(readFileSync(rule, "utf8")).toBe("*\n");
    writeFileSync(rule, "logs/\n");
    (await claimWorkspace(workspace)).release();
    expect(readFileSync(rule, "utf8")).toBe("logs/\n");
  });

  it("gives the workspace to exactly one of racing processes, and to the next when that one is killed", async () => {
    const racers = Array.from({ length: 4 }, () => fork(join(import.meta.dirname, "fixtures/claimer.ts"), [workspace], { stdio: "ignore" }));
    cleanups.push(() => Promise.all(racers.map(end)));
    const outcomes = await Promise.all(racers.map((racer) => new Promise<string>((resolve) => racer.once("message", (message) => resolve(String(message))))));
    expect(outcomes.toSorted()).toEqual(["claimed", "workspace/busy", "workspace/busy", "workspace/busy"]);
    const winner = racers[outcomes.indexOf("claimed")];
    if (winner === undefined) throw new Error("no winner");
    await expect(claimWorkspace(workspace)).rejects.toMatchObject({ code: "workspace/busy", details: { pid: winner.pid } });
    await end(winner);
    (await claimWorkspace(workspace)).release();
  });
});

function end(child: ChildProcess): Promise<unknown> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("exit", resolve) && child.kill("SIGKILL"));
}

describe("the engine record", () => {
  it("is private, whole, and not believed when it makes no sense", () => {
    const record: EngineRecord = { pid: 7, instanceId: "i", startedAt: 1, mode: "cli", socket: "/x", http: { url: "http://127.0.0.1:1" } };
    writeEngineRecord(workspace, record);
    const file = join(workspace, ".dagwright/engine.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readEngineRecord(workspace)).toEqual(record);
    expect(readdirSync(join(workspace, ".dagwright"))).toEqual(["engine.json"]);
    for (const text of ["", "{", '{"pid":"7"}', "null"]) {
      writeFileSync(file, text);
      expect(readEngineRecord(workspace)).toBeNull();
    }
    expect(readFileSync(file, "utf8")).toBe("null");
  });
});

it("a plain listener in the way of a stale check is only replaced under the claim", async () => {
  // The claim, not the socket, decides: a foreign listener on the path does not keep an engine from starting.
  const foreign = createServer().listen(join(workspace, ".dagwright/engine.sock"));
  cleanups.push(() => new Promise((resolve) => foreign.close(resolve)));
  await new Promise((resolve) => foreign.once("listening", resolve));
  const claim = await claimWorkspace(workspace);
  expect(await echo((await open()).address)).toBe("hello");
  claim.release();
});
