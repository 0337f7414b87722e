/** The tab that is being dragged, so that both halves can show where it may land. */
import type { DragEvent } from "react";
import { create } from "zustand";
import { activeHalf, moveAcross, type Landing } from "./halves.ts";
import { moveTab } from "./tabs.ts";
import { changeHalves } from "./use-halves.ts";

interface Dragged {
  readonly half: number;
  readonly key: string;
}

const dragType = "text/x-dagwright-tab";

export const useDragged = create<{ readonly tab: Dragged | null }>(() => ({ tab: null }));

export function beginDrag(event: DragEvent, tab: Dragged): void {
  event.dataTransfer.setData(dragType, tab.key);
  event.dataTransfer.effectAllowed = "move";
  // Chromium ends a drag whose surroundings change while it begins.
  setTimeout(() => useDragged.setState({ tab }));
}

export function endDrag(): void {
  useDragged.setState({ tab: null });
}

export function isTabDrag(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(dragType);
}

export function dropTab(landing: Landing): void {
  const { tab } = useDragged.getState();
  endDrag();
  if (tab === null) return;
  if (landing.half !== tab.half) return changeHalves((window) => moveAcross(window, tab.half, tab.key, landing));
  changeHalves((window) => {
    const halves = window.halves.map((half) => (half.id === tab.half ? moveTab(half, tab.key, landing.index ?? half.tabs.length) : half));
    return { ...window, halves, active: activeHalf(window).id };
  });
}
