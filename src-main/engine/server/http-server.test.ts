import { createHmac } from "node:crypto";
import { createConnection } from "node:net";
import { existsSync, mkdtempSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { RouterClient } from "@orpc/server";
import { WebSocket } from "ws";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { pageSays, serverSays, type ResumeChallenge, type SessionTicket } from "../../../shared/security/session-ticket.ts";
import { createSmallRouter, type SmallRouterProbe } from "../rpc/fixtures/small-router.ts";
import { getText as get, hosts, knock, knockByUpgrade, paths, rawHttp, statusOf, tokens, upgradeLines, type Door } from "../fixtures/door-matrix.ts";
import { createRpcServer } from "../rpc/rpc-server.ts";
import { startHttpServer, type HttpServer, type PageMemory } from "./http-server.ts";
import { linkLifeMs } from "./session.ts";
import { keptToken } from "./watch-replies.ts";
import type { HealthReport } from "../../../shared/contract/health.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const secretText = "<title>the app</title>";
const page = `${secretText}<style nonce="__CSP_NONCE__"></style>`;
const seed = Buffer.alloc(32, 7);
/** Keeps what it is given, like the file it stands for. */
function memoryOf(kept = { port: 0, seed }): PageMemory {
  return { port: () => kept.port, seed: () => kept.seed, keepPort: (port) => void (kept.port = port), forgetPages: () => void (kept.seed = Buffer.alloc(32, 8)) };
}
const metricsToken = "m".repeat(43);
const report: HealthReport = { at: 1, ok: true, troubles: [], parts: [], running: 0, queued: 0, queues: [], lastEndAt: null, journal: [] };
const watched = { ok: true, figures: "dagwright_healthy 1\n" as string | null, health: (): HealthReport => ({ ...report, ok: watched.ok, troubles: watched.ok ? [] : ["The disk is full."] }), metrics: () => watched.figures, metricsToken: () => metricsToken };
let root = "";
let probe: SmallRouterProbe;
let server: HttpServer;
let cookie = "";

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "dagwright-http-"));
  mkdirSync(join(root, "site/assets"), { recursive: true });
  writeFileSync(join(root, "site/index.html"), page);
  writeFileSync(join(root, "site/assets/app-1a2b.js"), "1;");
  writeFileSync(join(root, "site/app.js.map"), "{}");
  writeFileSync(join(root, "outside.html"), "outside");
  probe = { calls: 0, opened: 0, closed: 0 };
  server = await start();
  cookie = `dagwright_${server.port}=${server.token}`;
});
afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true, force: true });
});
afterEach(() => void vi.useRealTimers());

/** What was laid out for a browser to fetch. */
const laidOut = new Map<string, { file: string; name: string }>();

function start(limits = {}, memory = memoryOf()): Promise<HttpServer> {
  const rpc = createRpcServer({ router: createSmallRouter(probe), log: silent });
  return startHttpServer({ rpc, staticRoot: join(root, "site"), log: silent, limits, memory, watch: watched, download: (id) => laidOut.get(id) ?? null });
}

const door = (): Door => ({ port: server.port, token: server.token, secretText });
const raw = (text: string, port = server.port, address?: string): Promise<string> => rawHttp(text, port, address);
const own = (): string => `Host: 127.0.0.1:${server.port}`;

