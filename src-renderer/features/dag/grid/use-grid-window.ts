/** Which rows and columns of the grid are in sight, some more around them, and how others come into sight. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

export interface GridShape {
  readonly rows: number;
  readonly columns: number;
  readonly rowPx: number;
  readonly columnPx: number;
  readonly namePx: number;
  readonly headPx: number;
}

/** Ends are not included. */
interface Drawn {
  readonly fromRow: number;
  readonly toRow: number;
  readonly fromColumn: number;
  readonly toColumn: number;
}

export interface GridWindow extends Drawn {
  /** Rows that a page key moves by. */
  readonly page: number;
  /** Row -1 is the head, column -1 the names. */
  reveal(row: number, column: number): void;
}

/** Drawn beyond the edge, and the step in which the window moves: not every pixel of a scroll is a new picture. */
const around = { rows: 8, columns: 8 };

/** Until it is known how much can be seen, which is before the first paint. */
const nothing: Drawn = { fromRow: 0, toRow: 0, fromColumn: 0, toColumn: 0 };

export function useGridWindow(scrollerRef: RefObject<HTMLDivElement | null>, shape: GridShape, onNearOldest: () => void): GridWindow {
  const [drawn, setDrawn] = useState<Drawn>(nothing);
  const [page, setPage] = useState(20);
  const latest = useRef({ shape, onNearOldest });
  useLayoutEffect(() => void (latest.current = { shape, onNearOldest }));

  const look = useCallback(() => {
    const element = scrollerRef.current;
    if (element === null) return;
    const { shape: of, onNearOldest: tell } = latest.current;
    const next = drawnAt(of, element);
    setDrawn((before) => (isSame(before, next) ? before : next));
    setPage(Math.max(1, Math.floor((element.clientHeight - of.headPx) / of.rowPx) - 1));
    if (of.columns > 0 && element.scrollLeft < of.columnPx * 4) tell();
  }, [scrollerRef]);

  useLayoutEffect(look, [look, shape.rows, shape.columns, shape.rowPx, shape.namePx]);
  useEffect(() => {
    const element = scrollerRef.current;
    if (element === null) return undefined;
    const watch = new ResizeObserver(look);
    watch.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      watch.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [scrollerRef, look]);

  const reveal = useCallback(
    (row: number, column: number) => {
      const element = scrollerRef.current;
      if (element === null) return;
      const { rowPx, columnPx, headPx, namePx } = latest.current.shape;
      if (row >= 0) element.scrollTop = inSight(element.scrollTop, { from: row * rowPx, size: rowPx, view: element.clientHeight - headPx });
      if (column >= 0) element.scrollLeft = inSight(element.scrollLeft, { from: column * columnPx, size: columnPx, view: element.clientWidth - namePx });
      look();
    },
    [scrollerRef, look],
  );
  return { ...drawn, page, reveal };
}

function drawnAt({ rows, columns, rowPx, columnPx, namePx, headPx }: GridShape, { scrollTop, scrollLeft, clientWidth, clientHeight }: HTMLElement): Drawn {
  const stepped = (at: number, step: number): number => Math.floor(at / step) * step;
  const fromRow = Math.max(0, stepped(scrollTop / rowPx, around.rows) - around.rows);
  const fromColumn = Math.max(0, stepped(scrollLeft / columnPx, around.columns) - around.columns);
  const shownRows = Math.ceil(Math.max(rowPx, clientHeight - headPx) / rowPx);
  const shownColumns = Math.ceil(Math.max(columnPx, clientWidth - namePx) / columnPx);
  return { fromRow, fromColumn, toRow: Math.min(rows, fromRow + shownRows + 3 * around.rows), toColumn: Math.min(columns, fromColumn + shownColumns + 3 * around.columns) };
}

function isSame(one: Drawn, other: Drawn): boolean {
  return one.fromRow === other.fromRow && one.toRow === other.toRow && one.fromColumn === other.fromColumn && one.toColumn === other.toColumn;
}

/** Where to scroll to, with as little moving as can be. */
function inSight(at: number, { from, size, view }: { readonly from: number; readonly size: number; readonly view: number }): number {
  if (from < at) return from;
  return from + size > at + view ? from + size - view : at;
}

/** Columns that come in at the left push nothing away; whoever looked at the newest run goes on doing so. */
export function useSteadyColumns(scrollerRef: RefObject<HTMLDivElement | null>, ids: readonly string[], columnPx: number): void {
  const before = useRef<{ readonly ids: readonly string[]; readonly atNewest: boolean }>({ ids: [], atNewest: true });
  useLayoutEffect(() => {
    const element = scrollerRef.current;
    if (element === null) return;
    const { ids: known, atNewest } = before.current;
    const newest = known.at(-1);
    const added = newest === undefined ? 0 : ids.indexOf(newest) + 1 - known.length;
    if (atNewest) element.scrollLeft = element.scrollWidth;
    else if (added > 0) element.scrollLeft += added * columnPx;
    before.current = { ids, atNewest };
  }, [scrollerRef, ids, columnPx]);
  useEffect(() => {
    const element = scrollerRef.current;
    if (element === null) return undefined;
    const onScroll = (): void => {
      before.current = { ...before.current, atNewest: element.scrollLeft + element.clientWidth >= element.scrollWidth - columnPx };
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => element.removeEventListener("scroll", onScroll);
  }, [scrollerRef, columnPx]);
}
