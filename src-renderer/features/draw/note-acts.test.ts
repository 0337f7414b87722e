import { describe, expect, it } from "vitest";
import { noteSize } from "../../graph-view/notes/note-box.ts";
import type { Box } from "../../graph-view/layout.ts";
import { freshNote } from "./note-acts.ts";

const middle = { x: 0, y: 0 };
const wanted = { x: -noteSize.width / 2, y: -noteSize.height / 2 };
const isOver = (one: Box, other: Box): boolean => one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;

describe("freshNote", () => {
  it("lies where it was asked for when nothing is there", () => {
    expect(freshNote({}, middle, [{ x: 300, y: 300, width: 180, height: 52 }]).note.at).toEqual(wanted);
  });

  it("goes to the nearest place that covers no task and no note", () => {
    const task = { x: -20, y: 40, width: 180, height: 52 };
    expect(freshNote({}, middle, [task]).note.at).toEqual({ x: wanted.x, y: task.y - noteSize.height - 16 });
    const first = freshNote({}, middle, [task]);
    const second = freshNote({ [first.id]: first.note }, middle, [task]);
    expect(isOver({ ...second.note.at, ...noteSize }, { ...first.note.at, ...noteSize })).toBe(false);
    expect(isOver({ ...second.note.at, ...noteSize }, task)).toBe(false);
  });

  it("finds room in a crowd of thousands", () => {
    const crowd = Array.from({ length: 4900 }, (_, at) => ({ x: (at % 70) * 200 - 7000, y: Math.floor(at / 70) * 80 - 2800, width: 180, height: 52 }));
    const box = { ...freshNote({}, middle, crowd).note.at, ...noteSize };
    expect(crowd.some((task) => isOver(task, box))).toBe(false);
  });
});
