/**
 * S7: from an event to the first task of its run: the moment before a file is put into the queue's folder, or before it is posted, and the first thing that the task's process
 * does. Beside graphile-worker: the moment before a job is added, and the first thing that the same program does, started by the job. They take
 * turns, one event at a time, and each comes after each other one as often: what one has just written is still on its way to the disk when the
 * next begins.
 */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { QueueReport } from "../shared/contract/queues.ts";
import { openEngineProcess, writeDag, type EngineProcess } from "../src-main/engine/fixtures/engine-client.ts";
import { queueTokens } from "../src-main/platform/queue-tokens.ts";
import { openGraphileWorker } from "./graphile-worker.ts";
import { figure, inTemporaryFolder, median, pause, quantile, type Figure, type RunOptions, type Workload } from "./harness.ts";
import { buildStamp, readStamps } from "./stamp.ts";

const id = "S7";
const warmUp = 10;
const goalMs = 15;
const giveUpMs = 40_000;

export const events: Workload = { id, title: "From an event to its first task, beside graphile-worker", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

/** Something that takes events and runs the task body for each, whose stamp bears the event's name. */
interface EventSource {
  readonly name: string;
  /** Where its stamps are. */
  readonly ledger: string;
  send(name: string): Promise<void>;
  close(): Promise<void>;
}

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  const count = long ? 1_000 : 150;
  const stamp = buildStamp(folder);
  const peer = await graphileSource(folder, stamp);
  if (typeof peer === "string") console.error(`${id}: no peer: ${peer}`);
  const ours = [await folderSource(folder, stamp), await httpSource(folder, stamp)];
  const sources = [...ours, ...(typeof peer === "string" ? [] : [peer])];
  const latencies = new Map(sources.map((source) => [source, [] as number[]]));
  for (let event = 0; event < warmUp + count; event += 1) {
    for (const source of inTurn(sources, event)) {
      const ms = await latencyOf(source, `e${event}`);
      if (event >= warmUp) latencies.get(source)?.push(ms);
      await pause(5 + ((event * 7) % 30));
    }
  }
  for (const source of sources) await source.close();
  const theirs = typeof peer === "string" ? null : (latencies.get(peer) ?? []);
  const peerName = typeof peer === "string" ? "graphile-worker (not here)" : peer.name;
  return ours.flatMap((source) => figures(source.name, latencies.get(source) ?? [], { name: peerName, samples: theirs }));
}

/** Another order each time: each first, second and last as often, forwards and backwards. */
function inTurn<Source>(sources: readonly Source[], round: number): Source[] {
  const first = round % sources.length;
  const order = [...sources.slice(first), ...sources.slice(0, first)];
  return Math.floor(round / sources.length) % 2 === 0 ? order : order.toReversed();
}

function figures(name: string, samples: readonly number[], peer: { name: string; samples: readonly number[] | null }): Figure[] {
  const of = (share: number): { name: string; value: number | null } => ({ name: peer.name, value: peer.samples && quantile(peer.samples, share) });
  const [p50, p99, theirs] = [median(samples), quantile(samples, 0.99), of(0.99)];
  return [
    figure({ id, metric: `${name} → first task, p50, ms`, ours: p50, peer: of(0.5), goal: `≤ ${goalMs} ms`, met: p50 <= goalMs, samples: samples.length }),
    figure({ id, metric: `${name} → first task, p99, ms`, ours: p99, peer: theirs, goal: `≤ ${goalMs} ms and ≤ the peer's`, met: p99 <= goalMs && (theirs.value === null || p99 <= theirs.value), samples: samples.length }),
  ];
}

async function latencyOf(source: EventSource, name: string): Promise<number> {
  rmSync(source.ledger, { force: true });
  const at = Number(process.hrtime.bigint());
  await source.send(name);
  const giveUpAt = Date.now() + giveUpMs;
  for (;;) {
    const stamp = existsSync(source.ledger) ? readStamps(source.ledger).find((one) => one.id === name && Number.isFinite(one.endNs)) : undefined;
    if (stamp) return (stamp.startNs - at) / 1e6;
    if (Date.now() > giveUpAt) throw new Error(`${id}: ${source.name}: event ${name} started nothing in ${giveUpMs / 1000} s; a lost event scores nothing.`);
    await pause(3);
  }
}

async function folderSource(folder: string, stamp: string): Promise<EventSource> {
  const [workspace, ledger] = [join(folder, "ours"), join(folder, "ours.ledger")];
  writeDag(workspace, "fed", [`  t: { config_type: BashTask, bash: '${stamp} ${ledger} {{ conf.id }}' }`], "queue: { folder: in }\nmax_active_runs: 4\n");
  mkdirSync(join(workspace, "in"));
  const engine = await openEngineProcess(workspace, { parallelism: 8 }, { watch: true });
  await engine.call("queues", "set", { dagId: "fed", on: true });
  return {
    name: "a file in a folder",
    ledger,
    send: async (name) => {
      // As a producer should: whole, or not there.
      writeFileSync(join(workspace, "in", `${name}.part`), JSON.stringify({ id: name }));
      renameSync(join(workspace, "in", `${name}.part`), join(workspace, "in", `${name}.json`));
    },
    close: () => engine.close(),
  };
}

/** Its token lies with the settings of the person: of the moment here. */
async function httpSource(folder: string, stamp: string): Promise<EventSource> {
  const [workspace, ledger] = [join(folder, "posted"), join(folder, "posted.ledger")];
  writeDag(workspace, "fed", [`  t: { config_type: BashTask, bash: '${stamp} ${ledger} {{ conf.id }}' }`], "queue: { http: true }\nmax_active_runs: 4\n");
  process.env["DAGWRIGHT_CONFIG_DIR"] = join(folder, "config");
  const token = queueTokens(workspace).make("fed", Date.now());
  const engine = await openEngineProcess(workspace, { parallelism: 8 });
  delete process.env["DAGWRIGHT_CONFIG_DIR"];
  await engine.call("queues", "set", { dagId: "fed", on: true });
  await engine.openDoor();
  const url = await urlOf(engine);
  return {
    name: "an event over HTTP",
    ledger,
    send: async (name) => {
      const answer = await fetch(url, { method: "POST", headers: { "Authorization": `Bearer ${token}`, "Content-Type": "application/json" }, body: JSON.stringify({ id: name }) });
      if (answer.status !== 202) throw new Error(`${id}: ${answer.status} ${await answer.text()}`);
      await answer.arrayBuffer();
    },
    close: () => engine.close(),
  };
}

async function urlOf(engine: EngineProcess): Promise<string> {
  const giveUpAt = Date.now() + giveUpMs;
  for (;;) {
    const { queue } = (await engine.call("queues", "get", { dagId: "fed" })) as { queue: QueueReport };
    if (queue.source.kind === "http" && queue.source.url !== null) return queue.source.url;
    if (Date.now() > giveUpAt) throw new Error(`${id}: no door for posted events opened`);
    await pause(20);
  }
}

/** As text, why there is none. */
async function graphileSource(folder: string, stamp: string): Promise<EventSource | string> {
  const ledger = join(folder, "peer.ledger");
  const worker = await openGraphileWorker({ stamp, ledger, concurrency: 8 });
  return typeof worker === "string" ? worker : { name: worker.name, ledger, send: (name) => worker.event(name), close: () => worker.close() };
}
