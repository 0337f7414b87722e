/** Where sticky notes lie and how they may be sized. Pure; the canvas, its gestures and pictures of the graph share it. */
import type { DagNote, NoteColor } from "../../../shared/model/dag-ui.ts";
import type { Box, Point } from "../layout.ts";

export type Notes = Readonly<Record<string, DagNote>>;

/** One note as the canvas has it. */
export interface PlacedNote {
  readonly id: string;
  readonly text: string;
  readonly color: NoteColor;
  readonly box: Box;
}

export const noteSize = { width: 208, height: 128 } as const;
export const leastNote = { width: 72, height: 40 } as const;
export const plainNoteColor: NoteColor = "yellow";

export type Corner = "nw" | "ne" | "sw" | "se";
export const corners: readonly Corner[] = ["nw", "ne", "sw", "se"];

export function placeNotes(notes: Notes): PlacedNote[] {
  return Object.entries(notes).map(([id, { text, at, size, color }]) => ({ id, text, color: color ?? plainNoteColor, box: { ...at, ...(size ?? noteSize) } }));
}

export function cornerOf(box: Box, corner: Corner): Point {
  return { x: corner.endsWith("w") ? box.x : box.x + box.width, y: corner.startsWith("n") ? box.y : box.y + box.height };
}

/** The box with one corner pulled; the opposite one stays, and it never gets too small to be taken again. */
export function pullCorner(box: Box, corner: Corner, to: Point): Box {
  const width = Math.max(leastNote.width, corner.endsWith("w") ? box.x + box.width - to.x : to.x - box.x);
  const height = Math.max(leastNote.height, corner.startsWith("n") ? box.y + box.height - to.y : to.y - box.y);
  return {
    x: Math.round(corner.endsWith("w") ? box.x + box.width - width : box.x),
    y: Math.round(corner.startsWith("n") ? box.y + box.height - height : box.y),
    width: Math.round(width),
    height: Math.round(height),
  };
}

/** The note under a point, the last one on top, and the corner if one is near. */
export function noteUnder(notes: readonly PlacedNote[], at: Point, reach: number): { readonly id: string; readonly corner: Corner | null } | null {
  for (const { id, box } of notes.toReversed()) {
    const near = (corner: Corner): boolean => {
      const place = cornerOf(box, corner);
      return Math.abs(place.x - at.x) <= reach && Math.abs(place.y - at.y) <= reach;
    };
    const corner = corners.find(near);
    if (corner !== undefined) return { id, corner };
    if (at.x >= box.x && at.x <= box.x + box.width && at.y >= box.y && at.y <= box.y + box.height) return { id, corner: null };
  }
  return null;
}

/** Ids of the notes that lie whole within a frame: one that is only touched is what the frame was begun on. */
export function notesWithin(notes: readonly PlacedNote[], frame: Box): string[] {
  const inside = ({ box }: PlacedNote): boolean => box.x >= frame.x && box.y >= frame.y && box.x + box.width <= frame.x + frame.width && box.y + box.height <= frame.y + frame.height;
  return notes.filter(inside).map(({ id }) => id);
}
