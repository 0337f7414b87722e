/** Which columns of a grid are drawn and where: the pinned ones always, of the others those in sight. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, type RefObject } from "react";
import type { DrawnColumn } from "./data-grid-row.tsx";
import type { GridLayout } from "./grid-layout.ts";

export interface DrawnColumns {
  readonly drawn: readonly DrawnColumn[];
  /** Of the whole canvas. */
  readonly widthPx: number;
  reveal(column: number): void;
}

export interface ColumnsInput {
  readonly layout: GridLayout;
  readonly shown: readonly number[];
  readonly numeric: readonly boolean[];
  readonly numberPx: number;
}

const unknownPx = 120;

export function useDrawnColumns(scrollerRef: RefObject<HTMLDivElement | null>, { layout, shown, numeric, numberPx }: ColumnsInput): DrawnColumns {
  const pinnedCount = shown.filter((column) => layout.pinned.has(column)).length;
  const widthOf = (at: number): number => layout.widths[shown[at] ?? -1] ?? unknownPx;
  const pinnedPx = Array.from({ length: pinnedCount }, (_, at) => widthOf(at)).reduce((sum, width) => sum + width, numberPx);
  const virtual = useVirtualizer({
    horizontal: true,
    count: shown.length - pinnedCount,
    getScrollElement: () => scrollerRef.current,
    estimateSize: (index) => widthOf(index + pinnedCount),
    overscan: 4,
    paddingStart: pinnedPx,
    scrollPaddingStart: pinnedPx,
  });
  // The virtualizer keeps its first estimates: tell it when widths or places are others.
  useEffect(() => virtual.measure(), [virtual, layout]);
  const items = virtual.getVirtualItems();
  const drawn = useMemo(() => {
    let leftPx = numberPx;
    const one = (at: number, left: number, isPinned: boolean): DrawnColumn => {
      const column = shown[at] ?? 0;
      return { column, at, leftPx: left, widthPx: layout.widths[column] ?? unknownPx, isPinned, isNumber: numeric[column] === true };
    };
    const pinned = Array.from({ length: pinnedCount }, (_, at) => {
      const made = one(at, leftPx, true);
      leftPx += made.widthPx;
      return made;
    });
    return [...pinned, ...items.map((item) => one(item.index + pinnedCount, item.start, false))];
  }, [items, shown, layout, numeric, numberPx, pinnedCount]);
  return {
    drawn,
    widthPx: virtual.getTotalSize(),
    reveal(column) {
      const at = shown.indexOf(column) - pinnedCount;
      if (at >= 0) virtual.scrollToIndex(at);
    },
  };
}