describe("for programs that watch the engine", () => {
  const headOf = async (path: string, ...lines: string[]): Promise<string> => (await raw([`GET ${path} HTTP/1.1`, ...lines, "Connection: close", "", ""].join("\r\n"))).trimEnd();

  it("tells everybody on this machine whether it is well, and what is wrong only with a session", async () => {
    expect((await headOf("/health", own())).split("\r\n\r\n")[1]).toBe('{"status":"ok"}');
    watched.ok = false;
    expect(await headOf("/health", own())).toMatch(/^HTTP\/1\.1 503 [\s\S]*\{"status":"not ok"\}$/);
    expect(await headOf("/health", own(), `Cookie: ${cookie}`)).toContain("The disk is full.");
    watched.ok = true;
    expect(statusOf(await headOf("/health", `Host: evil.com:${server.port}`))).toBe(403);
    expect(statusOf(await headOf("/health", own(), "Origin: http://evil.com"))).toBe(403);
    expect(statusOf(await headOf("/health", own(), "Sec-Fetch-Site: cross-site"))).toBe(403);
    expect(statusOf(await raw([`POST /health HTTP/1.1`, own(), "Connection: close", "", ""].join("\r\n")))).toBe(405);
  });

  it("gives figures to who brings their token, and to nobody while they are not asked for", async () => {
    const bearer = `Authorization: Bearer ${metricsToken}`;
    expect(await headOf("/metrics", own(), bearer)).toMatch(/^HTTP\/1\.1 200 [\s\S]*dagwright_healthy 1$/);
    for (const lines of [[], [`Cookie: ${cookie}`], ["Authorization: Bearer x"], [`Authorization: Bearer ${"n".repeat(43)}`], [bearer, bearer]]) expect(await headOf("/metrics", own(), ...lines), lines.join()).toMatch(/^HTTP\/1\.1 401 [\s\S]*The figures want their token: .*metrics-token of the workspace\./);
    expect(statusOf(await headOf("/metrics", `Host: evil.com:${server.port}`, bearer))).toBe(403);
    watched.figures = null;
    for (const lines of [[], [bearer]]) expect(await headOf("/metrics", own(), ...lines)).toMatch(/^HTTP\/1\.1 404 [\s\S]*The figures are off\. The setting `metrics` turns them on\./);
    watched.figures = "dagwright_healthy 1\n";
  });

  it("has the token lie there once anybody has asked for the figures, without one too", async () => {
    const file = join(root, "made-token");
    const metricsToken = keptToken(file);
    const rpc = createRpcServer({ router: createSmallRouter(probe), log: silent });
    const late = await startHttpServer({ rpc, staticRoot: join(root, "site"), log: silent, memory: memoryOf(), watch: { ...watched, metricsToken } });
    const ask = async (...lines: string[]): Promise<number> => statusOf(await raw(["GET /metrics HTTP/1.1", `Host: 127.0.0.1:${late.port}`, ...lines, "Connection: close", "", ""].join("\r\n"), late.port));
    expect([existsSync(file), await ask()]).toEqual([false, 401]);
    expect(await ask(`Authorization: Bearer ${readFileSync(file, "utf8").trim()}`)).toBe(200);
    await late.close();
  });

  it("keeps the token of the figures over a restart, for its owner only", () => {
    const file = join(root, "metrics-token");
    const token = keptToken(file)();
    expect([keptToken(file)(), statSync(file).mode & 0o777, token.length]).toEqual([token, 0o600, 43]);
    writeFileSync(file, "short");
    expect(keptToken(file)()).not.toBe("short");
  });
});

