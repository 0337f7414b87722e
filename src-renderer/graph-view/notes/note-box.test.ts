import { describe, expect, it } from "vitest";
import { leastNote, noteSize, notesWithin, noteUnder, placeNotes, pullCorner } from "./note-box.ts";

const notes = placeNotes({
  below: { text: "a", at: { x: 0, y: 0 }, size: { width: 200, height: 100 }, color: "red" },
  above: { text: "b", at: { x: 150, y: 50 }, size: null, color: null },
});

describe("notes on the canvas", () => {
  it("have a size and a colour where the file gives none", () => {
    expect(notes[1]).toEqual({ id: "above", text: "b", color: "yellow", box: { x: 150, y: 50, ...noteSize } });
  });

  it("are hit the last one first, at a corner before the middle", () => {
    expect([noteUnder(notes, { x: 160, y: 60 }, 4), noteUnder(notes, { x: 2, y: 98 }, 4), noteUnder(notes, { x: 20, y: 20 }, 4), noteUnder(notes, { x: 900, y: 0 }, 4)]).toEqual([
      { id: "above", corner: null },
      { id: "below", corner: "sw" },
      { id: "below", corner: null },
      null,
    ]);
  });

  it("keep the opposite corner and a least size while one is pulled", () => {
    const box = { x: 100, y: 100, width: 200, height: 100 };
    expect([pullCorner(box, "nw", { x: 80, y: 90 }), pullCorner(box, "se", { x: 0, y: 0 }), pullCorner(box, "nw", { x: 900, y: 900 })]).toEqual([
      { x: 80, y: 90, width: 220, height: 110 },
      { x: 100, y: 100, ...leastNote },
      { x: 300 - leastNote.width, y: 200 - leastNote.height, ...leastNote },
    ]);
  });

  it("are caught by a frame only when they lie in it whole", () => {
    expect([notesWithin(notes, { x: -1, y: -1, width: 202, height: 102 }), notesWithin(notes, { x: 10, y: 10, width: 50, height: 50 })]).toEqual([["below"], []]);
  });
});
