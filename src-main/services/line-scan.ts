/** Finds a text in the lines of a stream of bytes, without holding more of it than one line (and of a long line only its start). */

export interface LogHit {
  readonly line: number;
  /** Of the line's first byte. */
  readonly offset: number;
  readonly text: string;
}

const newline = 10;
const shownLength = 500;
/** Of a longer line only so much is looked at. */
const longestLine = 1_048_576;

export class LineScan {
  readonly hits: LogHit[] = [];
  readonly #wanted: string;
  readonly #limit: number;
  #line = 1;
  #start = 0;
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #isOpen = false;

  constructor(text: string, limit: number) {
    this.#wanted = text.toLowerCase();
    this.#limit = limit;
  }

  /** False when there are as many hits as were asked for. */
  add(bytes: Uint8Array, offset: number): boolean {
    let from = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
      if (!this.#isOpen) this.#start = offset + from;
      this.#hold(bytes.subarray(from, end));
      this.#endLine();
      from = end + 1;
      if (this.hits.length >= this.#limit) return false;
    }
    if (from < bytes.length) {
      if (!this.#isOpen) this.#start = offset + from;
      this.#hold(bytes.subarray(from));
      this.#isOpen = true;
    }
    return true;
  }

  end(): { hits: LogHit[]; truncated: boolean } {
    if (this.#isOpen) this.#endLine();
    return { hits: this.hits, truncated: false };
  }

  #hold(bytes: Uint8Array): void {
    const room = longestLine - this.#heldBytes;
    if (room <= 0 || bytes.length === 0) return;
    this.#held.push(bytes.subarray(0, room));
    this.#heldBytes += Math.min(room, bytes.length);
  }

  #endLine(): void {
    const text = Buffer.concat(this.#held).toString("utf8");
    if (text.toLowerCase().includes(this.#wanted)) this.hits.push({ line: this.#line, offset: this.#start, text: text.slice(0, shownLength) });
    this.#line += 1;
    this.#held = [];
    this.#heldBytes = 0;
    this.#isOpen = false;
  }
}
