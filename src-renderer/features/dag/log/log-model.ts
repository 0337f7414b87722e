/**
 * One try's log as the screen needs it: how far it is known, which of its rows are shown (all, or those of some classes, with groups folded),
 * and the rows themselves. A lost wire is taken up again. Owns its pages; `stop` ends everything.
 */
import type { LogGroup, LogRow, LogState } from "../../../../shared/contract/logs.ts";
import { logClasses, type LogClass } from "../../../../shared/model/log-bounds.ts";
import { isConnectionLoss, toFailure, type Failure } from "../../../rpc/failure.ts";
import { firstFolded, foldLines, type FoldedLines } from "./fold-lines.ts";
import { LogPages, type PageSource } from "./log-pages.ts";

export interface LogSource extends PageSource {
  watch(signal: AbortSignal): Promise<AsyncIterable<LogState>>;
  groups(): Promise<LogGroup[]>;
  /** How many lines of the classes stand before a line, and one. */
  placeAmong(line: number, classes: readonly LogClass[]): Promise<number | null>;
}

export type LogPhase = "loading" | "following" | "complete" | "absent" | "failed";

/** A new object for each change, so that it may serve as a snapshot. */
export interface LogSnapshot {
  readonly phase: LogPhase;
  readonly state: LogState | null;
  /** Rows of the view; a guess while the log is not read through. */
  readonly total: number;
  readonly isExact: boolean;
  readonly classes: readonly LogClass[] | null;
  readonly groups: readonly LogGroup[];
  readonly folded: ReadonlySet<number>;
  readonly failure: Failure | null;
}

const pauseMs = 1_000;
const lastRows = 200;
const nothingFolded = foldLines([], new Set());

export class LogModel {
  readonly pages: LogPages;
  readonly #source: LogSource;
  readonly #listeners = new Set<() => void>();
  #snapshot: LogSnapshot = { phase: "loading", state: null, total: 0, isExact: false, classes: null, groups: [], folded: new Set(), failure: null };
  #fold: FoldedLines = nothingFolded;
  #knownGroups = new Set<number>();
  #last: readonly LogRow[] = [];
  #isReadingLast = false;
  #stopper: AbortController | null = null;

