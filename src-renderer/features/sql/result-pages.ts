/**
 * The rows of one result as the grid asks for them: pages are fetched where the eye is, and the oldest forgotten, so that a million
 * rows cost no more memory than a few thousand. Owns its pages; the result itself stays beside the engine.
 */
import type { ResultColumn, SqlPage, SqlPageInput } from "../../../shared/contract/sql.ts";
import type { Cells, RowSource } from "../../ui/row-source.ts";

const pageRows = 500;
const keptPages = 40;

export interface ResultOrder {
  readonly column: number;
  readonly descending: boolean;
}

export interface PagesState {
  readonly source: RowSource;
  readonly failure: unknown;
}

export class ResultPages {
  readonly #ask: (input: SqlPageInput, signal: AbortSignal) => Promise<SqlPage>;
  readonly #resultId: string;
  readonly #columns: readonly ResultColumn[];
  readonly #pages = new Map<number, readonly Cells[]>();
  readonly #asked = new Set<number>();
  readonly #listeners = new Set<() => void>();
  #stop = new AbortController();
  #rowCount = 0;
  #order: ResultOrder | null = null;
  #state: PagesState;

  constructor(parts: { ask: (input: SqlPageInput, signal: AbortSignal) => Promise<SqlPage>; resultId: string; columns: readonly ResultColumn[] }) {
    this.#ask = parts.ask;
    this.#resultId = parts.resultId;
    this.#columns = parts.columns;
    this.#state = { source: this.#sourceNow(), failure: null };
  }

  get(): PagesState {
    return this.#state;
  }

  get order(): ResultOrder | null {
    return this.#order;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** More rows have come, or all are there. A page that was read while rows were coming is read again. */
  grow(rowCount: number): void {
    if (rowCount === this.#rowCount) return;
    const last = Math.floor(Math.max(0, this.#rowCount - 1) / pageRows);
    if ((this.#pages.get(last)?.length ?? pageRows) < pageRows) this.#pages.delete(last);
    this.#rowCount = rowCount;
    this.#tell(null);
  }

  /** Fetches what of these rows is not there. `to` is exclusive. */
  need(from: number, to: number): void {
    const end = Math.min(to, this.#rowCount);
    for (let page = Math.floor(from / pageRows); page * pageRows < end; page += 1) if (!this.#pages.has(page)) void this.#fetch(page);
  }

  sort(order: ResultOrder | null): void {
    this.#order = order;
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#pages.clear();
    this.#asked.clear();
    this.#tell(null);
  }

  dispose(): void {
    this.#stop.abort();
  }

  async #fetch(page: number): Promise<void> {
    if (this.#asked.has(page)) return;
    this.#asked.add(page);
    const { signal } = this.#stop;
    try {
      const got = await this.#ask({ resultId: this.#resultId, offset: page * pageRows, limit: pageRows, ...(this.#order === null ? {} : { sort: [this.#order] }) }, signal);
      if (signal.aborted) return;
      this.#pages.delete(page);
      this.#pages.set(page, got.rows);
      for (const old of this.#pages.keys()) {
        if (this.#pages.size <= keptPages) break;
        this.#pages.delete(old);
      }
      this.#tell(null);
    } catch (thrown) {
      if (!signal.aborted) this.#tell(thrown);
    } finally {
      if (!signal.aborted) this.#asked.delete(page);
    }
  }

  #tell(failure: unknown): void {
    this.#state = { source: this.#sourceNow(), failure };
    for (const listener of this.#listeners) listener();
  }

  /** A new object each time, so that it may serve as a snapshot; the pages behind it are the same. */
  #sourceNow(): RowSource {
    return {
      columns: this.#columns,
      rowCount: this.#rowCount,
      rowAt: (index) => this.#pages.get(Math.floor(index / pageRows))?.[index % pageRows],
      all: null,
    };
  }
}
