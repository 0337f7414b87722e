/**
 * `npm start`: makes the tree ready, builds what changed, and opens Dagwright: in its window where there is a display, else
 * in the browser (the address is printed).
 *   npm start -- [--workspace DIR] [--browser] [--port N]
 */
import { spawn, spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { bootstrap, continueOnPinnedNode, root } from "./bootstrap.mjs";

const { values } = parseArgs({ options: { workspace: { type: "string" }, browser: { type: "boolean" }, port: { type: "string" }, help: { type: "boolean", short: "h" } } });

if (values.help) {
  console.log("npm start -- [--workspace DIR] [--browser] [--port N]\nOpens the sample workspace, or DIR, in a window; in the browser where there is no display or with --browser.");
  process.exit(0);
}

try {
  const hasDisplay = process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  const wantsWindow = hasDisplay && !values.browser;
  const { node, missing } = bootstrap({ purposes: wantsWindow ? ["desktop"] : [] });
  continueOnPinnedNode(node);
  const { build } = await import("./build.mjs");
  await build();
  const workspace = values.workspace === undefined ? layStarter(node) : resolve(process.env.INIT_CWD ?? process.cwd(), values.workspace);
  const runtime = wantsWindow ? await runtimeOrNull(missing) : null;
  if (!hasDisplay && !values.browser) console.log("There is no display here, so Dagwright is served to a browser.");
  process.exitCode = await (runtime === null ? serve(node, workspace) : openWindow(runtime, workspace));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

/** The sample, laid down once in a folder of the person's own; what they change in it stays. */
function layStarter(node) {
  const result = spawnSync(node, [join(root, "scripts", "lay-starter.ts")], { stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" });
  if (result.status !== 0) throw new Error("The sample workspace could not be laid down; name another: npm start -- --workspace DIR");
  return result.stdout.trim();
}

async function runtimeOrNull(missing) {
  const { findRuntime } = await import("./electron-runtime.mjs");
  try {
    if (missing.some((name) => ["GTK 3", "NSS", "ALSA", "GBM"].includes(name))) throw new Error(`The window needs ${missing.join(", ")}.`);
    return await findRuntime();
  } catch (error) {
    console.log(`${error.message}\nDagwright is served to a browser instead.`);
    return null;
  }
}

async function openWindow(runtime, workspace) {
  const { sandboxArgs } = await import("./electron-runtime.mjs");
  if (runtime.isDevelopmentRuntime) console.log(`Opening on Electron ${runtime.version}, a runtime for development and tests only.`);
  const args = [...runtime.args, ...sandboxArgs(runtime, console.log), "--workspace", workspace];
  return run(runtime.program, args, { ...process.env, ELECTRON_RUN_AS_NODE: undefined });
}

function serve(node, workspace) {
  const port = values.port === undefined ? [] : ["--port", values.port];
  return run(node, [join(root, "bin", "dagwright.mjs"), "serve", "--workspace", workspace, ...port], process.env);
}

/** Ends with the program; what ends us ends it. */
function run(program, args, env) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { stdio: "inherit", env });
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
    child.on("error", fail);
    child.on("exit", (code) => done(code ?? 0));
  });
}
