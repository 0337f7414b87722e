/** The size of a pane that the person drags or moves with arrow keys; remembered per pane on this machine. */
import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";

export type Dock = "side" | "bottom";

export interface Split {
  readonly dock: Dock;
  readonly size: number;
  readonly toggleDock: () => void;
  readonly handle: {
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerUp: () => void;
    readonly onKeyDown: (event: KeyboardEvent) => void;
  };
}

export const splitBounds = { least: 220, keyStep: 24 } as const;
const firstSize: Readonly<Record<Dock, number>> = { side: 480, bottom: 320 };
const storageKey = "dagwright.task-panel";

interface Kept {
  readonly dock: Dock;
  readonly sizes: Readonly<Record<Dock, number>>;
}

export function useSplit(): Split {
  const [kept, setKept] = useState(readKept);
  const drag = useRef<{ at: number; size: number } | null>(null);
  const size = kept.sizes[kept.dock];

  function keep(next: Kept): void {
    setKept(next);
    localStorage.setItem(storageKey, JSON.stringify(next));
  }
  function resize(to: number): void {
    const room = kept.dock === "side" ? innerWidth : innerHeight;
    const bounded = Math.round(Math.min(room * 0.75, Math.max(splitBounds.least, to)));
    keep({ ...kept, sizes: { ...kept.sizes, [kept.dock]: bounded } });
  }
  const along = (event: PointerEvent): number => (kept.dock === "side" ? event.clientX : event.clientY);

  return {
    dock: kept.dock,
    size,
    toggleDock: () => keep({ ...kept, dock: kept.dock === "side" ? "bottom" : "side" }),
    handle: {
      onPointerDown: (event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { at: along(event), size };
      },
      onPointerMove: (event) => {
        if (drag.current) resize(drag.current.size + drag.current.at - along(event));
      },
      onPointerUp: () => {
        drag.current = null;
      },
      onKeyDown: (event) => {
        const grows = event.key === "ArrowLeft" || event.key === "ArrowUp";
        if (!grows && event.key !== "ArrowRight" && event.key !== "ArrowDown") return;
        event.preventDefault();
        resize(size + (grows ? splitBounds.keyStep : -splitBounds.keyStep));
      },
    },
  };
}

function readKept(): Kept {
  const fallback: Kept = { dock: "side", sizes: firstSize };
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "null");
    if (typeof value !== "object" || value === null) return fallback;
    const sizes: unknown = Reflect.get(value, "sizes");
    const sizeOf = (dock: Dock): number => {
      const size: unknown = typeof sizes === "object" && sizes !== null ? Reflect.get(sizes, dock) : null;
      return typeof size === "number" && size >= splitBounds.least ? size : firstSize[dock];
    };
    return { dock: Reflect.get(value, "dock") === "bottom" ? "bottom" : "side", sizes: { side: sizeOf("side"), bottom: sizeOf("bottom") } };
  } catch {
    return fallback;
  }
}
