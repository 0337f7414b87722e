/**
 * A sparse index of a log's lines: one entry a block of lines, so that a line, or the n-th line of some class, is found by reading one
 * block. A line longer than `longLine` is a block of its own. About 45 bytes a block: some 2 MB for a log of 1 GB. Pure.
 */
import type { LogGroup } from "../../../shared/contract/logs.ts";

export const blockLines = 256;
export const blockBytes = 256 * 1024;
export const longLine = 64 * 1024;
/** Six classes and, last, errors that begin. */
export const countColumns = 7;
export const errorColumn = 6;
const mostGroups = 5_000;

/** At the start of a block: what stands before it. */
export interface BlockStart {
  readonly offset: number;
  /** Lines before it. */
  readonly line: number;
  /** Class of the line before it. */
  readonly above: number;
  readonly style: string;
}

export class LineIndex {
  #blocks = 0;
  #offsets = new Float64Array(64);
  #lines = new Float64Array(64);
  #above = new Uint8Array(64);
  #styles = new Uint16Array(64);
  #counts = new Uint32Array(64 * countColumns);
  readonly styleNames: string[] = [""];
  readonly totals: number[] = Array.from({ length: countColumns }, () => 0);
  readonly groups: LogGroup[] = [];
  firstError: number | null = null;
  /** Lines that ended, and the bytes up to the end of the last of them. */
  lines = 0;
  bytes = 0;

  get blocks(): number {
    return this.#blocks;
  }

  /** The block begins where the lines so far end. */
  startBlock(above: number, style: string): void {
    if (this.#blocks === this.#offsets.length) this.#grow();
    const at = this.#blocks;
    this.#offsets[at] = this.bytes;
    this.#lines[at] = this.lines;
    this.#above[at] = above;
    this.#styles[at] = this.#styleNumber(style);
    this.#counts.set(this.totals, at * countColumns);
    this.#blocks = at + 1;
  }

  start(block: number): BlockStart {
    return { offset: this.#offsets[block] ?? 0, line: this.#lines[block] ?? 0, above: this.#above[block] ?? 0, style: this.styleNames[this.#styles[block] ?? 0] ?? "" };
  }

  /** Where a block ends: its first byte after. */
  endOf(block: number): number {
    return block + 1 < this.#blocks ? (this.#offsets[block + 1] ?? 0) : this.bytes;
  }

  linesOf(block: number): number {
    return (block + 1 < this.#blocks ? (this.#lines[block + 1] ?? 0) : this.lines) - (this.#lines[block] ?? 0);
  }

  /** The block in which a line (from 0) stands. */
  blockOfLine(line: number): number {
    return lastAtMost(this.#blocks, (at) => this.#lines[at] ?? 0, line);
  }

  /** How many lines of these columns stand before a block. */
  before(block: number, columns: readonly number[]): number {
    return columns.reduce((sum, column) => sum + (block < this.#blocks ? (this.#counts[block * countColumns + column] ?? 0) : (this.totals[column] ?? 0)), 0);
  }

  /** The block in which the n-th line (from 0) of these columns stands. */
  blockOfNth(nth: number, columns: readonly number[]): number {
    return lastAtMost(this.#blocks, (at) => this.before(at, columns), nth);
  }

  openGroup(title: string): void {
    if (this.groups.length < mostGroups) this.groups.push({ from: this.lines, to: this.lines, title, hasError: false });
  }

  /** All of it as plain data, to be kept, and back. */
  dump(): IndexDump {
    const cut = <T extends { slice(from: number, to: number): T }>(all: T, width = 1): T => all.slice(0, this.#blocks * width);
    return {
      arrays: [cut(this.#offsets), cut(this.#lines), cut(this.#above), cut(this.#styles), cut(this.#counts, countColumns)],
      rest: { blocks: this.#blocks, styleNames: this.styleNames, totals: this.totals, groups: this.groups, firstError: this.firstError, lines: this.lines, bytes: this.bytes },
    };
  }

  static from({ arrays: [offsets, lines, above, styles, counts], rest }: IndexDump): LineIndex {
    const index = new LineIndex();
    index.#blocks = rest.blocks;
    index.#offsets = offsets;
    index.#lines = lines;
    index.#above = above;
    index.#styles = styles;
    index.#counts = counts;
    index.styleNames.splice(0, index.styleNames.length, ...rest.styleNames);
    index.totals.splice(0, countColumns, ...rest.totals);
    index.groups.push(...rest.groups);
    return Object.assign(index, { firstError: rest.firstError, lines: rest.lines, bytes: rest.bytes });
  }

  #styleNumber(style: string): number {
    const known = this.styleNames.indexOf(style);
    if (known >= 0) return known;
    if (this.styleNames.length >= 65_535) return 0;
    return this.styleNames.push(style) - 1;
  }

  #grow(): void {
    const size = this.#offsets.length * 2;
    this.#offsets = enlarged(this.#offsets, new Float64Array(size));
    this.#lines = enlarged(this.#lines, new Float64Array(size));
    this.#above = enlarged(this.#above, new Uint8Array(size));
    this.#styles = enlarged(this.#styles, new Uint16Array(size));
    this.#counts = enlarged(this.#counts, new Uint32Array(size * countColumns));
  }
}

export interface IndexDump {
  readonly arrays: readonly [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>, Uint8Array<ArrayBuffer>, Uint16Array<ArrayBuffer>, Uint32Array<ArrayBuffer>];
  readonly rest: {
    readonly blocks: number;
    readonly styleNames: readonly string[];
    readonly totals: readonly number[];
    readonly groups: readonly LogGroup[];
    readonly firstError: number | null;
    readonly lines: number;
    readonly bytes: number;
  };
}

function enlarged<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** The last of `count` ascending values that is not above `wanted`; 0 when none is. */
function lastAtMost(count: number, valueAt: (at: number) => number, wanted: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (valueAt(middle) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}
