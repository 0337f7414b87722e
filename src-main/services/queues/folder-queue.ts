/**
 * Takes the events of a folder. A file is cleared away only after its key was stored: whatever dies in between, it is found again, known, and
 * cleared away without a second run.
 */
import { AppError } from "../../../shared/errors/app-error.ts";
import type { Dag } from "../../../shared/model/dag.ts";
import type { EventFolder, FolderWatch, LyingEvent } from "../../ports/event-folder.ts";
import type { Clock } from "../../ports/machine.ts";
import { confFor, mostEventBytes } from "./event-conf.ts";
import type { EventTaker } from "./event-taker.ts";

/** Where nothing tells of new files (a network share), they are found by looking. */
export const lookEveryMs = 30_000;
const againMs = 1_000;
/** A file that is younger may still be written. */
const settledMs = 2_000;
/** In one go, before others have theirs. */
const atOnce = 20;

export interface Waiting {
  readonly count: number;
  /** Of the oldest; null while none waits. */
  readonly since: number | null;
}

export class FolderQueue {
  readonly #folder: EventFolder;
  readonly #taker: EventTaker;
  readonly #clock: Clock;
  /** By folder. */
  readonly #watches = new Map<string, FolderWatch>();
  /** What was left at the last look, by folder. */
  readonly #left = new Map<string, Waiting>();

  constructor(parts: { readonly folder: EventFolder; readonly taker: EventTaker; readonly clock: Clock }) {
    this.#folder = parts.folder;
    this.#taker = parts.taker;
    this.#clock = parts.clock;
  }

  make(folder: string): void {
    this.#folder.make(folder);
  }

  waiting(folder: string): number {
    return this.#folder.list(folder).length;
  }

  /** As of the last look. */
  left(folder: string): Waiting {
    return this.#left.get(folder) ?? { count: 0, since: null };
  }

  /** Hears of what comes into these folders and no others, as far as they can be watched. */
  watch(folders: ReadonlySet<string>, onChange: () => void): void {
    for (const [folder, watch] of this.#watches) {
      if (folders.has(folder) && watch.isAlive()) continue;
      watch.dispose();
      this.#watches.delete(folder);
    }
    for (const folder of folders) {
      const watch = this.#watches.has(folder) ? null : this.#folder.watch(folder, onChange);
      if (watch !== null) this.#watches.set(folder, watch);
    }
  }

  /** How long until the next look. Tells of each event that was dealt with. Throws what keeps all events from being taken. */
  take(dag: Dag, folder: string, onTaken: () => void): number {
    if (!this.#folder.isThere(folder)) throw new AppError("dag/invalid", `Folder ${JSON.stringify(folder)} of the queue is not there; make it, bring it back, or turn the queue off.`, { dagId: dag.id });
    const lying = this.#folder.list(folder);
    this.#left.set(folder, { count: lying.length, since: lying[0]?.modifiedAt ?? null });
    if (lying.length === 0) return lookEveryMs;
    const room = this.#taker.roomOf(dag);
    const most = Math.max(0, Math.min(room, atOnce));
    const unread: LyingEvent[] = [];
    for (const event of lying.slice(0, most)) {
      if (this.#takeOne(dag, folder, event)) onTaken();
      else unread.push(event);
    }
    const left = [...unread, ...lying.slice(most)];
    this.#left.set(folder, { count: left.length, since: left[0]?.modifiedAt ?? null });
    const waitMs = unread.length > 0 ? againMs : lookEveryMs;
    // A run that ends makes room, and is heard of.
    return room > atOnce && lying.length > atOnce ? 0 : waitMs;
  }

  /** False where it has to be looked at again later. */
  #takeOne(dag: Dag, folder: string, event: LyingEvent): boolean {
    const { id: dagId } = dag;
    const { name, modifiedAt, bytes } = event;
    const heardAt = modifiedAt;
    if (bytes > mostEventBytes) return this.#setAside(dagId, folder, event, `${name}-${modifiedAt}-${bytes}`, `it has ${bytes} bytes; at most ${mostEventBytes} are taken`);
    const { text, key } = this.#folder.read(folder, event);
    if (this.#taker.known(dagId, key) !== null) return this.#clear(folder, event, "done");
    const conf = confFor(dag, text);
    if (typeof conf === "string" && this.#clock.now() - modifiedAt < settledMs) return false;
    if (typeof conf === "string") return this.#setAside(dagId, folder, event, key, conf);
    this.#taker.start(dagId, { key, name, heardAt }, conf);
    return this.#clear(folder, event, "done");
  }

  #setAside(dagId: string, folder: string, event: LyingEvent, key: string, reason: string): boolean {
    if (this.#taker.known(dagId, key) === null) this.#taker.setAside(dagId, { key, name: event.name, heardAt: event.modifiedAt }, reason);
    return this.#clear(folder, event, "set-aside");
  }

  #clear(folder: string, event: LyingEvent, into: "done" | "set-aside"): true {
    this.#folder.clear(folder, event, into);
    return true;
  }
}
