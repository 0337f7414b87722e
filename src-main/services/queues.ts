/**
 * Starts a run for each event of the queues that a person turned on. An event's key is stored in the transaction that makes its run, and its file
 * is cleared away only then: whatever dies in between, it is found again, known, and cleared away without a second run. What is no event is set
 * aside with the reason. More than a few runs ahead of what may go at once are never made: the rest waits where it lies.
 */
import type { QueueReport } from "../../shared/contract/queues.ts";
import { parseExactJson } from "../../shared/base/exact-json.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import { checkedConf, type Conf } from "../../shared/model/checked-conf.ts";
import type { Dag } from "../../shared/model/dag.ts";
import { isRunFinished } from "../../shared/model/states.ts";
import type { EventFolder, LyingEvent } from "../ports/event-folder.ts";
import type { Clock, Disposable, Log } from "../ports/machine.ts";
import type { Store } from "../ports/store.ts";
import type { DagFiles } from "./dag-files.ts";
import type { EventHub } from "./event-hub.ts";
import type { Runs } from "./runs.ts";

export interface QueuesParts {
  readonly store: Store;
  readonly dags: DagFiles;
  readonly runs: Pick<Runs, "start">;
  readonly folder: EventFolder;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
  readonly isTrusted: () => boolean;
}

/** Where nothing tells of new files (a network share), they are found by looking. */
const lookEveryMs = 30_000;
const againMs = 1_000;
/** A file that is younger may still be written. */
const settledMs = 2_000;
const mostBytes = 1_048_576;
/** Runs that wait their turn beside those that go. */
const mostAhead = 100;
/** In one go, before others have theirs. */
const atOnce = 20;
const shownEvents = 100;

interface Watched {
  readonly folder: string;
  trouble: string | null;
}

export class Queues {
  readonly #parts: QueuesParts;
  readonly #watched = new Map<string, Watched>();
  readonly #tap: Disposable;
  #timer: Disposable | null = null;
  #wakeAt = Number.MAX_SAFE_INTEGER;
  #begun = false;
  /** In the look that goes on. */
  #hasTaken = false;

