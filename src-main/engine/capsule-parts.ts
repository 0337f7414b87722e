/** Run capsules, put together: what packs them, what opens them, and what is done with them. */
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, homedir, hostname, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import { createZip } from "../platform/zip-writer.ts";
import { openZip } from "../platform/zip-reader.ts";
import { createMasker } from "../runner/secret-mask.ts";
import { logFiles } from "../runner/log-reader.ts";
import { CapsuleRuns } from "../services/capsule/capsule-runs.ts";
import { Capsules } from "../services/capsule/capsules.ts";
import { CapsuleWork } from "../services/capsule/capsule-work.ts";
import type { ExportParts } from "../services/capsule/export-capsule.ts";
import type { UnpackParts } from "../services/capsule/unpack-capsule.ts";
import { RunImages } from "../services/images.ts";
import { LogViews } from "../services/log-views.ts";
import { Logs } from "../services/logs.ts";
import { Waits } from "../services/waits.ts";
import { makeRunStore } from "../store/run-store.ts";
import { openStore } from "../store/store.ts";
import type { Closers } from "./closers.ts";
import type { Ground, Hosts, Readers, Workers } from "./engine-parts.ts";

export interface CapsuleServices {
  readonly capsules: Capsules;
  readonly work: CapsuleWork;
}

export function openCapsules(ground: Ground, readers: Readers, hosts: Hosts, workers: Workers, closers: Closers): CapsuleServices {
  const { workspace, clock, store, trust, version, reading } = ground;
  const { sources, drawings, exportTargets, dags, connections } = readers;
  const folder = join(workspace.dataFolder, "capsules");
  const packing = packingOf(ground, readers, hosts, { folder, version });
  const capsules = new Capsules({ packing, unpacking: unpackingOf(ground, readers, folder), sources, targets: exportTargets });
  // They were brought to the schema of whoever opened them last.
  if (reading === null) capsules.takeUp();
  closers.add(() => capsules.closeAll());
  const replaying = {
    ...{ store, clock, trials: workers.trials.trials, sqlHost: hosts.sqlHost },
    connection: (id: string) => connections.resolve(id),
    isTrusted: () => trust.isGiven,
    during: <T>(dagId: string, work: () => Promise<T>): Promise<T> => workers.trials.sweeper.during(dagId, work),
  };
  return { capsules, work: new CapsuleWork({ capsules, sources, drawings, dags, packing, replaying, address: async () => (await ground.options.address) ?? null }) };
}

function packingOf({ workspace, clock, store }: Ground, { files, images, local, logs, connections }: Readers, { sqlHost }: Hosts, { folder, version }: { folder: string; version: string }): ExportParts {
  return {
    ...{ store, workspace, files, images, local, logs, logFiles, connections, sqlHost, clock },
    archives: { create: createZip, open: openZip },
    maskBytes: createMasker,
    hashKey: () => keyOf(join(workspace.dataFolder, "capsule.key")),
    tool: { name: "Dagwright", version },
    origin: { workspace: workspace.name, host: hostname() },
    places: [workspace.root, homedir()],
    environment: () => environmentOf(version),
    scratch: join(folder, "scratch"),
  };
}

function unpackingOf({ places, clock }: Ground, { events, logLines }: Readers, folder: string): UnpackParts {
  const windows = process.platform === "win32";
  return {
    archives: { create: createZip, open: openZip },
    folder,
    windows,
    makeStore: (file, schema, rows) => makeRunStore({ file, schema, rows, migrations: places.migrations }),
    openRuns: (dataFolder, manifest) => {
      const store = openStore({ file: join(dataFolder, "state.db"), migrations: places.migrations, synchronous: "OFF", isCopy: true });
      const images = new RunImages(store);
      const logs = new Logs({ store, files: logFiles, events, clock, dataFolder, windows });
      const waits = new Waits({ store, images, clock });
      return { store, runs: new CapsuleRuns({ store, images, logs, waits, views: new LogViews({ logs, lines: logLines, files: logFiles, events, clock }) }, manifest.version) };
    },
  };
}

/** Made once for a workspace, and never leaves it. */
function keyOf(file: string): string {
  if (!existsSync(file)) {
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600, flag: "wx" });
  }
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

function environmentOf(version: string): Record<string, string | number | null> {
  return {
    Dagwright: version,
    Node: process.versions.node,
    system: `${platform()} ${release()} ${arch()}`,
    processors: cpus().length,
    "memory (GiB)": Math.round(totalmem() / 1024 ** 3),
    "time zone": Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}
