/**
 * The rows of one result as the grid asks for them: pages are fetched where the eye is, and the oldest forgotten, so that a million
 * rows cost no more memory than a few thousand. Owns its pages, order and filter; the result itself stays beside the engine.
 */
import type { ResultColumn, ResultOrder, SqlPage, SqlPageInput } from "../../../../shared/contract/sql.ts";
import type { Cells, RowSource } from "../../../ui/row-source.ts";

const pageRows = 500;
const keptPages = 40;
/** Long texts weigh more than rows: beyond so many characters only a few pages are kept. */
const keptCharacters = 16_000_000;
const fewPages = 4;
/** Of one answer, as the contract allows. */
const mostAtOnce = 5000;
const mostLongCells = 2000;

export interface PageCalls {
  page(input: SqlPageInput, signal: AbortSignal): Promise<SqlPage>;
  cell(input: ResultOrder & { resultId: string; row: number; column: number }): Promise<{ text: string | null }>;
}

export interface PagesState {
  readonly source: RowSource;
  readonly order: ResultOrder;
  /** Rows that the filter lets through; null until the first page has come, and the rows of the result where nothing is filtered. */
  readonly found: number | null;
  readonly failure: unknown;
}

interface Page {
  readonly rows: readonly Cells[];
  readonly characters: number;
}

export class ResultPages {
  readonly #calls: PageCalls;
  readonly #resultId: string;
  readonly #columns: readonly ResultColumn[];
  readonly #pages = new Map<number, Page>();
  readonly #asked = new Set<number>();
  readonly #listeners = new Set<() => void>();
  #stop = new AbortController();
  #rowCount = 0;
  #found: number | null = null;
  #order: ResultOrder = {};
  #failure: unknown = null;
  #state: PagesState;

  constructor(parts: { calls: PageCalls; resultId: string; columns: readonly ResultColumn[] }) {
    this.#calls = parts.calls;
    this.#resultId = parts.resultId;
    this.#columns = parts.columns;
    this.#state = this.#stateNow();
  }

  get(): PagesState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** More rows have come, or all are there. A page that was read while rows were coming is read again. */
  grow(rowCount: number): void {
    if (rowCount === this.#rowCount) return;
    const last = Math.floor(Math.max(0, this.#rowCount - 1) / pageRows);
    if ((this.#pages.get(last)?.rows.length ?? pageRows) < pageRows) this.#pages.delete(last);
    this.#rowCount = rowCount;
    this.#tell();
  }

  /** Fetches what of these rows is not there. `to` is exclusive. After a failure nothing is asked before `retry` or another order. */
  need(from: number, to: number): void {
    if (this.#failure !== null) return;
    const end = Math.min(Math.max(to, 1), this.#countNow());
    for (let page = Math.floor(Math.min(from, Math.max(0, end - 1)) / pageRows); page * pageRows < end; page += 1) if (!this.#pages.has(page)) void this.#fetch(page);
  }

  arrange(order: ResultOrder): void {
    this.#order = order;
    this.#found = null;
    this.#failure = null;
    this.#forget();
  }

  retry(): void {
    this.#failure = null;
    this.#forget();
  }

  /** Rows with all of their text. `to` is exclusive. */
  async read(from: number, to: number): Promise<readonly Cells[]> {
    const rows: Cells[] = [];
    for (let offset = from; offset < to; offset += mostAtOnce) {
      const page = await this.#calls.page({ resultId: this.#resultId, offset, limit: Math.min(mostAtOnce, to - offset), ...this.#order }, this.#stop.signal);
      if (page.cut.length > mostLongCells) throw new Error(`More than ${mostLongCells} of these cells hold long texts; export them instead.`);
      const whole = page.rows.map((row) => [...row]);
      for (const [row, column] of page.cut) {
        const line = whole[row];
        if (line !== undefined) line[column] = (await this.#calls.cell({ resultId: this.#resultId, row: offset + row, column, ...this.#order })).text;
      }
      rows.push(...whole);
    }
    return rows;
  }

  dispose(): void {
    this.#stop.abort();
  }

  #countNow(): number {
    return this.#found ?? this.#rowCount;
  }

  #forget(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#pages.clear();
    this.#asked.clear();
    this.#tell();
  }

  async #fetch(page: number): Promise<void> {
    if (this.#asked.has(page)) return;
    this.#asked.add(page);
    const { signal } = this.#stop;
    const counted = this.#rowCount;
    let isShort = false;
    try {
      const got = await this.#calls.page({ resultId: this.#resultId, offset: page * pageRows, limit: pageRows, ...this.#order }, signal);
      if (signal.aborted) return;
      this.#keep(page, got.rows);
      // More rows came while it was asked for: what is there is shown, and read again.
      isShort = got.rows.length < pageRows && this.#rowCount > counted;
      if ((this.#order.filter?.length ?? 0) > 0) this.#found = got.totalRows;
    } catch (thrown) {
      if (signal.aborted) return;
      this.#failure = thrown;
    } finally {
      if (!signal.aborted) this.#asked.delete(page);
    }
    this.#tell();
    if (isShort) void this.#fetch(page);
  }

  #keep(page: number, rows: readonly Cells[]): void {
    const characters = rows.reduce((sum, row) => row.reduce((inRow, cell) => inRow + (cell?.length ?? 0), sum), 0);
    this.#pages.delete(page);
    this.#pages.set(page, { rows, characters });
    let kept = [...this.#pages.values()].reduce((sum, each) => sum + each.characters, 0);
    for (const [old, { characters: freed }] of this.#pages) {
      if (this.#pages.size <= fewPages || (this.#pages.size <= keptPages && kept <= keptCharacters)) break;
      this.#pages.delete(old);
      kept -= freed;
    }
  }

  #tell(): void {
    this.#state = this.#stateNow();
    for (const listener of this.#listeners) listener();
  }

  /** A new object each time, so that it may serve as a snapshot; the pages behind it are the same. */
  #stateNow(): PagesState {
    const source: RowSource = {
      columns: this.#columns,
      rowCount: this.#countNow(),
      rowAt: (index) => this.#pages.get(Math.floor(index / pageRows))?.rows[index % pageRows],
      read: (from, to) => this.read(from, to),
    };
    const isFiltered = (this.#order.filter?.length ?? 0) > 0;
    return { source, order: this.#order, found: isFiltered ? this.#found : this.#rowCount, failure: this.#failure };
  }
}
