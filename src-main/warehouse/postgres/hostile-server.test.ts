/** A server that speaks PostgreSQL's protocol and means no good: endless answers, none at all, requests for files. */
import { createServer, type Server, type Socket } from "node:net";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ConnectionSpec, SqlHost, SqlOutcome } from "../../ports/sql-host.ts";
import { createSqlHost } from "../client.ts";

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function int(value: number, bytes: 2 | 4 = 4): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeIntBE(value, 0, bytes);
  return buffer;
}

const text = (value: string): Buffer => Buffer.from(`${value}\0`);
const ready = message("Z", Buffer.from("I"));
const greeting = Buffer.concat([message("R", int(0)), message("K", Buffer.concat([int(4711), int(1)])), ready]);
const done = Buffer.concat([message("C", text("SET")), ready]);
const oneColumn = message("T", Buffer.concat([int(1, 2), text("a"), int(0), int(0, 2), int(25), int(-1, 2), int(-1), int(0, 2)]));
const refused = Buffer.concat([message("E", Buffer.concat([text("SERROR"), text("C57014"), text("MCOPY failed"), Buffer.from([0])])), ready]);
const row = message("D", Buffer.concat([int(1, 2), int(60_000), Buffer.alloc(60_000, "x")]));

/** Sends a piece again and again for as long as anybody reads. */
function pour(socket: Socket, piece: Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on("drain", more);
  more();
}

const answers = {
  endlessRows: (socket: Socket) => {
    socket.write(oneColumn);
    pour(socket, row);
  },
  endlessRow: (socket: Socket) => {
    socket.write(oneColumn);
    const head = Buffer.alloc(11);
    head.write("D");
    head.writeInt32BE(2 ** 31 - 1, 1);
    head.writeInt16BE(1, 5);
    head.writeInt32BE(2 ** 31 - 11, 7);
    socket.write(head);
    pour(socket, Buffer.alloc(60_000, "x"));
  },
  wantsAFile: (socket: Socket) => socket.write(message("G", Buffer.concat([Buffer.from([0]), int(0, 2)]))),
  html: (socket: Socket) =>
    socket.write(
      Buffer.concat([message("E", Buffer.concat([text("SERROR"), text("C42601"), text("M<img src=x onerror=alert(1)>"), Buffer.from([0])])), ready]),
    ),
  nothing: () => undefined,
} as const;

describe("a hostile PostgreSQL server", { timeout: 60_000 }, () => {
  let [folder, said] = ["", ""];
  let server: Server;
  let host: SqlHost;
  let answer: (socket: Socket) => unknown;
  const sockets = new Set<Socket>();
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "dagwright-hostile-"));
    said = "";
    host = createSqlHost({ cwd: folder });
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
      let isGreeted = false;
      socket.on("data", (data) => {
        said += data.toString("latin1");
        if (!isGreeted) {
          isGreeted = true;
          socket.write(greeting);
        } else if (data[0] === 0x51 && !/^Q....(SET|BEGIN|ROLLBACK|DISCARD)/s.test(data.toString("latin1"))) answer(socket);
        else if (data[0] !== 0x58) socket.write(data[0] === 0x66 ? refused : done);
      });
    });
    await new Promise<void>((resolve) => server.listen(join(folder, ".s.PGSQL.5432"), resolve));
  });
  afterEach(async () => {
    await host.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });

  const spec = (): ConnectionSpec => ({ id: "h", kind: "postgres", host: folder, port: 5432, database: "d", user: "u", password: "p", ssl: false, readOnly: false });
  const script = (sql: string, attemptId = "a"): Promise<SqlOutcome> =>
    host.run({ attemptId, connection: spec(), timeoutMs: null, logPath: join(folder, "log"), secrets: [], work: { kind: "script", sql, checks: [] } });
  const untilSaid = async (part: string): Promise<void> => {
    for (const until = performance.now() + 10_000; !said.includes(part) && performance.now() < until;) await sleep(10);
  };
  const residentMb = (): number => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${host.pid}/status`, "utf8"))?.[1]) / 1024;

  it.each(["endlessRows", "endlessRow"] as const)("is cut off when it sends without end: %s", async (how) => {
    answer = answers[how];
    await expect(host.rows(spec(), { schema: "s", table: "t" }, { limit: 10, offset: 0 })).rejects.toMatchObject({
      code: "connection/failed",
      message: expect.stringContaining("larger than 64 MiB"),
    });
    if (process.platform === "linux") expect(residentMb()).toBeLessThan(700);
    expect(host.state).toBe("up");
  });

  it("gets no file for the asking", async () => {
    answer = answers.wantsAFile;
    const asked = script("select 1 as asked");
    await untilSaid("f\0\0\0"); // CopyFail; a "d" would carry data
    const refusal = said.slice(said.indexOf("as asked"));
    host.cancel("a");
    expect((await asked).state).toBe("failed");
    expect(refusal).toMatch(/^as asked\0f\0\0\0.No source stream defined\0/s);
  });

  it("has its errors shown as text", async () => {
    answer = answers.html;
    expect(await script("select 1")).toMatchObject({ failure: "sql", reason: expect.stringContaining("<img src=x onerror=alert(1)>") });
  });

  it("cannot keep a cancelled job by saying nothing", async () => {
    answer = answers.nothing;
    const running = script("select pg_sleep(1000)");
    await untilSaid("pg_sleep");
    const asked = performance.now();
    host.cancel("a");
    expect(await running).toMatchObject({ failure: "cancelled" });
    expect(performance.now() - asked).toBeLessThan(10_000);
    answer = (socket) => socket.write(done);
    expect((await script("select 1", "b")).state).toBe("success");
  });
});
