/** The engine side of a workload: starts an engine on a workspace and runs DAGs to their end when told to. */
import { createRouterClient } from "@orpc/server";
import { startEngine, type Engine } from "../src-main/engine/start-engine.ts";

const [workspace = "", settingsText = "{}"] = process.argv.slice(2);
const settings = JSON.parse(settingsText) as Record<string, unknown>;
let engine: Engine | null = null;

process.on("message", (message) => {
  const { id, verb, argument } = message as { id: number; verb: string; argument: unknown };
  answer(verb, argument).then(
    (value) => process.send?.({ id, ok: true, value }),
    (thrown: unknown) => process.send?.({ id, ok: false, value: String(thrown) }),
  );
});
process.on("disconnect", () => process.exit(0));

async function answer(verb: string, argument: unknown): Promise<unknown> {
  if (verb === "ready") engine = await startEngine({ workspace, trusted: true, mode: "server", userSettings: { read: () => settings, write: () => {} } });
  if (!engine) throw new Error("the engine is not there");
  if (verb === "runnerPid") return engine.info().runner.pid;
  if (verb === "run") return runToEnd(engine, String(argument));
  if (verb === "close") await engine.close({ stopTasks: true });
  return null;
}

async function runToEnd(on: Engine, dagId: string): Promise<unknown> {
  const client = createRouterClient(on.router);
  const started = await client.runs.start({ dagId });
  await on.whenIdle();
  return (await client.runs.get({ dagId, runId: started.runId })).run;
}
