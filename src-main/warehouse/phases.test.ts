/** The host killed for good in each phase of a load, and loads of one table that meet each other and readers. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LoadPlan, SqlHost } from "../ports/sql-host.ts";
import { createSqlHost } from "./client.ts";
import { backends, type Bench, holdTable, killHost, titleOf } from "./test-backends.ts";

const endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n where i < 0";
const bigCount = 1_500_000;

for (const backend of backends) {
  describe.skipIf(backend.missing !== null)(`phases of a load on ${titleOf(backend)}`, { timeout: 120_000 }, () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await backend.start();
    }, 60_000);
    afterAll(async () => bench.stop());

    const untilLogged = async (attemptId: string, text: string): Promise<void> => {
      const path = join(bench.folder, "logs", `${attemptId}.log`);
      const isThere = (): boolean => {
        try {
          return readFileSync(path, "utf8").includes(text);
        } catch {
          return false; // not begun yet
        }
      };
      for (const until = performance.now() + 30_000; !isThere();) {
        if (performance.now() > until) throw new Error(`${attemptId} never logged ${text}`);
        await sleep(1);
      }
    };
    const staging = async (): Promise<string[]> =>
      (await bench.cells("select table_name from information_schema.tables where table_schema = 'staging'")).map(([name]) => name ?? "");
    const rowsOf = (table: string): Promise<(string | null)[][]> => bench.cells(`select v, count(*) from warehouse.${table} group by v order by v`);

    interface Phase {
      readonly plan: Partial<LoadPlan>;
      /** After this line of the log the phase has begun. */
      readonly begins: string;
      readonly afterMs: number;
    }
    const good = (version: number, count = 3): Partial<LoadPlan>["source"] & object => ({
      kind: "query",
      sql: `select ${version} as v from generate_series(1, ${count}) as g(i)`,
    });
    const allThere = { kind: "row_count", name: "all there", severity: "error", min: 1 } as const;
    const phases: Record<string, Phase> = {
      prep: { plan: { source: { kind: "query", sql: endless.replace("select i from", "select i as v from") } }, begins: "created staging.", afterMs: 100 },
      checks: {
        plan: { source: good(2), checks: [allThere, { kind: "sql", name: "endless", severity: "error", query: endless }] },
        begins: "check all there",
        afterMs: 100,
      },
      publish: { plan: { source: good(2, bigCount), checks: [allThere] }, begins: "check all there", afterMs: 40 },
    };

    for (const mode of ["replace", "append", "merge"] as const) {
      const load = mode === "merge" ? { mode, keys: ["v"] } : { mode };
      // Before the publication the modes do the same.
      const killedIn = Object.entries(phases).filter(([name]) => mode === "replace" || name === "publish");
      it.each(killedIn)(`${mode}: killed in %s, the old table stays whole and the next load heals`, async (name, phase) => {
        const table = `${mode}_${name}`;
        // DuckDB builds indexes while it publishes, so that there is time to be killed in.
        const ddl = `create table ${table} (v int not null); create index ${table}_v on ${table} (v)`;
        expect((await bench.load({ ddl, load: { mode: "replace" }, source: good(1) })).reason).toBeNull();
        const source =
          mode === "merge" && name === "publish"
            ? ({ kind: "query", sql: `select i as v from generate_series(1, ${bigCount}) as g(i)` } as const)
            : phase.plan.source;
        const release = name === "publish" ? await holdTable(bench, table) : async () => undefined;
        const attemptId = `${table}-killed`;
        const running = bench.load({ ddl, load, ...phase.plan, ...(source === undefined ? {} : { source }) }, { attemptId });
        await untilLogged(attemptId, phase.begins);
        await sleep(phase.afterMs);
        killHost(bench);
        expect(await running).toMatchObject({ state: "failed", failure: "host", table: null });
        expect(bench.log(attemptId)).not.toContain("published");
        // Nobody waits: while a publication hangs, readers see the old rows.
        expect(await rowsOf(table)).toEqual([["1", "3"]]);
        await release();
        expect(await bench.host.wasPublished(bench.spec, attemptId)).toBeNull();
        expect(await rowsOf(table)).toEqual([["1", "3"]]);
        expect(await staging()).toHaveLength(1);
        const healed = await bench.load({ ddl, load, source: good(4, mode === "merge" ? 1 : 2) });
        expect(healed.reason).toBeNull();
        expect(await rowsOf(table)).toEqual(
          {
            replace: [["4", "2"]],
            append: [
              ["1", "3"],
              ["4", "2"],
            ],
            merge: [
              ["1", "3"],
              ["4", "1"],
            ],
          }[mode],
        );
        // A PostgreSQL server takes a moment to see that its client is dead; until then the prep table counts as in use.
        for (let tries = 0; (await staging()).length > 0 && tries < 20; tries++) {
          await sleep(500);
          await bench.load({ ddl: "create table another (a int)" });
        }
        expect(await staging()).toEqual([]);
      });
    }

    it("loads of one table that meet each other and readers lose nothing and show nothing half done", async () => {
      const { host, spec } = bench;
      const second: SqlHost | null = spec.kind === "postgres" ? createSqlHost({ cwd: bench.folder }) : null;
      const hosts = second === null ? [host] : [host, second];
      const run = (index: number, plan: Pick<LoadPlan, "ddl" | "source" | "load">): Promise<unknown> => {
        const attemptId = bench.nextAttempt();
        const work = { kind: "load", prepSchema: "staging", finalSchema: "warehouse", checks: [], ...plan } as const;
        const job = { attemptId, connection: spec, timeoutMs: null, logPath: join(bench.folder, "logs", `${attemptId}.log`), secrets: [], work };
        return (hosts[index % hosts.length] ?? host).run(job).then((outcome) => outcome.reason);
      };
      const block = (mode: string, version: number): LoadPlan["source"] => ({
        kind: "query",
        sql: `select ${mode === "merge" ? "i" : version} as k, ${version} as v from generate_series(1, 1000) as g(i)`,
      });
      const meets = ["replace", "append", "merge"] as const;
      const ddlOf = (mode: string): string => `create table meet_${mode} (k int not null, v int not null)`;
      for (const mode of meets) expect(await run(0, { ddl: ddlOf(mode), load: { mode: "replace" }, source: block(mode, 0) })).toBeNull();
      await bench.script(
        `create schema if not exists looks; ${meets.map((mode) => `create view looks.meet_${mode} as select count(*) as n, count(distinct v) as versions, count(distinct k) as keys from warehouse.meet_${mode}`).join("; ")}`,
      );
      let isOver = false;
      let reads = 0;
      const bad: string[] = [];
      const judge = (mode: (typeof meets)[number], [count, versions, keys]: readonly (string | null)[]): void => {
        reads++;
        const isWhole = {
          replace: count === "1000" && versions === "1",
          append: Number(count) === 1000 * Number(versions),
          merge: count === "1000" && keys === "1000" && versions === "1",
        }[mode];
        if (!isWhole) bad.push(`${mode} ${count} ${versions} ${keys}`);
      };
      const read = async (): Promise<void> => {
        for (let turn = 0; !isOver; turn++) {
          const mode = meets[turn % 3] ?? "replace";
          const page = await host.rows(spec, { schema: "looks", table: `meet_${mode}` }, { limit: 1, offset: 0 });
          judge(mode, page.rows[0] ?? []);
        }
      };
      const readers = [read(), read()].map((each) => each.catch((error: unknown) => void bad.push(String(error))));
      const loads = meets.flatMap((mode) =>
        Array.from({ length: 12 }, (_, index) =>
          run(index + 1, { ddl: ddlOf(mode), load: mode === "merge" ? { mode, keys: ["k"] } : { mode }, source: block(mode, index + 1) }),
        ),
      );
      expect(await Promise.all(loads)).toEqual(loads.map(() => null));
      isOver = true;
      await Promise.all(readers);
      await second?.close();
      expect(bad).toEqual([]);
      expect(reads).toBeGreaterThan(5);
      expect(await bench.cells("select n, versions from looks.meet_append")).toEqual([["13000", "13"]]);
      expect(await staging()).toEqual([]);
    });
  });
}
