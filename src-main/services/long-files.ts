/**
 * Readings of long DAG files that go on elsewhere, so that nothing waits for them: one at a time of each file. A file that changes
 * meanwhile is read once more before anybody hears of it; of one that changes all the time the newest reading is shown, and the next goes on.
 */
import type { DagFile, FileMark } from "./read-dag-file.ts";

/** Never fails: what is wrong with a file becomes diagnostics. A text is read as if the file said it. */
export type ReadElsewhere = (path: string, text?: string) => Promise<DagFile>;

/** In bytes: less is read on the spot, for that takes less than some tenths of a second. */
const longestAtOnce = 1_000_000;

/** Readings of which nobody hears, one after the other, because the file changed meanwhile. */
const mostUnheard = 2;

interface UnderWay {
  /** The file as it was when its reading was asked for last. */
  mark: FileMark;
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

  start(path: string, mark: FileMark): void {
    const read = this.#read;
    const known = this.#underWay.get(path);
    if (known !== undefined) Object.assign(known, { mark, isStale: true });
    else if (read !== null) this.#underWay.set(path, { mark, isStale: false, done: this.#follow(path, read) });
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
    for (let unheard = 0; ; unheard++) {
      const file = await read(path);
      if (own === undefined || this.#underWay.get(path) !== own) return;
      const { isStale, mark } = own;
      own.isStale = false;
      if (isStale && unheard < mostUnheard) continue;
      this.#underWay.delete(path);
      if (isStale) this.start(path, mark);
      // One that could not be read is not tried again until it is another.
      return this.#onRead(file.hash === "" ? { ...file, ...mark } : file);
    }
  }
}
