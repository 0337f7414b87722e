/** Runs are packed or rows, whole either way, wherever an engine is killed that packs them; and they read as they were. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import type { HistoryStatus } from "../../shared/contract/history.ts";
import type { RunPage } from "../../shared/contract/runs.ts";
import { openEngineProcess, writeDag, type EngineProcess } from "./fixtures/engine-client.ts";

const kills = 4;
const runs = 40;
let folder: string;
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

describe("packing in an engine that is killed", () => {
  it(`leaves every run whole, ${kills} times`, { timeout: 180_000 }, async () => {
    folder = mkdtempSync(join(tmpdir(), "dagwright-packing-"));
    writeDag(folder, "d", Array.from({ length: 10 }, (_, n) => `  t${n}: { config_type: ${n === 0 ? "BashTask, bash: 'echo hello'" : "EmptyTask"} }`), "max_active_runs: 50\n");
    let engine = await openEngineProcess(folder);
    for (let n = 0; n < runs; n += 1) await engine.start({ dagId: "d", runId: `r${n}` });
    await engine.idle();
    const before = await everything(engine);
    for (let kill = 0; kill < kills; kill += 1) {
      const packing = engine.call("history", "compact", { olderThanMs: 0 }).catch(() => {});
      const wanted = ((kill + 1) * runs) / (kills + 2);
      while ((await packed(engine)) < wanted) await new Promise((resolve) => setTimeout(resolve, 1));
      await engine.kill();
      await packing;
      expect(halves(), `kill ${kill}`).toEqual([]);
      engine = await openEngineProcess(folder);
      expect(await everything(engine), `kill ${kill}`).toEqual(before);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
    await engine.call("history", "compact", { olderThanMs: 0 });
    expect(await packed(engine)).toBe(runs);
    expect(await everything(engine)).toEqual(before);
    await engine.close();
  });
});

const packed = async (engine: EngineProcess): Promise<number> => ((await engine.call("history", "status", {})) as HistoryStatus).packed;

async function everything(engine: EngineProcess): Promise<unknown> {
  const { runs: listed } = (await engine.call("runs", "list", { dagId: "d", limit: 100 })) as RunPage;
  const detail = await Promise.all(listed.map(({ dagId, runId }) => engine.call("runs", "get", { dagId, runId })));
  const tries = await Promise.all(listed.map(({ dagId, runId }) => engine.call("runs", "task", { dagId, runId, taskId: "t0" })));
  return [listed, detail, tries];
}

/** Runs that are neither: packed with rows left, or not packed with some of them gone. */
function halves(): number[] {
  const database = new Sqlite(join(folder, ".dagwright", "state.db"), { readonly: true });
  const found = database
    .prepare<[], number>(
      `select id from dag_run where (is_packed = 1) <> exists (select 1 from packed_run where run = id)
         or (select count(*) from task_instance where run = id) <> iif(is_packed = 1, 0, 10) or (select count(*) from attempt_detail where run = id) <> iif(is_packed = 1, 0, 1)`,
    )
    .pluck()
    .all();
  database.close();
  return found;
}
