/** T20: every Host × Origin × token × method × path, and every upgrade, at the door of the browser mode; once in part, or in full five times. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hosts, knock, knockByUpgrade, paths, type Door, type Knocks } from "../src-main/engine/fixtures/door-matrix.ts";
import { createSmallRouter } from "../src-main/engine/rpc/fixtures/small-router.ts";
import { createRpcServer } from "../src-main/engine/rpc/rpc-server.ts";
import { startHttpServer } from "../src-main/engine/server/http-server.ts";
import { inTemporaryFolder, kept, never, type Figure, type RunOptions, type Workload } from "./harness.ts";

const id = "T20";
const secretText = "<title>the app</title>";
const silent = { debug() {}, info() {}, warn() {}, error() {} };

export const door: Workload = { id, title: "Host × Origin × token × method × path at the browser mode's door", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), secretText);
  writeFileSync(join(folder, "assets", "app-1a2b.js"), "1;");
  const memory = { port: () => 0, seed: () => Buffer.alloc(32, 7), keepPort: () => {}, forgetPages: () => {} };
  const watch = { health: () => ({ at: 0, ok: true, troubles: [], parts: [], running: 0, queued: 0, queues: [], lastEndAt: null, journal: [] }), metrics: () => null, metricsToken: () => "" };
  const server = await startHttpServer({ rpc: createRpcServer({ router: createSmallRouter(), log: silent }), staticRoot: folder, log: silent, memory, watch });
  const begun = performance.now();
  const knocks = await knockAll({ port: server.port, token: server.token, secretText }, long);
  const rate = knocks.count / ((performance.now() - begun) / 1000);
  await server.close();
  return [
    never({ id, metric: "requests that were answered otherwise than they must be", found: knocks.wrong, samples: knocks.count }),
    kept({ id, metric: "requests a second, one after the other", ours: rate, goal: "> 0", met: rate > 0, samples: knocks.count }),
  ];
}

async function knockAll(at: Door, long: boolean): Promise<Knocks> {
  const all: Knocks[] = [];
  for (let round = 0; round < (long ? 5 : 1); round += 1) {
    for (const host of hosts) all.push(await knock(at, host, long || host.ok ? paths : paths.slice(0, 2)));
    all.push(await knockByUpgrade(at));
  }
  return { count: all.reduce((sum, one) => sum + one.count, 0), wrong: all.flatMap((one) => one.wrong) };
}