describe("links from elsewhere", () => {
  const path = "/show/run/d/manual__2026-01-01T00%3A00%3A00%2B00%3A00/task/load";
  const navigated = ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"];

  it("go on to their place in the app, from a mail that is read in a browser too, without a session", async () => {
    for (const lines of [[], navigated]) expect(await raw(get(path, [own(), ...lines]))).toMatch(/^HTTP\/1\.1 200 [\s\S]*Referrer-Policy: no-referrer[\s\S]*content="0; url=\/#\/show\/run\/d\/manual__2026-01-01T00%3A00%3A00%2B00%3A00\/task\/load"/);
    expect(statusOf(await raw(get("/", [own(), `Cookie: ${cookie}`, ...navigated])))).toBe(403);
  });

  it("are nothing else: no other place, no picture or script of another page, no other host or method", async () => {
    for (const bad of ["/show/", "/show/start/d", "/show/open/%3Cscript%3E"]) expect(statusOf(await raw(get(bad, [own()]))), bad).toBe(404);
    expect(statusOf(await raw(get(path, [own(), "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image"])))).toBe(403);
    expect(statusOf(await raw(get(path, [own(), "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"])))).toBe(403);
    expect(statusOf(await raw(get(path, [own(), "Origin: http://evil.com"])))).toBe(403);
    expect(statusOf(await raw(get(path, [`Host: evil.com:${server.port}`, ...navigated])))).toBe(403);
    expect(statusOf(await raw(get(path, [own()], "POST")))).toBe(401);
  });

  it("lead to the address that a person named, which is let in under its own origin only", async () => {
    const rpc = createRpcServer({ router: createSmallRouter(probe), log: silent });
    const named = await startHttpServer({ rpc, staticRoot: join(root, "site"), log: silent, memory: memoryOf(), watch: watched, address: "https://dagwright.example" });
    const knockAt = (target: string, ...lines: string[]): Promise<string> => raw(get(target, lines), named.port);
    const link = new URL(named.mintLink());
    expect([named.address, link.origin]).toEqual(["https://dagwright.example", "https://dagwright.example"]);
    expect(await knockAt(`${link.pathname}${link.search}`, "Host: dagwright.example")).toMatch(/^HTTP\/1\.1 303 [\s\S]*HttpOnly; SameSite=Strict; Path=\/; Secure/);
    const session = `Cookie: dagwright_${named.port}=${named.token}`;
    const statusAt = async (...lines: string[]): Promise<number> => statusOf(await knockAt("/", session, ...lines));
    expect(await Promise.all([statusAt("Host: dagwright.example", "Origin: https://dagwright.example"), statusAt(`Host: 127.0.0.1:${named.port}`)])).toEqual([200, 200]);
    const refused = [["Host: dagwright.example", "Origin: http://dagwright.example"], ["Host: dagwright.example", `Origin: http://127.0.0.1:${named.port}`], [`Host: 127.0.0.1:${named.port}`, "Origin: https://dagwright.example"], ["Host: dagwright.example:8443"], ["Host: dagwright.example.evil.com"]];
    for (const lines of refused) expect(await statusAt(...lines), lines.join()).toBe(403);
    expect(statusOf(await raw(get("/", ["Host: dagwright.example", `Cookie: ${cookie}`])))).toBe(403);
    await named.close();
  });
});

describe("T20: Host × Origin × token × method × path", () => {
  it.each(hosts)("holds for Host: $name", { timeout: 60_000 }, async (host) => {
    // A Host that is refused needs no full product of the rest: half the paths show it.
    expect((await knock(door(), host, host.ok ? paths : paths.slice(0, 2))).wrong).toEqual([]);
  });

  it("holds for WebSocket upgrades, where only allowed rows reach a procedure", { timeout: 60_000 }, async () => {
    const before = probe.calls;
    expect((await knockByUpgrade(door())).wrong).toEqual([]);
    expect(probe.calls).toBe(before);
  });

  it("answers the same bytes whatever is wrong with the token", async () => {
    const answers = new Set<string>();
    for (const token of tokens.filter(({ ok }) => !ok)) {
      for (const path of ["/", "/nothing", "/open", "/open?t=", `/?t=${server.token}`]) {
        const answer = await raw(get(path, [own(), ...token.lines(server.port, server.token)]));
        answers.add(answer.replace(/date: .*\r\n/i, "").replace(/'nonce-[\w-]{24}'/, "'nonce'"));
      }
    }
    expect(answers.size).toBe(1);
    expect([...answers][0]).toMatch(/^HTTP\/1\.1 401/);
  });
});

