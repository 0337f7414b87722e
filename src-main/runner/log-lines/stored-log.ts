/**
 * One log with its index: reads on as it grows, starts anew when what was read is not there any more (a log over its cap, which drops its
 * middle), and keeps a large finished index beside the log. Everything but `readOn` answers from what was read.
 */
import { statSync } from "node:fs";
import { dirname } from "node:path";
import type { LogGroup } from "../../../shared/contract/logs.ts";
import type { LogLook } from "../../ports/log-lines.ts";
import { fill, partsOf } from "../log-reader.ts";
import type { LogPart } from "../log-format.ts";
import { readIndexFile, writeIndexFile } from "./index-file.ts";
import { IndexScan } from "./index-scan.ts";
import { lineClass } from "./line-class.ts";
import { errorColumn, type LineIndex } from "./line-index.ts";

export const scanBytes = 1024 * 1024;
/** A smaller log is read again as fast as its index. */
const keptFrom = 8 * 1024 * 1024;
const scanBuffer = Buffer.allocUnsafeSlow(scanBytes);

export class StoredLog {
  readonly path: string;
  #scan = new IndexScan();
  #parts: readonly LogPart[] = [];
  #epoch = 0;
  /** How much was dropped of a log that grows over its cap: what came after has moved when it changes. */
  #dropped = 0;
  #size = 0;
  #isKept = false;

  constructor(path: string) {
    this.path = path;
  }

  get index(): LineIndex {
    return this.#scan.index;
  }

  get epoch(): number {
    return this.#epoch;
  }

  get size(): number {
    return this.#size;
  }

  get scanned(): number {
    return this.#scan.scanned;
  }

  /** With an unfinished last one. */
  get lines(): number {
    return this.index.lines + (this.#scan.pending === null ? 0 : 1);
  }

  get pending(): { readonly kind: number; readonly bytes: number } | null {
    return this.#scan.pending;
  }

  get above(): number {
    return this.#scan.above;
  }

  get style(): string {
    return this.#scan.style;
  }

  /** Looks at the disk: more bytes, or others. */
  refresh(): void {
    const { parts, droppedBytes } = partsOf(this.path);
    const size = parts.reduce((sum, part) => sum + part.bytes, 0);
    const isOther = droppedBytes !== this.#dropped || size < this.scanned;
    this.#parts = parts;
    this.#size = size;
    this.#dropped = droppedBytes;
    if (isOther) this.#startAnew();
    else if (this.#scan.scanned === 0 && size >= keptFrom && parts.length === 1) this.#takeKept();
  }

  /** One piece; false when there is nothing more to read. */
  readOn(): boolean {
    const from = this.#scan.scanned;
    if (from >= this.#size) return false;
    const got = this.read(from, scanBuffer.subarray(0, Math.min(scanBytes, this.#size - from)));
    if (got.length === 0) return false;
    this.#scan.add(got);
    return this.#scan.scanned < this.#size;
  }

  /** As much as there is of what fits into `into`. */
  read(from: number, into: Buffer): Buffer {
    return into.subarray(0, fill(dirname(this.path), this.#parts, from, into));
  }

  keep(): void {
    if (this.#isKept || this.#size < keptFrom || this.#parts.length !== 1 || this.scanned < this.#size) return;
    this.#isKept = true;
    writeIndexFile(indexPath(this.path), { index: this.index.dump(), above: this.above, style: this.style, stamp: stampOf(this.path) });
  }

  groups(): LogGroup[] {
    const open = this.#scan.openGroups();
    return this.index.groups.map((group, at) => (open.has(at) ? { ...group, to: this.lines } : { ...group }));
  }

  look(isFinal: boolean): LogLook {
    const { index } = this;
    const { pending } = this.#scan;
    const counts = index.totals.slice(0, errorColumn);
    if (pending !== null) counts[pending.kind] = (counts[pending.kind] ?? 0) + 1;
    const begins = pending?.kind === lineClass.error && this.above !== lineClass.error;
    return {
      ...{ epoch: this.#epoch, size: this.#size, scanned: this.scanned, lines: this.lines, counts },
      errors: (index.totals[errorColumn] ?? 0) + (begins ? 1 : 0),
      firstError: index.firstError ?? (begins ? this.lines : null),
      groups: index.groups.length,
      droppedBytes: this.#dropped,
      complete: isFinal && this.scanned >= this.#size,
    };
  }

  #startAnew(): void {
    this.#scan = new IndexScan();
    this.#epoch += 1;
    this.#isKept = false;
  }

  #takeKept(): void {
    const kept = readIndexFile(indexPath(this.path), stampOf(this.path));
    if (kept === null) return;
    this.#scan = new IndexScan(kept.index, kept.above, kept.style);
    this.#isKept = true;
  }
}

export const indexPath = (path: string): string => `${path}.index`;

/** Another one means that the log was written since. */
function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? "" : `${found.size} ${Math.round(found.mtimeMs)}`;
}
