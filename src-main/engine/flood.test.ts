/** T9: eight tasks print without end for ten seconds. The engine stays small and answers, and every byte is kept or counted. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { TaskDetail } from "../../shared/contract/runs.ts";
import { openEngineProcess, writeDag } from "./fixtures/engine-client.ts";

const tasks = 8;
const capMiB = 4;
const seconds = Number(process.env["DAGWRIGHT_FLOOD_SECONDS"] ?? 10);
const mebibyte = 2 ** 20;

function residentMiB(pid: number): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024;
}

describe("a flood of output", () => {
  it(`is kept within its cap, to the byte, while the engine stays small (${seconds} s)`, { timeout: (seconds + 60) * 1_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "dagwright-flood-"));
    const script = `timeout ${seconds} yes "some line of output that is repeated" ; echo the last line`;
    writeDag(folder, "flood", Array.from({ length: tasks }, (_, index) => `  t${index}: { config_type: BashTask, bash: ${JSON.stringify(script)} }`));
    const engine = await openEngineProcess(folder, { parallelism: tasks, logCapMiB: capMiB });
    try {
      const { runner } = await engine.info();
      const before = residentMiB(engine.pid);
      const { runId } = await engine.start({ dagId: "flood" });
      const waits: number[] = [];
      const sizes = { engine: 0, runner: 0 };
      const until = Date.now() + seconds * 1_000;
      while (Date.now() < until) {
        const asked = performance.now();
        await engine.call("runs", "get", { dagId: "flood", runId });
        waits.push(performance.now() - asked);
        sizes.engine = Math.max(sizes.engine, residentMiB(engine.pid));
        sizes.runner = Math.max(sizes.runner, residentMiB(runner.pid ?? engine.pid));
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      await engine.idle();
      const detail = (await engine.call("runs", "task", { dagId: "flood", runId, taskId: "t0" })) as TaskDetail;
      const log = join(folder, ".dagwright", "logs", "flood", runId, "t0", "1.log");
      const text = readFileSync(log, "utf8");
      const dropped = detail.attempts[0]?.logDroppedBytes ?? 0;
      console.log(`engine +${Math.round(sizes.engine - before)} MiB, runner ${Math.round(sizes.runner)} MiB, answers p99 ${Math.round(waits.sort((a, b) => a - b)[Math.floor(waits.length * 0.99)] ?? 0)} ms, dropped ${dropped} bytes of one task`);
      expect(dropped).toBeGreaterThan(mebibyte);
      expect(text).toContain(`[dagwright: ${dropped} bytes dropped here`);
      expect(text.endsWith("the last line\n")).toBe(true);
      expect(statSync(log).size).toBeLessThan(capMiB * mebibyte + 1_000);
      expect(sizes.engine - before).toBeLessThan(100);
      expect(sizes.runner).toBeLessThan(250);
    } finally {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