describe("downloads", () => {
  it("gives a laid-out file once, to be saved and never shown, and only with the session", async () => {
    const file = join(root, "laid-out.csv");
    writeFileSync(file, "<script>alert(1)</script>");
    laidOut.set("abc", { file, name: "é\";x='.csv" });
    expect(statusOf(await raw(get("/download/abc", [own()])))).toBe(401);
    expect(statusOf(await raw(get("/download/nosuch", [own(), `Cookie: ${cookie}`])))).toBe(404);
    expect(statusOf(await raw(get("/download/../app.js.map", [own(), `Cookie: ${cookie}`])))).toBe(400);
    const answer = await raw(get("/download/abc", [own(), `Cookie: ${cookie}`]));
    expect(answer).toContain("Content-Disposition: attachment; filename*=UTF-8''%C3%A9%22%3Bx%3D%27.csv");
    expect(answer).toContain("Content-Type: application/octet-stream");
    expect(answer).toMatch(/x-content-type-options: nosniff/i);
    expect(answer).toContain("<script>alert(1)</script>");
    await vi.waitFor(() => expect(existsSync(file)).toBe(false), 15_000);
    expect(statusOf(await raw(get("/download/abc", [own(), `Cookie: ${cookie}`])))).toBe(404);
  });
});

describe("forms of a request that confuse servers", () => {
  const targets: readonly (readonly [string, number])[] = [
    ["//evil.com", 400],
    ["//evil.com/%2e%2e", 400],
    ["/..%2f..%2foutside.html", 400],
    ["/../outside.html", 400],
    ["/%2e%2e/outside.html", 400],
    ["/%252e%252e/outside.html", 400],
    ["/..\\outside.html", 400],
    ["/./index.html", 400],
    ["/assets//app-1a2b.js", 400],
    ["/%00", 400],
    ["/index.html%00.png", 400],
    ["/%zz", 400],
    ["http://evil.com/", 400],
    ["*", 400],
    ["/app.js.map", 404],
    ["/assets", 404],
    ["/outside.html", 404],
    ["/__proto__", 404],
    ["/index.html?x=http://evil.com", 200],
  ];
  it.each(targets)("GET %s answers %i", async (target, status) => {
    const answer = await raw(get(target, [own(), `Cookie: ${cookie}`]));
    expect({ status: statusOf(answer), leaks: answer.includes("outside"), location: /location:/i.test(answer) }).toEqual({ status, leaks: false, location: false });
  });

  const texts: readonly (readonly [string, () => string, number])[] = [
    ["our own absolute form", () => get(`http://127.0.0.1:${server.port}/`, [own(), `Cookie: ${cookie}`]), 400],
    ["CONNECT", () => get("evil.com:443", [own(), `Cookie: ${cookie}`], "CONNECT"), 405],
    ["CONNECT with a foreign Host", () => get("evil.com:443", ["Host: evil.com"], "CONNECT"), 403],
    ["Transfer-Encoding and Content-Length", () => get("/", [own(), `Cookie: ${cookie}`, "Content-Length: 3", "Transfer-Encoding: chunked"], "POST"), 400],
    ["two Content-Lengths", () => get("/", [own(), `Cookie: ${cookie}`, "Content-Length: 3", "Content-Length: 4"], "POST"), 400],
    ["a raw NUL in the target", () => get("/\0", [own()]), 400],
    ["a raw NUL in a header", () => get("/", [own(), "X: a\0b"]), 400],
    ["a folded header", () => get("/", [own(), "X: a", " b"]), 400],
    ["no HTTP at all", () => "hello\r\n\r\n", 400],
    ["a TLS hello", () => "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400],
    ["headers over 16 KB", () => get("/", [own(), `X: ${"a".repeat(17_000)}`]), 431],
    ["a body announced over 10 MB", () => get("/", [own(), `Cookie: ${cookie}`, "Content-Length: 10485761"], "POST"), 413],
    ["Expect", () => get("/", [own(), `Cookie: ${cookie}`, "Expect: 100-continue", "Content-Length: 5"], "POST"), 405],
    ["Expect with a foreign Host", () => get("/", ["Host: evil.com", "Expect: 100-continue", "Content-Length: 5"], "POST"), 403],
  ];
  it.each(texts)("%s", async (_name, text, status) => {
    expect(statusOf(await raw(text()))).toBe(status);
  });

  it("refuses upgrades elsewhere than /rpc", async () => {
    const lines = [own(), `Cookie: ${cookie}`, ...upgradeLines];
    for (const path of ["/", "/rpc/", "/RPC", "/open?t=x"]) expect(statusOf(await raw([`GET ${path} HTTP/1.1`, ...lines, "", ""].join("\r\n")))).toBeOneOf([401, 404]);
  });
});

describe("the one-time link", () => {
  const open = (link: string, headers: readonly string[] = [own()], method = "GET"): Promise<string> => raw(get(link.slice(link.indexOf("/open")), headers, method));

  it("is swapped once for a cookie and a redirect to /, and never again", async () => {
    const link = server.mintLink();
    const first = await open(link);
    expect(statusOf(first)).toBe(303);
    expect(first).toMatch(/\r\nlocation: \/\r\n/i);
    expect(first).toMatch(new RegExp(`set-cookie: dagwright_${server.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/\\r\\n`, "i"));
    expect(first).toMatch(/referrer-policy: no-referrer/i);
    const got = /set-cookie: ([^;]+)/i.exec(first)?.[1] ?? "";
    expect(statusOf(await raw(get("/", [own(), `Cookie: ${got}`])))).toBe(200);
    expect(statusOf(await open(link))).toBe(401);
  });

  it("is used up by no refused, foreign or HEAD request, and ignores a wish for another target", async () => {
    const link = server.mintLink();
    expect(statusOf(await open(link, ["Host: evil.com"]))).toBe(403);
    expect(statusOf(await open(link, [own(), "Origin: http://evil.com"]))).toBe(403);
    expect(statusOf(await open(link, [own(), "Sec-Fetch-Site: cross-site"]))).toBe(403);
    expect(statusOf(await open(link, [own()], "HEAD"))).toBe(401);
    expect(statusOf(await open(`${link}&next=http://evil.com`))).toBe(401);
    const token = link.split("t=")[1] ?? "";
    expect(statusOf(await open(`/open?t=${token}&t=${token}`))).toBe(401);
    expect(statusOf(await open(link))).toBe(303);
  });

  it("loses its power after ten minutes", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const link = server.mintLink();
    const other = server.mintLink();
    vi.setSystemTime(Date.now() + linkLifeMs - 1000);
    expect(statusOf(await open(link))).toBe(303);
    vi.setSystemTime(Date.now() + 2000);
    expect(statusOf(await open(other))).toBe(401);
  });
});

