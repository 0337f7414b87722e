/** What is known of assets, for who looks at them, and loads from elsewhere that a person tells of. Starts nothing itself. */
import type { AssetConsumer, AssetEventRuns, AssetInfo, DagAssets } from "../../../shared/contract/assets.ts";
import { suggestion } from "../../../shared/dag-file/did-you-mean.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { Actor } from "../../../shared/model/actor.ts";
import { assetOf, assetsIn, conditionWords, isAnyEnough, isCalledFor, progressOf, type AssetCondition, type AssetEvent } from "../../../shared/model/asset.ts";
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
/** Of what a DAG still waits for. */
const namedMissing = 5;

export class AssetViews {
  readonly #parts: AssetViewsParts;

  constructor(parts: AssetViewsParts) {
    this.#parts = parts;
  }

  async list(): Promise<AssetInfo[]> {
    const graph = await this.#parts.wholeGraph();
    const facts = this.#facts(graph);
    const names = new Set([...graph.names(), ...facts.newest.keys()]);
    return [...names].sort().map((name) => infoOf(name, facts));
  }

  /** Of all that DAG files name. */
  async names(): Promise<readonly string[]> {
    return (await this.#parts.wholeGraph()).names();
  }

  /** Throws input/invalid for a name that nothing has to do with. */
  async get(written: string, limit = shownEvents): Promise<{ asset: AssetInfo; events: AssetEventRuns[] }> {
    const graph = await this.#parts.wholeGraph();
    const name = this.#known(written, graph);
    const events = this.#parts.store.assets.list(name, limit).map(({ event, runs }) => ({ event, runs: [...runs] }));
    return { asset: infoOf(name, this.#facts(graph)), events };
  }

  async ofDag(dagId: string): Promise<DagAssets> {
    const { store, dags, assets } = this.#parts;
    const dag = dags.get(dagId).dag;
    const graph = await this.#parts.wholeGraph();
    const { on, stateOf } = this.#waits(graph);
    const loads = graph.loads(dagId).map(({ asset, taskId }) => ({ asset, taskId, consumers: consumersOf(asset, graph, stateOf) }));
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
    return { event: { id, ...told }, consumers: consumersOf(asset, graph, this.#waits(graph).stateOf) };
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

  #facts(graph: AssetGraph): Facts {
    return { graph, newest: this.#newest(), stateOf: this.#waits(graph).stateOf };
  }

  /** How DAGs wait, each looked at once. */
  #waits(graph: AssetGraph): Pick<Facts, "stateOf"> & { readonly on: ReadonlySet<string> } {
    const { store } = this.#parts;
    const on = new Set(store.dagSettings.listOn());
    const known = new Map<string, WaitState>();
    const look = (dagId: string): WaitState => {
      const came = new Set(store.assets.waiting(dagId).flatMap(({ asset, count }) => (count > 0 ? [asset] : [])));
      const condition = graph.conditionOf(dagId) ?? null;
      return { isOn: on.has(dagId), came, condition, progress: condition === null ? null : farOf(condition, came) };
    };
    const stateOf = (dagId: string): WaitState => {
      const state = known.get(dagId) ?? look(dagId);
      known.set(dagId, state);
      return state;
    };
    return { on, stateOf };
  }
}

interface WaitState extends Pick<AssetConsumer, "isOn" | "progress"> {
  readonly came: ReadonlySet<string>;
  readonly condition: AssetCondition | null;
}

function farOf(condition: AssetCondition, came: ReadonlySet<string>): AssetConsumer["progress"] {
  if (isAnyEnough(condition)) return null;
  const { missing, ...far } = progressOf(condition, (asset) => came.has(asset));
  return { ...far, missing: missing.slice(0, namedMissing) };
}

interface Facts {
  readonly graph: AssetGraph;
  readonly newest: ReadonlyMap<string, { event: AssetEvent; count: number }>;
  readonly stateOf: (dagId: string) => WaitState;
}

function infoOf(name: string, { graph, newest, stateOf }: Facts): AssetInfo {
  const last = newest.get(name);
  return { name, producers: [...graph.producers(name)], consumers: consumersOf(name, graph, stateOf), last: last?.event ?? null, events: last?.count ?? 0 };
}

function consumersOf(asset: string, graph: AssetGraph, stateOf: Facts["stateOf"]): AssetConsumer[] {
  return graph.consumers(asset).map((dagId) => {
    const { isOn, came, condition, progress } = stateOf(dagId);
    return { dagId, isOn, hasCome: came.has(asset), isEnough: condition !== null && isCalledFor(condition, (one) => one === asset || came.has(one)), progress };
  });
}
