/**
 * graphile-worker at work for the benchmarks, in a process of its own: `node worker.mjs SETTINGS` with {module, connectionString, stamp, ledger, concurrency}.
 * A job `event` runs the task body once; a job `step` runs it and adds those of its successors that waited for nothing else, in one statement.
 */
import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";

const { module, connectionString, stamp, ledger, concurrency } = JSON.parse(process.argv[2] ?? "{}");
const { run, Logger } = await import(pathToFileURL(module).href);

const follow = `with freed as (
    update bench_step set waits = waits - 1 where run = $1 and id in (select child from bench_edge where run = $1 and parent = $2) returning id, waits)
  select graphile_worker.add_job('step', json_build_object('run', $1::text, 'id', id)) from freed where waits = 0`;

/** @param {string} id @returns {Promise<void>} */
const body = (id) =>
  new Promise((resolve, reject) => {
    const child = spawn(stamp, [ledger, id], { stdio: "ignore" });
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`exit code ${code}`))));
  });

const runner = await run({
  connectionString,
  concurrency,
  noHandleSignals: true,
  logger: new Logger(() => () => {}),
  taskList: {
    event: ({ id }) => body(id),
    step: async ({ run: name, id }, helpers) => {
      await body(`${name}/${id}`);
      await helpers.query(follow, [name, id]);
    },
  },
});
process.send?.("ready");
process.on("disconnect", () => void runner.stop().finally(() => process.exit(0)));
