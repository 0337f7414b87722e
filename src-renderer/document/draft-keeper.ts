/**
 * Keeps the unsaved text of one document with the engine, at most `delayMs` after a change and never two at a time, so that what is
 * older than a second outlives a crash of any process. Owns its timer.
 */
export const delayMs = 300;
/** After a failure: the engine may be starting anew. */
const againMs = 1_000;

export interface DraftKeeperParts {
  /** The text to keep; null to forget it. */
  readonly current: () => { text: string | null };
  readonly send: (text: string | null) => Promise<void>;
}

export class DraftKeeper {
  readonly #parts: DraftKeeperParts;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isSending = false;
  #isStale = false;
  /** What the engine has; undefined when that is not known. */
  #kept: string | null | undefined;
  #isClosed = false;
  #saves = 0;

  constructor(parts: DraftKeeperParts, kept: string | null) {
    this.#parts = parts;
    this.#kept = kept;
  }

  /** The text has changed. */
  touch(): void {
    this.#isStale = true;
    this.#plan(delayMs);
  }

  /** At once, for a window that may be gone the next moment. */
  flush(): void {
    this.#clear();
    if (!this.#isSending && this.#isStale) void this.#send();
  }

  /** The engine forgets the draft with every save. */
  saved(): void {
    this.#saves++;
    this.#kept = null;
    this.touch();
  }

  close(): void {
    this.flush();
    this.#isClosed = true;
    this.#clear();
  }

  #plan(afterMs: number): void {
    if (this.#isSending || this.#isClosed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.#send();
    }, afterMs);
  }

  #clear(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #send(): Promise<void> {
    const { text } = this.#parts.current();
    this.#isStale = false;
    if (text === this.#kept) return;
    this.#isSending = true;
    const saves = this.#saves;
    let isKept = false;
    try {
      this.#kept = undefined;
      await this.#parts.send(text);
      isKept = true;
      // A save that was asked for meanwhile has made the engine forget it again.
      if (saves === this.#saves) this.#kept = text;
    } catch {
      // The document tells of it; the next try follows below.
      this.#isStale = true;
    } finally {
      this.#isSending = false;
    }
    if (!this.#isStale) return;
    if (!this.#isClosed) this.#plan(isKept ? delayMs : againMs);
    // It was let go while a text was on its way that is saved or given up by now.
    else if (isKept && this.#parts.current().text === null) void this.#send();
  }
}
