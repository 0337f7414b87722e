/** Old runs go with their logs or stay with them, wherever an engine is killed; an engine that comes back finishes what was begun. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { DuckDBInstance } from "@duckdb/node-api";
import type { ArchiveHit } from "../../shared/contract/archive.ts";
import type { RunPage } from "../../shared/contract/runs.ts";
import type { RetentionPoint } from "../ports/crash-point.ts";
import { openEngineProcess, writeDag, type EngineProcess } from "./fixtures/engine-client.ts";

const kills = 4;
const perRound = 12;
let folder: string;
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

describe("retention in an engine that is killed", () => {
  it(`leaves neither runs without logs nor logs without runs, ${kills} times`, { timeout: 120_000 }, async () => {
    folder = mkdtempSync(join(tmpdir(), "dagwright-retention-"));
    writeFileSync(join(folder, "dagwright.json"), JSON.stringify({ retention: { max_runs: 1 } }));
    writeDag(folder, "d", ["  a: { config_type: BashTask, bash: 'echo hello' }"], "max_active_runs: 50\n");
    const logs = join(folder, ".dagwright", "logs", "d");
    let engine = await openEngineProcess(folder);
    const runIds = async (): Promise<string[]> => ((await engine.call("runs", "list", { dagId: "d", limit: 100 })) as RunPage).runs.map(({ runId }) => runId).sort();
    for (let kill = 0; kill < kills; kill += 1) {
      for (let n = 0; n < perRound; n += 1) await engine.start({ dagId: "d", runId: `r${kill}-${n}` });
      await engine.idle();
      const dropping = engine.call("retention", "run", {}).catch(() => {});
      // Some are gone, and more are to go.
      while (readdirSync(logs).length === (await runIds()).length && readdirSync(logs).length > 8) await new Promise((resolve) => setTimeout(resolve, 1));
      await engine.kill();
      await dropping;
      engine = await openEngineProcess(folder);
      expect(readdirSync(logs).sort(), `round ${kill}`).toEqual(await runIds());
      await expect.poll(() => (existsSync(join(folder, ".dagwright", "dropped-logs")) ? readdirSync(join(folder, ".dagwright", "dropped-logs")) : [])).toEqual([]);
    }
    await engine.call("retention", "run", {});
    expect([await runIds(), readdirSync(logs)]).toEqual([[`r${kills - 1}-${perRound - 1}`], [`r${kills - 1}-${perRound - 1}`]]);
    await engine.close();
  });
});

const runIds = ["r0", "r1", "r2", "r3", "r4", "r5"];
const runsOf = async (engine: EngineProcess): Promise<string[]> => ((await engine.call("runs", "list", { dagId: "d", limit: 100 })) as RunPage).runs.map(({ runId }) => runId).sort();
const found = async (engine: EngineProcess): Promise<string[]> => ((await engine.call("archive", "search", {})) as { hits: ArchiveHit[] }).hits.map(({ runId }) => runId).sort();

/** What any program finds in the files, without a word of the engine. */
async function inFiles(folder: string): Promise<string[]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(`select run_id from read_parquet('${join(folder, "*.parquet")}') order by run_id`)).getRows();
  connection.closeSync();
  instance.closeSync();
  return rows.map(([runId]) => String(runId));
}

describe("retention in an engine that dies at a point", () => {
  // Each run has a step of its own, so that a file has runs that went and runs that did not.
  const archived: [point: RetentionPoint, after: number, isNoted: boolean][] = [
    ["lines written", 0, false],
    ["file written", 0, false],
    ["file listed", 0, false],
    ["run dropping", 2, false],
    ["run dropped", 2, false],
    ["logs moved", 2, false],
    ["run dropped", 4, false],
    ["rest written", 0, true],
    ["rest listed", 0, true],
    ["file named", 0, true],
  ];
  it.each(archived)("keeps each run in the history or in one file: %s, %i of them passed, one to be kept after all: %s", { timeout: 120_000 }, async (point, after, isNoted) => {
    folder = mkdtempSync(join(tmpdir(), "dagwright-retention-"));
    writeFileSync(join(folder, "dagwright.json"), JSON.stringify({ retention: { max_runs: 1, archive: true } }));
    writeDag(folder, "d", ["  a: { config_type: BashTask, bash: 'echo hello' }"], "max_active_runs: 50\n");
    const [logs, archive] = [join(folder, ".dagwright", "logs", "d"), join(folder, ".dagwright", "archive")];
    let engine = await openEngineProcess(folder, {}, { dieAt: { point, after, ...(isNoted ? { keeps: { dagId: "d", runId: "r4" } } : {}) } });
    for (const runId of runIds) await engine.start({ dagId: "d", runId });
    await engine.idle();
    const dropping = engine.call("retention", "run", {}).then(() => "ended", () => "died");
    expect(await dropping).toBe("died");

    engine = await openEngineProcess(folder);
    const [there, gone] = [await runsOf(engine), await found(engine)];
    expect([...there, ...gone].sort()).toEqual(runIds);
    expect(readdirSync(logs).sort()).toEqual(there);
    await engine.call("retention", "run", {});
    const kept = isNoted ? ["r4", "r5"] : ["r5"];
    expect([await runsOf(engine), await found(engine), await inFiles(archive)]).toEqual([kept, runIds.filter((id) => !kept.includes(id)), runIds.filter((id) => !kept.includes(id))]);
    expect(readdirSync(archive).filter((name) => !name.endsWith(".parquet"))).toEqual([]);
    await engine.close();
  });
});
