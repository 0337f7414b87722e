/** Runs that repeat an older one on its version of the DAG: with the SQL and the scripts of then, wherever these stand. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startEngine, type Engine } from "./start-engine.ts";

const dag = `dag: told
base_path: parts
tasks:
  figure: { config_type: SqlTask, sql: figure.sql, ddl: create table figure (n integer) }
  said: { config_type: PythonTask, python: said.py, deps: [figure] }
  shouted: { config_type: BashTask, bash: shouted.sh, deps: [said] }
`;

let root: string;
let engine: Engine;

const part = (name: string, text: string): void => writeFileSync(join(root, "parts", name), text);
const client = () => createRouterClient(engine.router);

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "dagwright-again-"));
  mkdirSync(join(root, "parts"));
  writeFileSync(join(root, "told.dag.yaml"), dag);
  part("words.py", "def name(): return __file__.endswith('words.py')\n");
  part("figure.sql", "select 1 as n");
  part("said.py", "import words\nprint('said one', words.name())\n");
  part("shouted.sh", "echo SHOUTED ONE\n");
  engine = await startEngine({ workspace: root, trusted: true, mode: "server", userSettings: { read: () => ({ warmPython: false }), write: () => {} }, graceMs: 300 });
});

afterEach(async () => {
  await engine.close({ stopTasks: true });
  rmSync(root, { recursive: true, force: true });
});

/** What the three tasks of a run had to say, and the number of its version. */
async function outcome(runId: string): Promise<unknown> {
  await engine.whenIdle();
  const of = { dagId: "told", runId };
  const { run, tasks } = await client().runs.get(of);
  expect(tasks.map(({ state, reason }) => [state, reason])).toEqual(tasks.map(() => ["success", null]));
  const said = async (taskId: string): Promise<string> => (await client().runs.log({ ...of, taskId, tryNumber: 1 })).text.trim().split("\n").at(-1) ?? "";
  const { rows } = await client().warehouse.rows({ connection: "warehouse", schema: "warehouse", table: "figure", limit: 10 });
  return { version: run.dagVersion, figure: rows, said: await said("said"), shouted: await said("shouted") };
}

it("do what the older run did, though its files say something else now", { timeout: 120_000 }, async () => {
  const first = await client().runs.start({ dagId: "told" });
  const then = { version: 1, figure: [["1"]], said: "said one True", shouted: "SHOUTED ONE" };
  expect(await outcome(first.runId)).toEqual(then);

  part("figure.sql", "select 2 as n");
  part("said.py", "print('said two')\n");
  part("shouted.sh", "echo SHOUTED TWO\n");
  const second = await client().runs.start({ dagId: "told" });
  expect(await outcome(second.runId)).toEqual({ version: 2, figure: [["2"]], said: "said two", shouted: "SHOUTED TWO" });

  const third = await client().runs.start({ dagId: "told", again: { runId: first.runId, version: "then" } });
  expect(await outcome(third.runId)).toEqual(then);
  const fourth = await client().runs.start({ dagId: "told", again: { runId: first.runId, version: "now" } });
  expect(await outcome(fourth.runId)).toEqual({ version: 2, figure: [["2"]], said: "said two", shouted: "SHOUTED TWO" });
});
