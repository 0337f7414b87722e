/** The example of docs/dag-file.md in which a script reads a table: run as it stands there. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { expect, it } from "vitest";
import { startEngine } from "./start-engine.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/dag-file.md"), "utf8");
const example = /```yaml\n(dag: python_reads_example\n[\s\S]*?)```/.exec(page)?.[1] ?? "";

it("hands the rows of a table to a script", { timeout: 60_000 }, async () => {
  const root = mkdtempSync(join(tmpdir(), "dagwright-docs-"));
  writeFileSync(join(root, "reads.dag.yaml"), example);
  const engine = await startEngine({ workspace: root, trusted: true, mode: "server", userSettings: { read: () => ({ warmPython: false }), write: () => {} }, graceMs: 300 });
  try {
    const client = createRouterClient(engine.router);
    const { runId } = await client.runs.start({ dagId: "python_reads_example" });
    await engine.whenIdle();
    const { tasks } = await client.runs.get({ dagId: "python_reads_example", runId });
    expect(tasks.map(({ taskId, state, reason }) => [taskId, state, reason])).toEqual(["numbers", "numbers_file", "shout"].map((task) => [task, "success", null]));
    expect((await client.warehouse.rows({ connection: "warehouse", schema: "warehouse", table: "shouts", limit: 10 })).rows).toEqual([["0", "N0"], ["1", "N1"], ["2", "N2"]]);
  } finally {
    await engine.close({ stopTasks: true });
    rmSync(root, { recursive: true, force: true });
  }
});
