/** An act and its entry in the trail are one: a kill in mid-act leaves both or neither, of every run. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { AuditPage } from "../../shared/contract/audit.ts";
import type { RunDetail, RunPage } from "../../shared/contract/runs.ts";
import { openEngineProcess, writeDag } from "./fixtures/engine-client.ts";

const runs = 24;
const kills = 5;
let folder: string;
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

describe("acts in an engine that is killed", () => {
  it(`stand with their entry or not at all, ${kills} times`, { timeout: 120_000 }, async () => {
    folder = mkdtempSync(join(tmpdir(), "dagwright-acts-"));
    writeDag(folder, "d", ["  a: { config_type: EmptyTask }", "  b: { config_type: EmptyTask, deps: [a] }"], "max_active_runs: 50\n");
    let engine = await openEngineProcess(folder);
    for (let n = 0; n < runs; n += 1) await engine.start({ dagId: "d", runId: `r${n}` });
    const call = (area: string, verb: string, input: unknown): Promise<unknown> => engine.call(area, verb, input);
    for (let kill = 0; kill < kills; kill += 1) {
      const acked: string[] = [];
      const before = (await call("runs", "list", { dagId: "d", limit: 100 })) as RunPage;
      const next = new Map(before.runs.map(({ runId, state }) => [runId, state === "success" ? "failed" : "success"]));
      const asked = Array.from({ length: runs }, async (_, n) => {
        await call("runs", "mark", { dagId: "d", runId: `r${n}`, state: next.get(`r${n}`), reason: `round ${kill}` });
        acked.push(`r${n}`);
      }).map((one) => one.catch(() => {}));
      await Promise.race([Promise.all(asked), new Promise((resolve) => setTimeout(resolve, 4 + kill * 9))]);
      await engine.kill();
      engine = await openEngineProcess(folder);
      const { entries } = (await call("audit", "list", { dagId: "d", text: `round ${kill}`, limit: 1000 })) as AuditPage;
      const told = new Set(entries.map(({ runId }) => runId));
      for (const runId of acked) expect(told.has(runId), `${runId} was acknowledged in round ${kill}`).toBe(true);
      for (let n = 0; n < runs; n += 1) {
        const { tasks } = (await call("runs", "get", { dagId: "d", runId: `r${n}` })) as RunDetail;
        const marked = tasks.every((task) => task.reason === `round ${kill}` && task.state === next.get(`r${n}`));
        expect(marked, `r${n} in round ${kill}`).toBe(told.has(`r${n}`));
      }
    }
    await engine.close();
  });
});