  constructor(source: LogSource) {
    this.#source = source;
    this.pages = new LogPages(source, () => this.#change({}));
  }

  readonly snapshot = (): LogSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** `atTop`: the try has ended and its first lines are shown first, so that they are asked for together with what is known of the log. */
  start({ atTop }: { readonly atTop: boolean }): void {
    if (this.#stopper !== null) return;
    this.#stopper = new AbortController();
    this.pages.open();
    if (atTop) this.pages.want([1]);
    void this.#run(this.#stopper.signal);
  }

  stop(): void {
    this.#stopper?.abort();
    this.#stopper = null;
    this.pages.close();
  }

  /** The row at a place of the view, from 1; undefined while it is on its way. */
  row(place: number): LogRow | undefined {
    const { isExact, total } = this.#snapshot;
    if (!isExact && this.#last.length > 0 && place > total - this.#last.length) return this.#last[place - 1 - (total - this.#last.length)];
    return this.pages.row(this.lineAt(place));
  }

  /** What the screen shows, so that it is fetched. */
  want(from: number, to: number): void {
    const { isExact, total, state } = this.#snapshot;
    if (state === null) return;
    if (!isExact && to >= total && this.#last.length === 0) void this.#readLast();
    const limit = isExact ? total : total - this.#last.length;
    const places = [];
    for (let place = from; place <= Math.min(to, limit); place++) places.push(this.lineAt(place));
    this.pages.want(places);
  }

  /** Of a place without a filter the line; with one the place itself, by which its pages are kept. */
  lineAt(place: number): number {
    return this.#snapshot.classes === null ? this.#fold.lineAt(place) : place;
  }

  /** Where a line is in the view. A line that a fold or the filter hides is shown by taking that away. */
  async reveal(line: number): Promise<number> {
    const { classes, groups, folded } = this.#snapshot;
    const state = this.#snapshot.state;
    const bounded = Math.max(1, state !== null && state.scanned >= state.size ? Math.min(line, state.lines) : line);
    if (classes === null) {
      const hiding = groups.filter(({ from, to }) => folded.has(from) && bounded > from && bounded <= to);
      if (hiding.length > 0) this.#setFolded(new Set([...folded].filter((from) => !hiding.some((group) => group.from === from))));
      return this.#fold.placeOf(bounded);
    }
    const place = await this.#source.placeAmong(bounded, classes).catch(() => null);
    const row = place === null ? null : await this.#source.lines({ from: place, to: place + 1, classes: [...classes] }, new AbortController().signal).catch(() => null);
    // Another filter may have been chosen meanwhile.
    if (this.#snapshot.classes !== classes) return this.reveal(line);
    if (place !== null && row?.rows[0]?.line === bounded) return place;
    this.choose(null);
    return this.reveal(bounded);
  }

  choose(classes: readonly LogClass[] | null): void {
    this.pages.choose(classes);
    this.#change({ classes, ...this.#extent(classes, this.#snapshot.state) });
  }

  fold(from: number): void {
    const folded = new Set(this.#snapshot.folded);
    if (!folded.delete(from)) folded.add(from);
    this.#setFolded(folded);
  }

  /** All groups, or none when any is folded. */
  foldAll(): void {
    const { folded, groups } = this.#snapshot;
    this.#setFolded(new Set(folded.size > 0 ? [] : groups.map(({ from }) => from)));
  }

  #setFolded(folded: ReadonlySet<number>): void {
    this.#fold = folded.size === 0 ? nothingFolded : foldLines(this.#snapshot.groups, folded);
    this.#change({ folded, ...this.#extent(this.#snapshot.classes, this.#snapshot.state) });
  }

  async #readLast(): Promise<void> {
    if (this.#isReadingLast) return;
    this.#isReadingLast = true;
    try {
      const { rows } = await this.#source.lines({ from: 1, to: 1 + lastRows, last: true }, new AbortController().signal);
      if (this.#snapshot.isExact) return;
      this.#last = rows;
      this.#change({});
    } catch {
      // The watch tells of a broken wire.
    } finally {
      this.#isReadingLast = false;
    }
  }

  #take(state: LogState): void {
    const before = this.#snapshot.state;
    if (before !== null && before.epoch !== state.epoch) {
      this.pages.clear();
      this.#last = [];
    } else if (before !== null && before.scanned !== state.scanned) this.pages.grown(this.#snapshot.classes === null ? before.lines : this.#snapshot.total);
    const isExact = state.scanned >= state.size;
    if (isExact) this.#last = [];
    this.#change({ phase: state.complete ? "complete" : isExact ? "following" : "loading", state, failure: null, ...this.#extent(this.#snapshot.classes, state) });
    if (state.groups !== this.#snapshot.groups.length || (state.groups > 0 && isExact && before?.complete !== true)) void this.#readGroups();
  }

  async #readGroups(): Promise<void> {
    const groups = await this.#source.groups().catch(() => null);
    if (groups === null) return;
    const fresh = firstFolded(groups, this.#knownGroups).filter((from) => groups.some((group) => group.from === from && group.to < (this.#snapshot.state?.lines ?? 0)));
    const folded = new Set([...this.#snapshot.folded, ...fresh]);
    for (const group of groups) if (fresh.includes(group.from) || group.hasError) this.#knownGroups.add(group.from);
    this.#snapshot = { ...this.#snapshot, groups };
    this.#setFolded(folded);
  }

  #extent(classes: readonly LogClass[] | null, state: LogState | null): { total: number; isExact: boolean } {
    if (state === null) return { total: 0, isExact: false };
    const isExact = state.scanned >= state.size;
    if (classes !== null) return { total: classes.reduce((sum, name) => sum + (state.counts[logClasses.indexOf(name)] ?? 0), 0), isExact: true };
    if (isExact) return { total: state.lines - this.#fold.hidden, isExact };
    const guess = state.scanned === 0 ? 0 : Math.round((state.lines / state.scanned) * state.size);
    return { total: Math.max(state.lines, guess), isExact };
  }

  #change(part: Partial<LogSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...part };
    for (const listener of Array.from(this.#listeners)) listener();
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for await (const state of await this.#source.watch(signal)) {
          if (signal.aborted) return;
          this.#take(state);
        }
        if (!signal.aborted) this.#change({ phase: "complete" });
        return;
      } catch (thrown) {
        if (signal.aborted) return;
        const failure = toFailure(thrown);
        if (failure.code === "log/not-found") return this.#change({ phase: "absent" });
        if (!isConnectionLoss(thrown)) return this.#change({ phase: "failed", failure });
        await pause(pauseMs, signal);
      }
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
