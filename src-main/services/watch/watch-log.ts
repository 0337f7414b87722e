/** The log of one waiting try: its looks, as long as they tell something new. Bounded, however long it waits. */
import type { AppendLine } from "../../ports/lookouts.ts";

const mostLines = 1_000;
/** So many looks are written one by one; after these only what is new. */
const looksWritten = 50;

export class WatchLog {
  readonly #append: AppendLine;
  readonly #path: string;
  readonly #mask: (text: string) => string;
  #lines = 0;
  #last = "";

  constructor(append: AppendLine, path: string, mask: (text: string) => string) {
    this.#append = append;
    this.#path = path;
    this.#mask = mask;
  }

  /** `number` is null for looks of which only the first tells anything. */
  look(at: number, number: number | null, saw: string, next: number | null): void {
    const isTold = (number !== null && number <= looksWritten) || saw !== this.#last;
    this.#last = saw;
    if (isTold) this.line(at, `${saw}${next === null ? "" : `; looks again at ${new Date(next).toISOString()}`}`);
    if (number === looksWritten) this.line(at, "from now on only looks that see something new are written here");
  }

  line(at: number, text: string, isLast = false): void {
    this.#lines += 1;
    if (this.#lines > mostLines && !isLast) return;
    const words = this.#lines === mostLines ? `${text}; no more looks are written here` : text;
    this.#append(this.#path, `${new Date(at).toISOString()} ${this.#mask(words)}`);
  }
}
