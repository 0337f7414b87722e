/**
 * The documents that are open in this window: one a path, whoever asks. A document stays while somebody uses it, and while it has
 * unsaved changes; it hears of files that changed outside, and goes along with one that is renamed. Owns the documents, for as long as the window lives.
 */
import { type FileNews, isAbout } from "../rpc/file-news.ts";
import type { DocumentWire } from "./document-wire.ts";
import { OpenTextDocument } from "./open-document.ts";

interface Entry {
  path: string;
  users: number;
  readonly opening: Promise<OpenTextDocument>;
  document: OpenTextDocument | null;
  /** The entry of a renamed file that took its place while it was being opened. */
  instead: Entry | null;
}

export interface Acquired {
  readonly document: Promise<OpenTextDocument>;
  readonly release: () => void;
}

/** As long as views need to follow to the other name. */
const heldMs = 5_000;

export class DocumentRegistry {
  readonly #wire: DocumentWire;
  readonly #entries = new Map<string, Entry>();
  /** Looks at the disk that are not over: a file may turn out to be renamed. */
  readonly #looks = new Set<Promise<void>>();
  readonly #moveListeners = new Set<(from: string, to: string) => void>();

  constructor(wire: DocumentWire, news: FileNews) {
    this.#wire = wire;
    news.listen((paths) => {
      for (const { path, document } of this.#entries.values()) if (isAbout(path, paths)) this.#look(document);
    });
  }

  /** Counts the caller as a user until it releases. `document` rejects when there is no such file, or it is no text. */
  acquire(path: string): Acquired {
    const entry = this.#entries.get(path) ?? this.#open(path);
    entry.users++;
    let isHeld = true;
    const release = (): void => {
      const now = entry.instead ?? entry;
      if (isHeld) now.users--;
      isHeld = false;
      // A view that is drawn anew takes it again at once.
      setTimeout(() => this.#letGo(now), 0);
    };
    return { document: entry.opening, release };
  }

  /** Tells of every open file that got another name outside; returns the call that stops it. */
  onMoved(listener: (from: string, to: string) => void): () => void {
    this.#moveListeners.add(listener);
    return () => void this.#moveListeners.delete(listener);
  }

  /** What is open already, without waiting. */
  peek(path: string): OpenTextDocument | null {
    return this.#entries.get(path)?.document ?? null;
  }

  /** The file gets another name here: what is open by the old one hears of the disk no more. */
  forget(path: string): void {
    this.#entries.get(path)?.document?.close();
    this.#entries.delete(path);
  }

  /** Texts that are not on the disk, by path. */
  unsaved(): Record<string, string> {
    return Object.fromEntries([...this.#entries.values()].flatMap(({ path, document }) => (document?.get().dirty === true ? [[path, document.get().text] as const] : [])));
  }

  /** Looks at the disk where no watcher could tell: the window comes back, or files cannot be watched. */
  lookAtAll(): void {
    for (const { document } of this.#entries.values()) this.#look(document);
  }

  keepNow(): void {
    for (const { document } of this.#entries.values()) document?.keepNow();
  }

  #look(document: OpenTextDocument | null): void {
    if (document === null) return;
    const look = document.look().finally(() => this.#looks.delete(look));
    this.#looks.add(look);
  }

  #open(path: string): Entry {
    // What is asked for may be a file that is open by the name it had a moment ago.
    const waiting = this.#looks.size === 0 ? null : Promise.allSettled(this.#looks);
    const load = async (): Promise<OpenTextDocument> => {
      if (waiting !== null) await waiting;
      if (entry.instead !== null) return entry.instead.opening;
      const opened = await this.#wire.open({ path });
      return new OpenTextDocument(this.#wire, { ...opened, path }, { mayFollow: (to) => this.#mayFollow(to), followed: (from, to) => this.#follow(from, to) });
    };
    const entry: Entry = { path, users: 0, opening: Promise.resolve().then(load), document: null, instead: null };
    this.#entries.set(path, entry);
    entry.opening.then(
      (document) => entry.instead === null && (entry.document = document),
      () => this.#entries.get(path) === entry && this.#entries.delete(path),
    );
    return entry;
  }

  /** Also what somebody has just asked for by the new name, and waits for. */
  #mayFollow(to: string): boolean {
    const there = this.#entries.get(to);
    return there === undefined || (there.document === null && this.#looks.size > 0);
  }

  #follow(from: string, to: string): void {
    const entry = this.#entries.get(from);
    if (entry === undefined) return;
    const there = this.#entries.get(to);
    if (there !== undefined) {
      there.instead = entry;
      entry.users += there.users;
    }
    this.#entries.delete(from);
    this.#entries.set(to, entry);
    entry.path = to;
    // Views leave the old name before they come to the new one.
    entry.users++;
    setTimeout(() => {
      entry.users--;
      this.#letGo(entry);
    }, heldMs);
    for (const listener of [...this.#moveListeners]) listener(from, to);
  }

  #letGo(entry: Entry): void {
    if (entry.users > 0 || this.#entries.get(entry.path) !== entry || entry.document?.get().dirty === true) return;
    if (this.#looks.size > 0) return void Promise.allSettled(this.#looks).then(() => this.#letGo(entry));
    void entry.opening.then(
      (document) => {
        if (entry.users > 0 || document.get().dirty) return;
        if (this.#entries.get(entry.path) === entry) this.#entries.delete(entry.path);
        document.close();
      },
      () => {},
    );
  }
}