describe("a page that was open when the server ended", () => {
  const bodyOf = <Body>(answer: string): Body => JSON.parse(/\{.*\}/s.exec(answer.slice(answer.indexOf("\r\n\r\n")))?.[0] ?? "{}") as Body;
  const sign = (key: string, text: string): string => createHmac("sha256", Buffer.from(key, "base64url")).update(text).digest("base64url");
  const nonce = "n".repeat(43);
  const ask = (port: number, path: string, headers: readonly string[] = []): Promise<string> => raw(get(path, [`Host: 127.0.0.1:${port}`, ...headers]), port);
  const ticketOf = async (of: HttpServer): Promise<SessionTicket> => bodyOf(await ask(of.port, "/session", [`Cookie: dagwright_${of.port}=${of.token}`]));
  /** What an honest page does, up to the answer of the second step. */
  async function resume(at: HttpServer, { ticket, key }: SessionTicket): Promise<string> {
    const host = `127.0.0.1:${at.port}`;
    const { challenge = "", proof } = bodyOf<Partial<ResumeChallenge>>(await ask(at.port, `/resume?ticket=${ticket}&nonce=${nonce}`));
    expect(proof).toBe(sign(key, serverSays(host, nonce, challenge)));
    return ask(at.port, `/resume?ticket=${ticket}&challenge=${challenge}&answer=${sign(key, pageSays(host, challenge))}`);
  }

  it("finds the next server at the same port, is refused with its old cookie, and gets a new one for its ticket", async () => {
    const kept = { port: 0, seed };
    const first = await start({}, memoryOf(kept));
    const ticket = await ticketOf(first);
    const oldCookie = `Cookie: dagwright_${first.port}=${first.token}`;
    await first.close();
    const second = await start({}, memoryOf(kept));
    expect(second.port).toBe(first.port);
    expect(statusOf(await ask(second.port, "/", [oldCookie]))).toBe(401);
    const answer = await resume(second, ticket);
    const cookie = /set-cookie: ([^;]+); HttpOnly; SameSite=Strict; Path=\/\r\n/i.exec(answer)?.[1] ?? "";
    expect([statusOf(answer), statusOf(await ask(second.port, "/", [`Cookie: ${cookie}`]))]).toEqual([204, 200]);
    await second.close();
  });

  it("gets a ticket only while it is let in, and none of the steps without the door's other checks", async () => {
    expect(statusOf(await raw(get("/session", [own()])))).toBe(401);
    const { ticket } = await ticketOf(server);
    const step = `/resume?ticket=${ticket}&nonce=${nonce}`;
    const refused = await Promise.all([["Host: evil.com"], [own(), "Origin: http://evil.com"], [own(), "Sec-Fetch-Site: cross-site"]].map((headers) => raw(get(step, headers)).then(statusOf)));
    expect(refused).toEqual([403, 403, 403]);
    const forms = ["/resume", "/resume?", `/resume?nonce=${nonce}`, `${step}&x=1`, `/resume?ticket=x&nonce=${nonce}`, `/resume?ticket=${ticket}&challenge=${nonce}&answer=${nonce}`];
    for (const form of forms) expect([form, statusOf(await raw(get(form, [own()])))]).toEqual([form, 401]);
    expect(statusOf(await raw(get(step, [own()], "POST")))).toBe(401);
    expect(statusOf(await raw([`GET ${step} HTTP/1.1`, own(), ...upgradeLines, "", ""].join("\r\n")))).toBe(404);
  });

  it("is out after a sign-out: cookies, links, open sockets and tickets from before are worth nothing", async () => {
    const one = await start();
    const ticket = await ticketOf(one);
    const [oldCookie, link] = [`dagwright_${one.port}=${one.token}`, one.mintLink()];
    const socket = new WebSocket(`ws://127.0.0.1:${one.port}/rpc`, { headers: { cookie: oldCookie } });
    await new Promise((resolve) => socket.once("open", resolve));
    const ended = new Promise((resolve) => socket.once("close", resolve).once("error", () => {}));
    one.signOut();
    await ended;
    expect(statusOf(await ask(one.port, "/", [`Cookie: ${oldCookie}`]))).toBe(401);
    expect(statusOf(await ask(one.port, link.slice(link.indexOf("/open"))))).toBe(401);
    await expect(resume(one, ticket)).rejects.toThrow();
    expect(statusOf(await ask(one.port, "/", [`Cookie: dagwright_${one.port}=${one.token}`]))).toBe(200);
    await one.close();
  });

  it("finds another port when somebody has taken ours", async () => {
    const next = await start({}, memoryOf({ port: server.port, seed }));
    expect(next.port).not.toBe(server.port);
    await next.close();
  });
});

