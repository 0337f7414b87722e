/**
 * The queues that a person turned on: looks at folders when something is there, takes what is posted, has tables watched, and tells what became of it. What every kind does
 * with an event is in event-taker.ts.
 */
import type { QueueEvent, QueueReport, QueueSource } from "../../../shared/contract/queues.ts";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import type { Dag, QueueSpec } from "../../../shared/model/dag.ts";
import { isRunFinished } from "../../../shared/model/states.ts";
import type { OpenEventTable } from "../../ports/event-table.ts";
import type { EventFolder } from "../../ports/event-folder.ts";
import type { Reached } from "../../ports/crash-point.ts";
import type { Clock, Disposable, Log } from "../../ports/machine.ts";
import type { QueueTokens } from "../../ports/queue-tokens.ts";
import type { Store } from "../../ports/store.ts";
import type { Connections } from "../connections.ts";
import type { DagFiles } from "../dag-files.ts";
import type { EventHub } from "../event-hub.ts";
import type { Runs } from "../runs.ts";
import type { RenderKey } from "./event-key.ts";
import { EventTaker } from "./event-taker.ts";
import { GoneQueues, type GoneQueuesParts } from "./gone-queues.ts";
import { FolderQueue, lookEveryMs } from "./folder-queue.ts";
import { HttpQueue } from "./http-queue.ts";
import { presenceOf } from "./queue-presence.ts";
import { QueueTally, type QueueStanding } from "./queue-standing.ts";
import { TableQueues } from "./table-queues.ts";
import type { EventIntake } from "./posted-event.ts";

export interface QueuesParts {
  readonly store: Store;
  readonly dags: DagFiles;
  readonly runs: Pick<Runs, "start">;
  readonly folder: EventFolder;
  readonly openTable: OpenEventTable;
  readonly connections: Pick<Connections, "reach">;
  readonly workspace: GoneQueuesParts["workspace"];
  readonly tokens: QueueTokens;
  /** At which this engine listens; null while it does not. */
  readonly port: () => number | null;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
  readonly isTrusted: () => boolean;
  readonly renderKey: RenderKey;
  readonly breathe: () => Promise<unknown>;
  readonly reached: Reached;
}

const againMs = 1_000;
/** Latencies are told of so many of the newest events. */
const measuredEvents = 1_000;
/** How often windows hear of a queue that takes many. */
const tellEveryMs = 250;

interface Watched {
  readonly folder: string | null;
  trouble: string | null;
}

export class Queues {
  readonly #parts: QueuesParts;
  readonly #tally: QueueTally;
  readonly #taker: EventTaker;
  readonly #folders: FolderQueue;
  readonly #posted: HttpQueue;
  readonly #tables: TableQueues;
  /** Those whose DAG is there no more. */
  readonly gone: GoneQueues;
  readonly #watched = new Map<string, Watched>();
  readonly #tap: Disposable;
  #timer: Disposable | null = null;
  #wakeAt = Number.MAX_SAFE_INTEGER;
  #begun = false;
  readonly #toTell = new Set<string>();
  #telling: Disposable | null = null;
  /** Called when a queue was turned on or off, or its DAG is another. */
  onLook: () => void = () => {};

  /** Called when something keeps a queue from taking events, and when nothing does any more. */
  onTrouble: (dagId: string, trouble: string | null) => void = () => {};

  constructor(parts: QueuesParts) {
    this.#parts = parts;
    this.#tally = new QueueTally(parts);
    this.#taker = new EventTaker({ ...parts, tally: this.#tally });
    this.#folders = new FolderQueue({ ...parts, taker: this.#taker });
    this.#posted = new HttpQueue({ ...parts, taker: this.#taker, onChange: (dagId, trouble) => this.#note(dagId, trouble, true) });
    this.#tables = new TableQueues({ ...parts, taker: this.#taker, onChange: (...news) => this.#note(...news) });
    this.gone = new GoneQueues(parts);
    this.#tap = parts.events.tap((events) => {
      const ended = events.flatMap((event) => (event.kind === "run" && isRunFinished(event.run.state) ? [event.run.dagId] : []));
      if (ended.some((dagId) => this.#watched.get(dagId)?.folder != null)) this.#arm(0);
      for (const dagId of ended) this.#tables.of(dagId)?.wake();
    });
  }

