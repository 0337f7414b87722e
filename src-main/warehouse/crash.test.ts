import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LoadPlan, SqlOutcome } from "../ports/sql-host.ts";
import { backends, type Bench, titleOf } from "./test-backends.ts";

const rowCount = 60_000;
const rounds = 6;

function plan(version: number): Partial<LoadPlan> {
  return {
    ddl: "create table versions (v int not null, i int)",
    source: { kind: "query", sql: `select ${version} as v, i from generate_series(1, ${rowCount}) as g(i)` },
    checks: [{ kind: "row_count", name: "all there", severity: "error", min: rowCount, max: rowCount }],
  };
}

for (const backend of backends) {
  describe.skipIf(backend.missing !== null)(`a killed host on ${titleOf(backend)}`, { timeout: 120_000 }, () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await backend.start();
      await bench.script("create schema looks");
    }, 60_000);
    afterAll(async () => bench.stop());

    const look = async (): Promise<(string | null)[][]> => bench.cells("select v, count(*) as n from warehouse.versions group by v");

    const killWhen = async (attemptId: string, isTime: () => Promise<void>): Promise<SqlOutcome> => {
      const outcome = bench.load(plan(Number(attemptId.slice("kill-".length))), { attemptId });
      await Promise.race([isTime(), outcome]);
      const { pid } = bench.host;
      if (pid !== null) process.kill(pid, "SIGKILL");
      return outcome;
    };

    const untilAudited = async (attemptId: string): Promise<void> => {
      const path = join(bench.folder, "logs", `${attemptId}.log`);
      const isAudited = (): boolean => {
        try {
          return readFileSync(path, "utf8").includes("check all there");
        } catch {
          return false; // not begun yet
        }
      };
      for (const until = performance.now() + 10_000; !isAudited() && performance.now() < until;) await sleep(1);
    };

    it("leaves the old table, and tells truly whether it had published", async () => {
      let current = 1;
      const started = performance.now();
      await bench.load(plan(current), { attemptId: "kill-1" });
      const usualMs = performance.now() - started;
      const seen = new Set<string>();
      for (let version = 2; version < 2 + 2 * rounds; version++) {
        const attemptId = `kill-${version}`;
        const isTime =
          version % 2 === 0 ? () => sleep(Math.random() * usualMs) : () => untilAudited(attemptId).then(() => sleep(Math.random() * usualMs * 0.4));
        const outcome = await killWhen(attemptId, isTime);
        const marker = await bench.host.wasPublished(bench.spec, attemptId);
        if (outcome.state === "success") expect(marker).not.toBeNull();
        else expect(outcome.failure).toBe("host");
        if (marker !== null) {
          expect(marker).toEqual({ table: "warehouse.versions", rowsLoaded: rowCount });
          current = version;
        }
        seen.add(marker === null ? "old" : "new");
        expect(await look()).toEqual([[String(current), String(rowCount)]]);
      }
      expect(seen).toContain("old");
      const last = await bench.load(plan(99));
      expect(last.reason).toBeNull();
      expect(await bench.cells("select table_name from information_schema.tables where table_schema = 'staging'")).toEqual([]);
    });

    it("shows every reader old or new rows during 50 publications, never none", async () => {
      await bench.load(plan(0));
      let isOver = false;
      const bad: string[] = [];
      let reads = 0;
      const judge = (cells: readonly unknown[]): void => {
        reads++;
        const [count, lowest, highest] = cells.map(String);
        if (count !== "1000" || lowest !== highest) bad.push(cells.join(" "));
      };
      const small = (version: number): Partial<LoadPlan> => ({
        ddl: "create table small (v int, i int)",
        source: { kind: "query", sql: `select ${version} as v, i from generate_series(1, 1000) as g(i)` },
      });
      await bench.load(small(0));
      await bench.script("create view looks.small as select count(*) as n, min(v) as lo, max(v) as hi from warehouse.small");
      const readThroughHost = async (): Promise<void> => {
        const { rows } = await bench.host.rows(bench.spec, { schema: "looks", table: "small" }, { limit: 1, offset: 0 });
        judge(rows[0] ?? []);
      };
      const reader = async (): Promise<void> => {
        while (!isOver) await readThroughHost().catch((error: unknown) => bad.push(String(error)));
      };
      const { spec } = bench;
      const direct = async (): Promise<void> => {
        if (spec.kind !== "postgres") return;
        const client = new pg.Client({ ...spec, password: spec.password ?? "" });
        await client.connect();
        // A snapshot taken before a publication must go on seeing the old rows, not an emptied table.
        while (!isOver) {
          await client.query("begin isolation level repeatable read; select 1");
          await sleep(5);
          judge((await client.query({ text: "select count(*), min(v), max(v) from warehouse.small", rowMode: "array" })).rows[0] as unknown[]);
          await client.query("commit");
        }
        await client.end();
      };
      const readers = [reader(), reader(), direct()];
      for (let version = 1; version <= 50; version++) expect((await bench.load(small(version))).reason).toBeNull();
      isOver = true;
      await Promise.all(readers);
      expect(bad).toEqual([]);
      expect(reads).toBeGreaterThan(50);
    });
  });
}