describe("the served app", () => {
  it("carries the security headers on every kind of answer", async () => {
    for (const answer of [await raw(get("/", [own(), `Cookie: ${cookie}`])), await raw(get("/", [own()])), await raw(get("/", ["Host: evil.com"])), await raw("x\r\n\r\n")]) {
      expect(answer).toMatch(/content-security-policy: default-src 'none'; script-src 'self';/i);
      expect(answer).toMatch(/frame-ancestors 'none'/);
      expect(answer).toMatch(/x-content-type-options: nosniff/i);
      expect(answer).toMatch(/referrer-policy: no-referrer/i);
      expect(answer).not.toMatch(/unsafe-eval|script-src[^;]*unsafe|access-control|x-powered-by|\nserver:/i);
    }
  });

  it("fills a nonce of its own into every page, the same as in its policy", async () => {
    const nonces = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      const answer = await raw(get("/", [own(), `Cookie: ${cookie}`]));
      const nonce = /style-src-elem 'self' 'nonce-([\w-]{24})'/.exec(answer)?.[1] ?? "none";
      expect(answer).toContain(`nonce="${nonce}"`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  it("answers calls over the WebSocket on both loopback addresses, and survives its idle limit", async () => {
    const short = await start({ idleMs: 300, headersMs: 300 });
    for (const address of ["127.0.0.1", "[::1]"]) {
      const socket = new WebSocket(`ws://${address}:${short.port}/rpc`, { headers: { cookie: `dagwright_${short.port}=${short.token}` } });
      await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
      const client: RouterClient<ReturnType<typeof createSmallRouter>> = createORPCClient(new RPCLink({ websocket: socket as never }));
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(await client.echo({ text: address })).toEqual({ text: address });
      socket.terminate();
    }
    await short.close();
  });

  it("is not reachable on any other address of the machine", async () => {
    const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []).filter((item) => !item.internal && item.family === "IPv4");
    for (const { address } of addresses) await expect(raw(get("/"), server.port, address)).rejects.toThrow(/ECONNREFUSED/);
  });

  it.each(["0.0.0.0", "::", "192.168.0.1", "example.com", ""])("refuses to bind %j", async (host) => {
    const rpc = createRpcServer({ router: createSmallRouter(), log: silent });
    await expect(startHttpServer({ rpc, staticRoot: join(root, "site"), log: silent, host, memory: memoryOf(), watch: watched })).rejects.toThrow(/only 127\.0\.0\.1/);
  });

  it("says so when the wanted port is taken", async () => {
    const rpc = createRpcServer({ router: createSmallRouter(), log: silent });
    const again = startHttpServer({ rpc, staticRoot: join(root, "site"), log: silent, port: server.port, memory: memoryOf(), watch: watched });
    await expect(again).rejects.toMatchObject({ code: "input/invalid", message: expect.stringContaining(`port ${server.port}`) });
  });
});

describe("limits", () => {
  it("drops a request that trickles in, and a connection that says nothing", async () => {
    const short = await start({ headersMs: 300, idleMs: 1000 });
    const socket = createConnection({ port: short.port, host: "127.0.0.1" });
    const drip = setInterval(() => socket.write("x"), 100);
    socket.write("GET / HTTP/1.1\r\nX: ");
    const answer = await new Promise<string>((resolve) => socket.once("data", (piece) => resolve(piece.toString("latin1"))));
    clearInterval(drip);
    socket.destroy();
    expect(statusOf(answer)).toBe(408);
    expect(await raw("", short.port)).toSatisfy((text: string) => text === "" || statusOf(text) === 408);
    await short.close();
  });

  it("takes no more connections than allowed, and takes new ones when others leave", async () => {
    const short = await start({ connections: 5 });
    const open = (): Promise<ReturnType<typeof createConnection>> =>
      new Promise((resolve) => {
        const socket = createConnection({ port: short.port, host: "127.0.0.1" }, () => resolve(socket));
        socket.on("error", () => {});
      });
    const held = await Promise.all(Array.from({ length: 5 }, open));
    const extra = await open();
    await new Promise((resolve) => extra.once("close", resolve));
    held[0]?.destroy();
    await expect.poll(() => raw(get("/", [`Host: 127.0.0.1:${short.port}`]), short.port).then(statusOf, () => 0)).toBe(401);
    for (const socket of held) socket.destroy();
    await short.close();
  });
});
