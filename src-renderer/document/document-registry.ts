/**
 * The documents that are open in this window: one a path, whoever asks. A document stays while somebody uses it, and while it has
 * unsaved changes; it hears of files that changed outside. Owns the documents, for as long as the window lives.
 */
import { type FileNews, isAbout } from "../rpc/file-news.ts";
import type { DocumentWire } from "./document-wire.ts";
import { OpenTextDocument } from "./open-document.ts";

interface Entry {
  readonly path: string;
  users: number;
  readonly opening: Promise<OpenTextDocument>;
  document: OpenTextDocument | null;
}

export interface Acquired {
  readonly document: Promise<OpenTextDocument>;
  readonly release: () => void;
}

export class DocumentRegistry {
  readonly #wire: DocumentWire;
  readonly #entries = new Map<string, Entry>();

  constructor(wire: DocumentWire, news: FileNews) {
    this.#wire = wire;
    news.listen((paths) => {
      for (const { path, document } of this.#entries.values()) if (isAbout(path, paths)) void document?.look();
    });
  }

  /** Counts the caller as a user until it releases. `document` rejects when there is no such file, or it is no text. */
  acquire(path: string): Acquired {
    const entry = this.#entries.get(path) ?? this.#open(path);
    entry.users++;
    let isHeld = true;
    const release = (): void => {
      if (isHeld) entry.users--;
      isHeld = false;
      // A view that is drawn anew takes it again at once.
      setTimeout(() => this.#letGo(entry), 0);
    };
    return { document: entry.opening, release };
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
    for (const { document } of this.#entries.values()) void document?.look();
  }

  keepNow(): void {
    for (const { document } of this.#entries.values()) document?.keepNow();
  }

  #open(path: string): Entry {
    const opening = this.#wire.open({ path }).then((opened) => new OpenTextDocument(this.#wire, { ...opened, path }));
    const entry: Entry = { path, users: 0, opening, document: null };
    this.#entries.set(path, entry);
    opening.then(
      (document) => (entry.document = document),
      () => this.#entries.delete(path),
    );
    return entry;
  }

  #letGo(entry: Entry): void {
    if (entry.users > 0 || this.#entries.get(entry.path) !== entry || entry.document?.get().dirty === true) return;
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
