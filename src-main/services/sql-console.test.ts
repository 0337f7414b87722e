/** The use cases around a host that is played, so that it can die, hang and tell at will; the real host has its own tests. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SqlEvent } from "../../shared/contract/sql.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { HistoryEntry } from "../../shared/contract/sql.ts";
import type { SqlQueries } from "../ports/sql-queries.ts";
import type { Store } from "../ports/store.ts";
import { openWorkspace } from "../platform/workspace-folder.ts";
import { systemClock } from "../platform/system-clock.ts";
import { Connections } from "./connections.ts";
import { ExportTargets } from "./export-target.ts";
import { SqlConsole } from "./sql-console.ts";

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

describe("sql console", () => {
  let folder: string;
  let isTrusted = true;
  let remembered: Omit<HistoryEntry, "id">[] = [];
  let cancelled: string[] = [];
  let run: SqlQueries["run"];
  let targets: ExportTargets;
  let sql: SqlConsole;
  const password = "hunter2secret";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "dagwright-console-"));
    writeFileSync(join(folder, "dagwright.json"), JSON.stringify({ connections: { prod: { kind: "postgres", database: "d", user: "u", password: { env: "PW" }, read_only: true } } }));
    [isTrusted, remembered, cancelled] = [true, [], []];
    const workspace = openWorkspace(folder);
    targets = new ExportTargets({ workspace, clock: systemClock });
    const store = { atomically: (work: () => unknown) => work(), sqlHistory: { add: (entry: Omit<HistoryEntry, "id">) => void remembered.push(entry) } } as unknown as Store;
    const queries = { run: (...words: Parameters<SqlQueries["run"]>) => run(...words), cancel: (id: string) => void cancelled.push(id) } as unknown as SqlQueries;
    sql = new SqlConsole({ queries, connections: new Connections({ workspace, environment: { PW: password }, isTrusted: () => isTrusted }), store, targets, clock: systemClock, log: silent });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const all = async (events: AsyncIterable<SqlEvent>): Promise<SqlEvent[]> => {
    const told: SqlEvent[] = [];
    for await (const event of events) told.push(event);
    return told;
  };

  it("runs nothing in a workspace that is not trusted", () => {
    isTrusted = false;
    expect(() => sql.run({ connection: "warehouse", text: "select 1" })).toThrow(expect.objectContaining({ code: "workspace/untrusted" }));
    expect(() => sql.export({ source: { connection: "warehouse", text: "select 1" }, format: "csv", target: { to: "workspace", path: "a.csv" } })).toThrow(expect.objectContaining({ code: "workspace/untrusted" }));
    expect(() => sql.profile({ of: { connection: "warehouse", schema: "s", table: "t" } })).toThrow(expect.objectContaining({ code: "workspace/untrusted" }));
    expect(remembered).toEqual([]);
  });

  it("hands on what the host tells and remembers it without secrets; read_only reaches the host", async () => {
    let isReadOnly = false;
    run = async (query, tell) => {
      isReadOnly = query.connection.readOnly;
      tell({ kind: "finished", index: 0, resultId: "r", rows: 7, capped: false, ms: 1 });
      tell({ kind: "ended", state: "success", failure: null, ms: 2 });
    };
    const events = await all(sql.run({ connection: "prod", text: `select '${password}'` }));
    expect(events.map(({ kind }) => kind)).toEqual(["finished", "ended"]);
    expect(remembered).toMatchObject([{ connection: "prod", text: "select '***'", rows: 7, state: "success", error: null, ms: 2 }]);
    expect(isReadOnly).toBe(true);
  });

  it("remembers the values of parameters, unless they are large or hold a secret", async () => {
    run = async (_query, tell) => tell({ kind: "ended", state: "success", failure: null, ms: 2 });
    const params = { name: { type: "text", value: "Ada" }, n: { type: "number", value: null } } as const;
    await all(sql.run({ connection: "prod", text: "select :name", params }));
    await all(sql.run({ connection: "prod", text: "select :name", params: { name: { type: "text", value: "x".repeat(30_000) } } }));
    await all(sql.run({ connection: "prod", text: "select :name", params: { name: { type: "text", value: `is ${password}` } } }));
    expect(remembered.map((entry) => entry.params)).toEqual([params, null, null]);
  });

  it("ends with the reason when the host dies, and remembers that too", async () => {
    run = async () => {
      throw new AppError("engine/unavailable", "the SQL host ended (SIGKILL)");
    };
    const events = await all(sql.run({ connection: "warehouse", text: "select 1" }));
    expect(events).toMatchObject([{ kind: "ended", state: "failed", failure: { kind: "host", message: expect.stringContaining("SIGKILL") } }]);
    expect(remembered).toMatchObject([{ state: "failed", error: expect.stringContaining("SIGKILL") }]);
  });

  it("cancels what runs when the reader leaves or aborts, and not what has ended", async () => {
    run = (query, tell) => new Promise((resolve) => (tell({ kind: "started", queryId: query.queryId, statements: 1, at: 0 }), setTimeout(resolve, 50)));
    for await (const _event of sql.run({ connection: "warehouse", text: "x", queryId: "left" })) break;
    expect(cancelled).toEqual(["left"]);
    const abort = new AbortController();
    const events = sql.run({ connection: "warehouse", text: "x", queryId: "aborted" }, abort.signal);
    await events.next();
    abort.abort();
    expect(cancelled).toEqual(["left", "aborted"]);
    expect(sql.cancel("aborted")).toEqual({ wasRunning: true });
    expect(sql.cancel("nobody")).toEqual({ wasRunning: false });
  });

  it("tells the real error of a connection that cannot be opened, and the version of one that can", async () => {
    run = async (query, tell) => {
      expect(query).toMatchObject({ connection: { id: "prod" }, text: "SELECT version()" });
      tell({ kind: "ended", state: "failed", failure: { kind: "connection", message: "connect ECONNREFUSED 127.0.0.1:5432", detail: "is it running?", state: "", place: null }, ms: 1 });
    };
    expect(await sql.test("prod")).toMatchObject({ ok: false, message: "connect ECONNREFUSED 127.0.0.1:5432", detail: "is it running?" });
    await expect(sql.test("nowhere")).rejects.toMatchObject({ code: "connection/not-found" });
  });

  it("exports only to where it may", () => {
    const at = (path: string, overwrite = false) => () => targets.fileOf({ to: "workspace", path, overwrite }, "csv");
    expect(at("out/a.csv")().file).toBe(join(openWorkspace(folder).root, "out/a.csv"));
    writeFileSync(join(folder, "there.csv"), "x");
    symlinkSync("/tmp", join(folder, "link"));
    mkdirSync(join(folder, "out"), { recursive: true });
    for (const path of ["../a.csv", "/etc/passwd", "link/a.csv", ".dagwright/state.db", ".git/config", "out/../.DAGWRIGHT/x", ".", "a\0.csv"]) expect(at(path), path).toThrow(expect.objectContaining({ code: "workspace/outside" }));
    for (const path of ["there.csv", "out"]) expect(at(path), path).toThrow(expect.objectContaining({ code: "input/invalid" }));
    expect(at("there.csv", true)().file).toMatch(/there\.csv$/);
    expect(() => targets.fileOf({ to: "granted", grant: "made up" }, "csv")).toThrow(expect.objectContaining({ code: "workspace/outside" }));
    targets.allow("word", "/tmp/chosen.csv");
    expect(targets.fileOf({ to: "granted", grant: "word" }, "csv").file).toBe("/tmp/chosen.csv");
    expect(() => targets.fileOf({ to: "granted", grant: "word" }, "csv")).toThrow(expect.objectContaining({ code: "workspace/outside" }));
    const { file, download } = targets.fileOf({ to: "download", name: "../../etc/pass wd" }, "csv");
    expect(file.startsWith(join(openWorkspace(folder).root, ".dagwright", "downloads"))).toBe(true);
    expect(existsSync(join(file, ".."))).toBe(true);
    expect(targets.download((download ?? "").slice("/download/".length))).toMatchObject({ file, name: "pass wd.csv" });
    expect(targets.download("made-up")).toBeNull();
  });
});