  /** Looks at all that are on. Before the first call nothing is taken. */
  wake(): void {
    this.#begun = true;
    this.#arm(0);
  }

  /** A DAG is another, or a queue may be. */
  lookAgain(): void {
    this.#arm(0);
  }

  /** Files changed. */
  notice(paths: readonly string[]): void {
    if ([...this.#watched.values()].some(({ folder }) => folder !== null && paths.some((path) => path === "." || path === folder || path.startsWith(`${folder}/`)))) this.#arm(0);
  }

  async close(): Promise<void> {
    this.#begun = false;
    this.#tap.dispose();
    this.#tally.close();
    this.#timer?.dispose();
    this.#telling?.dispose();
    this.#folders.watch(new Set(), () => {});
    await this.#tables.close();
    this.#taker.close();
  }

  /** Where posted events go in. */
  get intake(): EventIntake {
    return {
      dagOf: (token) => this.#parts.tokens.dagOf(token),
      presenceOf: (dagId) => presenceOf(this.#parts.dags, dagId),
      receive: (dagId, event) => this.#posted.receive(dagId, event),
      receiveBatch: (dagId, batch) => this.#posted.receiveBatch(dagId, batch),
    };
  }

  /** Whether a queue that is on takes posted events. */
  get wantsDoor(): boolean {
    return this.#begun && this.#parts.isTrusted() && this.#parts.store.queues.listOn().some((dagId) => isHttp(this.#specOf(dagId)));
  }

  /** It listens at another port, or no longer. */
  doorChanged(): void {
    for (const dagId of this.#parts.store.queues.listOn()) if (isHttp(this.#specOf(dagId))) this.#tell(dagId);
  }

  get(dagId: string): QueueReport | null {
    const { store, dags } = this.#parts;
    const queue = dags.get(dagId).dag?.queue;
    if (queue === undefined) return null;
    const isOn = store.queues.listOn().includes(dagId);
    const { waiting, unseen } = "folder" in queue ? this.#countFiles(queue.folder) : { waiting: this.#tables.of(dagId)?.waiting ?? 0, unseen: null };
    const trouble = isOn ? (this.#watched.get(dagId)?.trouble ?? unseen) : null;
    return { dagId, source: this.#sourceOf(dagId, queue), isOn, waiting, ...store.queues.counts(dagId), latency: store.queues.latency(dagId, measuredEvents), trouble };
  }

  /** What became of its events, the newest first; none of a DAG that has, or had, no queue. */
  events({ dagId, limit, ...page }: { dagId: string; before?: number | undefined; setAside?: boolean | undefined; limit: number }): { events: QueueEvent[]; more: boolean } {
    const found = this.#parts.store.queues.list(dagId, { ...page, limit: limit + 1 });
    return { events: found.slice(0, limit), more: found.length > limit };
  }

  /** As they are now; where they cannot be seen, as they were last, and why. */
  #countFiles(folder: string): { readonly waiting: number; readonly unseen: string | null } {
    try {
      return { waiting: this.#folders.waiting(folder), unseen: null };
    } catch (thrown) {
      return { waiting: this.#folders.left(folder).count, unseen: messageOf(thrown) };
    }
  }

  /** Of those that are on. It reads memory only. */
  standings(): QueueStanding[] {
    return [...this.#watched].flatMap(([dagId, { trouble }]) => {
      const queue = this.#specOf(dagId);
      if (queue === null && trouble === null) return [];
      const waiting = queue === null ? { waiting: 0, oldestWaitMs: 0 } : this.#waitingIn(dagId, queue);
      return [{ dagId, ...waiting, ...this.#tally.of(dagId), trouble }];
    });
  }

  /** Whether events that were dealt with may lie there still: those of a folder or a table are cleared away, or marked, while the queue works. */
  keepsKeys(dagId: string): boolean {
    const queue = this.#specOf(dagId);
    // One that is on whose file has mistakes, or is away for a while: nobody knows what lies there.
    if (queue === null) return this.#parts.store.queues.listOn().includes(dagId);
    if (isHttp(queue)) return false;
    const watched = this.#watched.get(dagId);
    return watched === undefined || watched.trouble !== null;
  }

  #waitingIn(dagId: string, queue: QueueSpec): Pick<QueueStanding, "waiting" | "oldestWaitMs"> {
    const table = this.#tables.of(dagId);
    const { count, since } = "folder" in queue ? this.#folders.left(queue.folder) : { count: table?.waiting ?? 0, since: table?.waitingSince ?? null };
    return { waiting: count, oldestWaitMs: since === null ? 0 : Math.max(0, Math.round(this.#parts.clock.now() - since)) };
  }

  /** Throws dag/not-found, dag/invalid for a DAG without a queue or with errors, workspace/untrusted where nothing may be turned on. */
  set(dagId: string, on: boolean): QueueReport {
    const { store, dags, isTrusted } = this.#parts;
    if (on && !isTrusted()) throw new AppError("workspace/untrusted", `DAG "${dagId}": its queue cannot be turned on, because this workspace is not trusted; look at what it would do, then trust it ("dagwright trust", or Trust in the desktop app).`, { dagId });
    const file = on ? dags.valid(dagId) : dags.get(dagId);
    const queue = file.dag?.queue;
    if (on && queue === undefined) throw new AppError("dag/invalid", `DAG "${dagId}": has no queue to turn on; add one to ${file.file}, such as queue: {folder: inbox}, queue: {http: true} or queue: {table: signup, connection: crm}.`, { dagId });
    if (on && queue !== undefined && "folder" in queue) this.#makeFolder(dagId, queue.folder);
    store.atomically(() => store.queues.setOn(dagId, on));
    this.#parts.events.publish([{ kind: "dags", dagIds: [dagId] }]);
    this.#arm(0);
    const report = this.get(dagId);
    if (report === null) throw new AppError("dag/invalid", `DAG "${dagId}": has no queue.`, { dagId });
    return report;
  }

  #makeFolder(dagId: string, folder: string): void {
    try {
      this.#folders.make(folder);
    } catch (thrown) {
      throw new AppError("dag/invalid", `DAG "${dagId}": its queue cannot be turned on, because its folder ${JSON.stringify(folder)} could not be made: ${messageOf(thrown)}`, { dagId, folder });
    }
  }

  #specOf(dagId: string): QueueSpec | null {
    return this.#parts.dags.ready(dagId)?.dag?.queue ?? null;
  }

  #sourceOf(dagId: string, queue: QueueSpec): QueueSource {
    if ("folder" in queue) return { kind: "folder", folder: queue.folder };
    if ("table" in queue) return { kind: "table", connection: queue.connection, table: queue.table, notify: queue.notify, isConnected: this.#tables.of(dagId)?.isConnected ?? false };
    const port = this.#parts.port();
    return { kind: "http", url: port === null ? null : `http://127.0.0.1:${port}/events/${encodeURIComponent(dagId)}`, tokenMadeAt: this.#parts.tokens.madeAt(dagId) };
  }

  #arm(waitMs: number): void {
    const { clock } = this.#parts;
    const at = clock.now() + waitMs;
    if (!this.#begun || (this.#timer !== null && this.#wakeAt <= at)) return;
    this.#timer?.dispose();
    this.#wakeAt = at;
    this.#timer = clock.after(waitMs, () => {
      this.#timer = null;
      this.onLook();
      // What comes while they are looked at is heard of too.
      this.#folders.watch(this.#foldersOn(), () => this.#arm(0));
      this.#arm(this.#lookAtAll());
    });
  }

  #foldersOn(): ReadonlySet<string> {
    const { store, isTrusted } = this.#parts;
    const queues = (isTrusted() ? store.queues.listOn() : []).map((dagId) => this.#specOf(dagId));
    return new Set(queues.flatMap((queue) => (queue !== null && "folder" in queue ? [queue.folder] : [])));
  }

  /** How long until the next look. */
  #lookAtAll(): number {
    const { store, isTrusted } = this.#parts;
    const on = isTrusted() ? store.queues.listOn() : [];
    for (const dagId of this.#watched.keys()) if (!on.includes(dagId)) this.#forget(dagId);
    return on.reduce((waitMs, dagId) => Math.min(waitMs, this.#lookAt(dagId)), lookEveryMs);
  }

  #lookAt(dagId: string): number {
    const file = this.#parts.dags.ready(dagId);
    const dag = file?.dag ?? null;
    this.#noticeGone(dagId, file === null);
    if (dag?.queue === undefined || !("table" in dag.queue)) this.#tables.forget(dagId);
    if (dag?.queue === undefined) {
      // Whether a file that cannot be read as a DAG has a queue, nobody knows: it is on, and takes nothing.
      if (file === null || dag !== null) this.#forget(dagId);
      else this.#judge(dagId);
      return lookEveryMs;
    }
    if ("table" in dag.queue) {
      this.#watched.set(dagId, { folder: null, trouble: this.#watched.get(dagId)?.trouble ?? null });
      this.#tables.follow(dag, dag.queue);
      return lookEveryMs;
    }
    if ("http" in dag.queue) {
      this.#judge(dagId);
      return lookEveryMs;
    }
    return this.#lookInto(dag, dag.queue.folder);
  }

  /** Nothing of it is looked at; but the DAG may be wrong. */
  #judge(dagId: string): void {
    this.#watched.set(dagId, { folder: null, trouble: this.#watched.get(dagId)?.trouble ?? null });
    this.#note(dagId, this.#problemOf(dagId), false);
  }

  /** A store that cannot be written is no reason to look at no other queue; the next look tries again. */
  #noticeGone(dagId: string, isGone: boolean): void {
    try {
      if (!isGone) this.gone.there(dagId);
      else if (this.#parts.dags.found().scan === null) this.gone.gone(dagId);
    } catch (thrown) {
      this.#parts.log.warn("what became of the DAG of a queue could not be stored", { dagId, reason: messageOf(thrown) });
    }
  }

  #forget(dagId: string): void {
    this.#watched.delete(dagId);
    this.#tables.forget(dagId);
  }

  /** Why the DAG cannot run as it is written. */
  #problemOf(dagId: string): string | null {
    try {
      this.#parts.dags.valid(dagId);
      return null;
    } catch (thrown) {
      return messageOf(thrown);
    }
  }

  #lookInto(dag: Dag, folder: string): number {
    this.#watched.set(dag.id, { folder, trouble: this.#watched.get(dag.id)?.trouble ?? null });
    let hasTaken = false;
    try {
      const waitMs = this.#folders.take(dag, folder, () => (hasTaken = true));
      this.#note(dag.id, null, hasTaken);
      return waitMs;
    } catch (thrown) {
      this.#note(dag.id, messageOf(thrown), hasTaken);
      return againMs;
    }
  }

  #note(dagId: string, trouble: string | null, hasTaken: boolean): void {
    const watched = this.#watched.get(dagId);
    const isNews = watched !== undefined && watched.trouble !== trouble;
    if (isNews) this.onTrouble(dagId, trouble);
    if (isNews) watched.trouble = trouble;
    if (isNews || hasTaken) this.#tell(dagId);
  }

  /** Soon, and not for each event by itself. */
  #tell(dagId: string): void {
    this.#toTell.add(dagId);
    this.#telling ??= this.#parts.clock.after(tellEveryMs, () => {
      this.#telling = null;
      const dagIds = [...this.#toTell];
      this.#toTell.clear();
      this.#parts.events.publish([{ kind: "dags", dagIds }]);
    });
  }
}

const isHttp = (queue: QueueSpec | null): boolean => queue !== null && "http" in queue;
