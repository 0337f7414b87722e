/** Old runs go with their logs or stay with them, wherever an engine is killed; an engine that comes back finishes what was begun. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { RunPage } from "../../shared/contract/runs.ts";
import { openEngineProcess, writeDag } from "./fixtures/engine-client.ts";

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
