/**
 * The rows of a log that are in memory: pages of the last places looked at, fetched when they are wanted and forgotten when they are
 * not, so that a log of any length takes the same room. Knows nothing of the screen.
 */
import type { LogRow } from "../../../../shared/contract/logs.ts";
import type { LogClass } from "../../../../shared/model/log-bounds.ts";

export const pageRows = 200;
const keptPages = 24;
const mostFetches = 3;

export interface PageSource {
  lines(ask: { from: number; to: number; classes?: LogClass[]; last?: boolean }, signal: AbortSignal): Promise<{ epoch: number; rows: LogRow[] }>;
}

interface Page {
  rows: readonly LogRow[];
  /** There is more in it by now. */
  isStale: boolean;
}

export class LogPages {
  readonly #source: PageSource;
  readonly #changed: () => void;
  readonly #pages = new Map<number, Page>();
  readonly #fetching = new Map<number, AbortController>();
  /** Could not be read since they were last wanted. */
  readonly #failed = new Set<number>();
  #wanted: readonly number[] = [];
  #classes: readonly LogClass[] | null = null;
  #isOpen = true;

  constructor(source: PageSource, changed: () => void) {
    this.#source = source;
    this.#changed = changed;
  }

  get classes(): readonly LogClass[] | null {
    return this.#classes;
  }

  /** By line, or by place among the lines of the chosen classes. */
  row(at: number): LogRow | undefined {
    const page = this.#pages.get(pageOf(at));
    return page?.rows[(at - 1) % pageRows];
  }

  choose(classes: readonly LogClass[] | null): void {
    this.#classes = classes;
    this.clear();
  }

  clear(): void {
    for (const fetch of this.#fetching.values()) fetch.abort();
    this.#fetching.clear();
    this.#failed.clear();
    this.#pages.clear();
  }

  close(): void {
    this.#isOpen = false;
    this.clear();
  }

  open(): void {
    this.#isOpen = true;
  }

  /** The log has grown behind this place: what was its end is no more. */
  grown(from: number): void {
    for (const [number, page] of this.#pages) if (number >= pageOf(Math.max(1, from))) page.isStale = true;
    this.#fetch();
  }

  /** What the screen shows now; only that is fetched. */
  want(places: readonly number[]): void {
    this.#wanted = [...new Set(places.map(pageOf))];
    this.#failed.clear();
    for (const [number, fetch] of this.#fetching) {
      if (this.#wanted.includes(number)) continue;
      fetch.abort();
      this.#fetching.delete(number);
    }
    this.#fetch();
  }

  #fetch(): void {
    if (!this.#isOpen) return;
    for (const number of this.#wanted) {
      const page = this.#pages.get(number);
      if (page !== undefined) {
        // Used last: forgotten last.
        this.#pages.delete(number);
        this.#pages.set(number, page);
      }
      if ((page !== undefined && !page.isStale) || this.#failed.has(number) || this.#fetching.has(number) || this.#fetching.size >= mostFetches) continue;
      void this.#read(number);
    }
  }

  async #read(number: number): Promise<void> {
    const stopper = new AbortController();
    this.#fetching.set(number, stopper);
    const before = this.#pages.get(number);
    if (before !== undefined) before.isStale = false;
    const from = number * pageRows + 1;
    try {
      const { rows } = await this.#source.lines({ from, to: from + pageRows, ...(this.#classes === null ? {} : { classes: [...this.#classes] }) }, stopper.signal);
      if (stopper.signal.aborted) return;
      // What grew while it was read is read once more.
      this.#pages.set(number, { rows, isStale: before?.isStale ?? false });
      for (const old of this.#pages.keys()) {
        if (this.#pages.size <= keptPages) break;
        if (!this.#wanted.includes(old)) this.#pages.delete(old);
        else break;
      }
      this.#changed();
    } catch {
      // A broken wire is told by the watch; the page is asked for again when it is wanted again.
      if (!stopper.signal.aborted) this.#failed.add(number);
    } finally {
      if (this.#fetching.get(number) === stopper) this.#fetching.delete(number);
      if (!stopper.signal.aborted) this.#fetch();
    }
  }
}

const pageOf = (at: number): number => Math.floor((at - 1) / pageRows);
