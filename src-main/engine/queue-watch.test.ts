/** How soon a queue hears of a file, where nothing watches the workspace: long before its next look. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, expect, it } from "vitest";
import { writeDag } from "./fixtures/engine-client.ts";
import { startEngine, type Engine } from "./start-engine.ts";

let root: string;
let engine: Engine;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-queue-watch-"));
});
afterEach(async () => {
  await engine.close({ stopTasks: true });
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

it("hears of a file by itself, also in a folder that took the place of another", { timeout: 60_000 }, async () => {
  writeDag(root, "d", ["  t: { config_type: EmptyTask }"], "queue: { folder: in }\n");
  engine = await startEngine({ workspace: root, trusted: true, watch: false, mode: "server", userSettings: { read: () => ({}), write: () => {} } });
  const client = createRouterClient(engine.router);
  const taken = async () => (await client.queues.get({ dagId: "d" })).queue?.taken;
  const drop = (name: string): void => {
    writeFileSync(join(root, `${name}.part`), "{}");
    renameSync(join(root, `${name}.part`), join(root, `in/${name}.json`));
  };
  await client.queues.set({ dagId: "d", on: true });
  // Nothing but the watch tells of it: the next look is 30 s away.
  await new Promise((resolve) => setTimeout(resolve, 200));
  drop("one");
  await expect.poll(taken, { timeout: 5_000 }).toBe(1);
  renameSync(join(root, "in"), join(root, "away"));
  mkdirSync(join(root, "in"));
  await client.queues.set({ dagId: "d", on: true });
  await new Promise((resolve) => setTimeout(resolve, 200));
  drop("two");
  await expect.poll(taken, { timeout: 5_000 }).toBe(2);
});
