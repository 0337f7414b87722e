/** What is known of assets, for who looks at them, and loads from elsewhere that a person tells of. Starts nothing itself. */
import type { AssetEventRuns, AssetInfo, DagAssets } from "../../../shared/contract/assets.ts";
import { suggestion } from "../../../shared/dag-file/did-you-mean.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { Actor } from "../../../shared/model/actor.ts";
import { assetOf, assetsIn, conditionWords, type AssetEvent } from "../../../shared/model/asset.ts";
import type { Clock } from "../../ports/machine.ts";
import type { Store } from "../../ports/store.ts";
import { engineActor, type AuditTrail } from "../audit-trail.ts";
import type { DagFiles } from "../dag-files.ts";
import type { AssetGraph } from "./asset-graph.ts";
import type { Assets } from "./assets.ts";

export interface AssetViewsParts {
  readonly store: Store;
  readonly dags: Pick<DagFiles, "get">;
  readonly assets: Pick<Assets, "troubleOf" | "notice">;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly isTrusted: () => boolean;
  /** With what every DAG loads at hand; gives way to others meanwhile. */
  readonly wholeGraph: () => Promise<AssetGraph>;
}

const shownEvents = 100;

export class AssetViews {
  readonly #parts: AssetViewsParts;

  constructor(parts: AssetViewsParts) {
    this.#parts = parts;
  }

  async list(): Promise<AssetInfo[]> {
    const graph = await this.#parts.wholeGraph();
    const newest = this.#newest();
    const on = this.#on();
    const names = new Set([...graph.names(), ...newest.keys()]);
    return [...names].sort().map((name) => infoOf(name, { graph, newest, on }));
  }

  /** Throws input/invalid for a name that nothing has to do with. */
  async get(written: string, limit = shownEvents): Promise<{ asset: AssetInfo; events: AssetEventRuns[] }> {
    const graph = await this.#parts.wholeGraph();
    const name = this.#known(written, graph);
    const events = this.#parts.store.assets.list(name, limit).map(({ event, runs }) => ({ event, runs: [...runs] }));
    return { asset: infoOf(name, { graph, newest: this.#newest(), on: this.#on() }), events };
  }

  async ofDag(dagId: string): Promise<DagAssets> {
    const { store, dags, assets } = this.#parts;
    const dag = dags.get(dagId).dag;
    const graph = await this.#parts.wholeGraph();
    const on = this.#on();
    const loads = graph.loads(dagId).map(({ asset, taskId }) => ({ asset, taskId, consumers: consumersOf(asset, graph, on) }));
    if (dag?.assets === undefined) return { dagId, waits: null, loads };
    const waiting = new Map(store.assets.waiting(dagId).map((one) => [one.asset, one]));
    const needs = assetsIn(dag.assets).map((asset) => ({ asset, count: waiting.get(asset)?.count ?? 0, lastAt: waiting.get(asset)?.lastAt ?? null, producers: [...graph.producers(asset)] }));
    return { dagId, waits: { words: conditionWords(dag.assets), isOn: on.has(dagId), trouble: on.has(dagId) ? assets.troubleOf(dagId) : null, needs }, loads };
  }

  /** Throws workspace/untrusted, and input/invalid for a name that nothing has to do with. */
  async emit({ name: written, rows, note }: { name: string; rows?: number | undefined; note?: string | undefined }, by: Actor = engineActor): Promise<{ event: AssetEvent; consumers: AssetInfo["consumers"] }> {
    const { store, audit, clock, assets, isTrusted } = this.#parts;
    if (!isTrusted()) throw new AppError("workspace/untrusted", `Asset "${written}": this workspace is not trusted, so no load can be told of that would start runs; look at what it would do, then trust it ("dagwright trust", or Trust in the desktop app).`);
    const graph = await this.#parts.wholeGraph();
    const asset = this.#known(written, graph);
    const told = { asset, at: clock.now(), from: null, logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null, rows: rows ?? null, by, note: note ?? null };
    const id = store.atomically(() => {
      audit.add({ by, act: "asset.emit", arguments: { asset, ...(rows === undefined ? {} : { rows }), ...(note === undefined ? {} : { note }) } });
      return store.assets.add(told);
    });
    audit.tell(null);
    assets.notice(new Set([asset]));
    return { event: { id, ...told }, consumers: consumersOf(asset, graph, this.#on()) };
  }

  #known(written: string, graph: AssetGraph): string {
    const name = assetOf(written);
    const names = [...new Set([...graph.names(), ...this.#newest().keys()])];
    if (names.includes(name)) return name;
    const shown = names.length === 0 ? "there are none yet: DAGs name them in `schedule` and `outlets`" : `known are ${names.slice(0, 8).join(", ")}${names.length > 8 ? `, … (${names.length})` : ""}`;
    throw new AppError("input/invalid", `Asset "${written}": no DAG loads it or waits for it; ${shown}.${suggestion(name, names)}`, { name });
  }

  #newest(): Map<string, { event: AssetEvent; count: number }> {
    return new Map(this.#parts.store.assets.newest().map((one) => [one.event.asset, one]));
  }

  #on(): ReadonlySet<string> {
    return new Set(this.#parts.store.dagSettings.listOn());
  }
}

interface Facts {
  readonly graph: AssetGraph;
  readonly newest: ReadonlyMap<string, { event: AssetEvent; count: number }>;
  readonly on: ReadonlySet<string>;
}

function infoOf(name: string, { graph, newest, on }: Facts): AssetInfo {
  const last = newest.get(name);
  return { name, producers: [...graph.producers(name)], consumers: consumersOf(name, graph, on), last: last?.event ?? null, events: last?.count ?? 0 };
}

function consumersOf(asset: string, graph: AssetGraph, on: ReadonlySet<string>): AssetInfo["consumers"] {
  return graph.consumers(asset).map((dagId) => ({ dagId, isOn: on.has(dagId) }));
}
