/**
 * Fills an index from the bytes of a log, in order and in pieces of any size. Holds what it needs to go on: the line it is in, the class
 * above, the colours in force, the groups that are open.
 */
import { afterEscape, classOfLine, inherits, lineClass, lookedAt } from "./line-class.ts";
import { blockBytes, blockLines, errorColumn, LineIndex, longLine } from "./line-index.ts";
import { SgrTable } from "./sgr-state.ts";

const newline = 10;
const escape = 27;
const headBytes = Math.max(lookedAt, 600);
const longestTitle = 200;
const groupOpens = ["::group::", "##[group]"];
const groupCloses = ["::endgroup::", "##[endgroup]"];

export class IndexScan {
  readonly index: LineIndex;
  #above: number;
  #style: string;
  /** Numbers in `index.groups`. */
  readonly #open: number[] = [];
  /** Bytes of the line that has not ended: how many, and the first of them. */
  #pendingBytes = 0;
  #head: Buffer = Buffer.alloc(0);
  /** In force where that line begins. */
  #pendingStyle = "";
  readonly #styles = new SgrTable();
  #blockLines = 0;
  #blockStart = 0;

  constructor(index = new LineIndex(), above = lineClass.none as number, style = "") {
    this.index = index;
    this.#above = above;
    this.#style = style;
    this.#blockLines = index.blocks > 0 ? index.linesOf(index.blocks - 1) : 0;
    this.#blockStart = index.blocks > 0 ? index.start(index.blocks - 1).offset : 0;
  }

  /** Where the next bytes are expected. */
  get scanned(): number {
    return this.index.bytes + this.#pendingBytes;
  }

  /** The class of the line that has not ended; null when there is none. */
  get pending(): { readonly kind: number; readonly bytes: number } | null {
    if (this.#pendingBytes === 0) return null;
    const own = classOfLine(this.#head, 0, this.#head.length);
    return { kind: own === inherits ? this.#above : own, bytes: this.#pendingBytes };
  }

  get above(): number {
    return this.#above;
  }

  get style(): string {
    return this.#style;
  }

  add(bytes: Buffer): void {
    let from = 0;
    let nextEscape = bytes.indexOf(escape);
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
      if (this.#pendingBytes > 0) this.#endPending(bytes, from, end);
      else this.#endLine(bytes, { start: from, end, length: end - from + 1, style: this.#style });
      if (nextEscape >= 0 && nextEscape < end) nextEscape = this.#passEscapes(bytes, nextEscape, end);
      from = end + 1;
    }
    if (from < bytes.length) {
      if (this.#pendingBytes === 0) this.#pendingStyle = this.#style;
      if (this.#head.length < headBytes) this.#head = Buffer.concat([this.#head, bytes.subarray(from, from + headBytes - this.#head.length)]);
      this.#pendingBytes += bytes.length - from;
      if (nextEscape >= 0) this.#passEscapes(bytes, nextEscape, bytes.length);
    }
  }

  #endPending(bytes: Buffer, from: number, end: number): void {
    const head = this.#head.length < headBytes ? Buffer.concat([this.#head, bytes.subarray(from, Math.min(end, from + headBytes - this.#head.length))]) : this.#head;
    const length = this.#pendingBytes + end - from + 1;
    this.#pendingBytes = 0;
    this.#head = Buffer.alloc(0);
    this.#endLine(head, { start: 0, end: head.length, length, style: this.#pendingStyle });
  }

  /** `length` with its line break; the bytes may be its first only. */
  #endLine(bytes: Buffer, { start, end, length, style }: { start: number; end: number; length: number; style: string }): void {
    const { index } = this;
    const isLong = length > longLine;
    const full = this.#blockLines >= blockLines || index.bytes - this.#blockStart >= blockBytes;
    if (index.blocks === 0 || full || isLong) this.#startBlock(style);
    const own = classOfLine(bytes, start, end);
    const kind = own === inherits ? this.#above : own;
    index.totals[kind] = (index.totals[kind] ?? 0) + 1;
    if (kind === lineClass.error && this.#above !== lineClass.error) {
      index.totals[errorColumn] = (index.totals[errorColumn] ?? 0) + 1;
      index.firstError ??= index.lines + 1;
      this.#markGroups();
    }
    this.#above = kind;
    index.lines += 1;
    index.bytes += length;
    this.#blockLines = isLong ? blockLines : this.#blockLines + 1;
    const first = bytes[start];
    if (first === 58 || first === 35 || first === 91) this.#readGroup(bytes, start, end);
  }

  #startBlock(style: string): void {
    if (this.#blockLines === 0 && this.index.blocks > 0) return;
    this.index.startBlock(this.#above, style);
    this.#blockLines = 0;
    this.#blockStart = this.index.bytes;
  }

  #markGroups(): void {
    for (const at of this.#open) {
      const group = this.index.groups[at];
      if (group !== undefined) this.index.groups[at] = { ...group, hasError: true };
    }
  }

  /** `::group::Name`, also behind a time in brackets as Airflow writes it. */
  #readGroup(bytes: Buffer, start: number, end: number): void {
    const text = bytes.toString("utf8", start, Math.min(end, start + longestTitle + 80)).replace(/^(?:\[[^\]]{0,60}\]\s*)+(?:\{[^}]{0,80}\}\s*\w+\s*-\s*)?/, "");
    const { index } = this;
    const opens = groupOpens.find((mark) => text.startsWith(mark));
    if (opens !== undefined) {
      const before = index.groups.length;
      index.openGroup(text.slice(opens.length).trim().slice(0, longestTitle));
      if (index.groups.length > before) this.#open.push(before);
    } else if (groupCloses.some((mark) => text.startsWith(mark))) {
      const at = this.#open.pop();
      const group = at === undefined ? undefined : index.groups[at];
      if (at !== undefined && group !== undefined) index.groups[at] = { ...group, to: index.lines };
    }
  }

  /** Groups that nobody closed reach to the end. */
  openGroups(): ReadonlySet<number> {
    return new Set(this.#open);
  }

  /** Takes in the sequences before `end`; answers where the next one is. */
  #passEscapes(bytes: Buffer, first: number, end: number): number {
    let at = first;
    while (at >= 0 && at < end) {
      const stop = afterEscape(bytes, at, bytes.length);
      if (bytes[at + 1] === 91 && bytes[stop - 1] === 109) this.#style = this.#styles.after(this.#style, bytes, at + 2, stop - 1);
      at = bytes.indexOf(escape, stop);
    }
    return at;
  }
}