  constructor(parts: QueuesParts) {
    this.#parts = parts;
    this.#tap = parts.events.tap((events) => {
      if (events.some((event) => event.kind === "run" && isRunFinished(event.run.state) && this.#watched.has(event.run.dagId))) this.#arm(0);
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
    if ([...this.#watched.values()].some(({ folder }) => paths.some((path) => path === "." || path === folder || path.startsWith(`${folder}/`)))) this.#arm(0);
  }

  close(): void {
    this.#begun = false;
    this.#tap.dispose();
    this.#timer?.dispose();
  }

  get(dagId: string): QueueReport | null {
    const { store, dags, folder } = this.#parts;
    const queue = dags.get(dagId).dag?.queue;
    if (queue === undefined) return null;
    const isOn = store.queues.listOn().includes(dagId);
    return { dagId, folder: queue.folder, isOn, waiting: folder.list(queue.folder).length, ...store.queues.counts(dagId), trouble: isOn ? (this.#watched.get(dagId)?.trouble ?? null) : null, events: store.queues.list(dagId, shownEvents) };
  }

  /** Throws dag/not-found, dag/invalid for a DAG without a queue or with errors, workspace/untrusted where nothing may be turned on. */
  set(dagId: string, on: boolean): QueueReport {
    const { store, dags, isTrusted, folder } = this.#parts;
    if (on && !isTrusted()) throw new AppError("workspace/untrusted", `DAG "${dagId}": its queue cannot be turned on, because this workspace is not trusted; look at what it would do, then trust it.`, { dagId });
    const file = on ? dags.valid(dagId) : dags.get(dagId);
    if (on && file.dag?.queue === undefined) throw new AppError("dag/invalid", `DAG "${dagId}": has no queue to turn on; add one to ${file.file}, such as queue: {folder: inbox}.`, { dagId });
    if (on && file.dag?.queue !== undefined) folder.make(file.dag.queue.folder);
    store.atomically(() => store.queues.setOn(dagId, on));
    this.#parts.events.publish([{ kind: "dags", dagIds: [dagId] }]);
    this.#arm(0);
    const report = this.get(dagId);
    if (report === null) throw new AppError("dag/invalid", `DAG "${dagId}": has no queue.`, { dagId });
    return report;
  }

  #arm(waitMs: number): void {
    const { clock } = this.#parts;
    const at = clock.now() + waitMs;
    if (!this.#begun || (this.#timer !== null && this.#wakeAt <= at)) return;
    this.#timer?.dispose();
    this.#wakeAt = at;
    this.#timer = clock.after(waitMs, () => {
      this.#timer = null;
      this.#arm(this.#lookAtAll());
    });
  }

  /** How long until the next look. */
  #lookAtAll(): number {
    const { store, dags, isTrusted, log } = this.#parts;
    const on = store.queues.listOn();
    for (const dagId of this.#watched.keys()) if (!on.includes(dagId)) this.#watched.delete(dagId);
    let waitMs = lookEveryMs;
    for (const dagId of isTrusted() ? on : []) {
      const dag = dags.ready(dagId)?.dag ?? null;
      if (dag?.queue === undefined) {
        this.#watched.delete(dagId);
        continue;
      }
      this.#hasTaken = false;
      const former = this.#watched.get(dagId)?.trouble ?? null;
      const watched: Watched = { folder: dag.queue.folder, trouble: null };
      this.#watched.set(dagId, watched);
      try {
        waitMs = Math.min(waitMs, this.#take(dag, watched));
      } catch (thrown) {
        watched.trouble = messageOf(thrown);
        if (watched.trouble !== former) log.warn("a queue takes no events", { dagId, reason: watched.trouble });
        waitMs = Math.min(waitMs, againMs);
      }
      if (watched.trouble !== former || this.#hasTaken) this.#parts.events.publish([{ kind: "dags", dagIds: [dagId] }]);
    }
    return waitMs;
  }

  #take(dag: Dag, { folder }: Watched): number {
    const { store } = this.#parts;
    const lying = this.#parts.folder.list(folder);
    if (lying.length === 0) return lookEveryMs;
    const room = dag.maxActiveRuns + mostAhead - store.dagSettings.unfinished(dag.id).length;
    let waitMs = lookEveryMs;
    for (const event of lying.slice(0, Math.min(room, atOnce))) if (!this.#takeOne(dag.id, folder, event)) waitMs = againMs;
    // A run that ends makes room, and is heard of.
    return room > atOnce && lying.length > atOnce ? 0 : waitMs;
  }

  /** False where it has to be looked at again later. Throws what keeps all events from being taken. */
  #takeOne(dagId: string, folder: string, event: LyingEvent): boolean {
    const { store, runs, clock } = this.#parts;
    if (event.bytes > mostBytes) return this.#setAside(dagId, folder, event, `${event.name}-${event.modifiedAt}-${event.bytes}`, `it has ${event.bytes} bytes; at most ${mostBytes} are taken`);
    const { text, key } = this.#parts.folder.read(folder, event);
    if (store.queues.has(dagId, key)) return this.#clear(folder, event, "done");
    const conf = confOf(dagId, text);
    if (typeof conf === "string" && clock.now() - event.modifiedAt < settledMs) return false;
    if (typeof conf === "string") return this.#setAside(dagId, folder, event, key, conf);
    runs.start({ dagId, conf }, { event: event.name, write: (_run, runId) => store.queues.add(dagId, key, { name: event.name, at: clock.now(), runId, reason: null }) });
    return this.#clear(folder, event, "done");
  }

  #setAside(dagId: string, folder: string, { name, ...event }: LyingEvent, key: string, reason: string): boolean {
    const { store, clock } = this.#parts;
    if (!store.queues.has(dagId, key)) store.atomically(() => store.queues.add(dagId, key, { name, at: clock.now(), runId: null, reason }));
    return this.#clear(folder, { name, ...event }, "set-aside");
  }

  #clear(folder: string, event: LyingEvent, into: "done" | "set-aside"): true {
    this.#hasTaken = true;
    this.#parts.folder.clear(folder, event, into);
    return true;
  }
}

/** The event as a conf; as a text, what is wrong with it. */
function confOf(dagId: string, text: string): Conf | string {
  try {
    const value = parseExactJson(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return `it is ${value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`}; expected a JSON object, such as {"user_id": "u-1042"}`;
    const conf: Conf = { ...value };
    checkedConf(dagId, conf);
    return conf;
  } catch (thrown) {
    return thrown instanceof AppError ? messageOf(thrown) : `it is no JSON: ${messageOf(thrown)}`;
  }
}
