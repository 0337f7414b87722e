/**
 * Readings of long DAG files that go on elsewhere, so that nothing waits for them: one at a time of each file. A file that changes
 * meanwhile is read once more before anybody hears of it.
 */
import type { DagFile } from "./read-dag-file.ts";

/** Never fails: what is wrong with a file becomes diagnostics. */
export type ReadElsewhere = (path: string) => Promise<DagFile>;

/** In bytes: less is read on the spot, for that takes less than some tenths of a second. */
const longestAtOnce = 1_000_000;

interface UnderWay {
  isStale: boolean;
  readonly done: Promise<void>;
}

export class LongFiles {
  readonly #read: ReadElsewhere | null;
  readonly #onRead: (file: DagFile) => void;
  readonly #underWay = new Map<string, UnderWay>();

  constructor(read: ReadElsewhere | null, onRead: (file: DagFile) => void) {
    this.#read = read;
    this.#onRead = onRead;
  }

  isLong(length: number): boolean {
    return this.#read !== null && length > longestAtOnce;
  }

  has(path: string): boolean {
    return this.#underWay.has(path);
  }

  paths(): string[] {
    return [...this.#underWay.keys()];
  }

  start(path: string): void {
    const read = this.#read;
    const known = this.#underWay.get(path);
    if (known !== undefined) known.isStale = true;
    else if (read !== null) this.#underWay.set(path, { isStale: false, done: this.#follow(path, read) });
  }

  /** What is read of it by now is of no interest any more. */
  leave(path: string): void {
    this.#underWay.delete(path);
  }

  async settled(paths: readonly string[]): Promise<void> {
    await Promise.all(paths.map((path) => this.#underWay.get(path)?.done));
  }

  async #follow(path: string, read: ReadElsewhere): Promise<void> {
    // Known as under way before anything is asked.
    await Promise.resolve();
    const own = this.#underWay.get(path);
    for (;;) {
      const file = await read(path);
      if (own === undefined || this.#underWay.get(path) !== own) return;
      if (own.isStale) own.isStale = false;
      else {
        this.#underWay.delete(path);
        return this.#onRead(file);
      }
    }
  }
}
