/** The connection to a real PostgreSQL is lost while a publication is being committed: before the server hears of the commit, and after it has done it. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backends, type Bench, titleOf } from "./test-backends.ts";

type Cut = "before" | "after" | null;

/** Hands everything on, until the first commit after a marker was left: that is lost, or its answer is. */
class Wire {
  cut: Cut = null;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  /** The server listens at a socket in a folder. */
  constructor(folder: string, port: number) {
    this.#server = createServer((client) => {
      const server = connect(`${folder}/.s.PGSQL.${port}`);
      let isPublishing = false;
      let isDeaf = false;
      const end = (): void => void [client, server].forEach((socket) => socket.destroy());
      for (const socket of [client, server]) {
        this.#sockets.add(socket);
        socket.on("error", end);
        socket.on("close", end);
      }
      client.on("data", (bytes) => {
        const text = bytes.toString("latin1");
        isPublishing ||= text.includes("INSERT INTO") && text.includes("attempt_id");
        if (!isPublishing || this.cut === null || !text.includes("COMMIT")) return void server.write(bytes);
        if (this.cut === "before") return end();
        isDeaf = true;
        server.write(bytes);
      });
      server.on("data", (bytes) => (isDeaf ? end() : client.write(bytes)));
    });
  }

  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

for (const backend of backends.filter(({ name }) => name === "postgres")) {
  describe.skipIf(backend.missing !== null)(`a commit in doubt on ${titleOf(backend)}`, { timeout: 60_000 }, () => {
    let bench: Bench;
    let wire: Wire;
    let far: Bench["spec"];
    beforeAll(async () => {
      bench = await backend.start();
      if (bench.spec.kind !== "postgres") throw new Error("no server");
      wire = new Wire(bench.spec.host, bench.spec.port);
      far = { ...bench.spec, id: "far", host: "127.0.0.1", port: await wire.open() };
      expect((await bench.load({ load: { mode: "append" } })).state).toBe("success");
    }, 60_000);
    afterAll(async () => {
      wire.close();
      await bench.stop();
    });

    it.each([
      ["before", null, 1],
      ["after", { table: "warehouse.t", rowsLoaded: 1 }, 2],
    ] as const)("is told of as such when the connection is lost %s the server has committed, and the database says what came of it", async (cut, published, rows) => {
      wire.cut = cut;
      const attemptId = `in-doubt-${cut}`;
      const outcome = await bench.load({ load: { mode: "append" } }, { attemptId, connection: far });
      wire.cut = null;
      expect(outcome).toMatchObject({ state: "failed", failure: "connection", isInDoubt: true, table: null });
      expect(await bench.host.wasPublished(far, attemptId)).toEqual(published);
      expect(await bench.cells("select count(*) from warehouse.t")).toEqual([[String(rows)]]);
    });

    it("is none where it is lost before", async () => {
      const outcome = await bench.load({ load: { mode: "append" }, source: { kind: "query", sql: "select pg_terminate_backend(pg_backend_pid())::int as a" } });
      expect([outcome.state, outcome.isInDoubt ?? false]).toEqual(["failed", false]);
    });
  });
}
