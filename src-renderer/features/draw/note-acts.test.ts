import { describe, expect, it } from "vitest";
import { overlaps } from "../../graph-view/edge-lines.ts";
import { noteSize } from "../../graph-view/notes/note-box.ts";
import type { Box } from "../../graph-view/layout.ts";
import { freshNote } from "./note-acts.ts";

const middle = { x: 0, y: 0 };
const wanted = { x: -noteSize.width / 2, y: -noteSize.height / 2 };
const sight = { x: -600, y: -400, width: 1200, height: 800 };
const task = { x: -20, y: 40, width: 180, height: 52 };
const placed = (tasks: readonly Box[], seen = sight): Box => ({ ...freshNote({}, middle, { tasks, sight: seen }).note.at, ...noteSize });

describe("freshNote", () => {
  it("lies where it was asked for when nothing is there", () => {
    expect(placed([{ ...task, x: 300, y: 300 }])).toMatchObject(wanted);
  });

  it("goes to the nearest place that covers no task and no note", () => {
    expect(placed([task])).toMatchObject({ x: wanted.x, y: task.y - noteSize.height - 16 });
    const first = freshNote({}, middle, { tasks: [task], sight });
    const second = { ...freshNote({ [first.id]: first.note }, middle, { tasks: [task], sight }).note.at, ...noteSize };
    expect([overlaps(second, { ...first.note.at, ...noteSize }), overlaps(second, task)]).toEqual([false, false]);
  });

  it("stays in sight, and where it was asked for when all of that is full", () => {
    expect(placed([task], { x: -150, y: -70, width: 500, height: 340 })).toMatchObject({ y: task.y + task.height + 16 });
    const crowd = Array.from({ length: 4900 }, (_, at) => ({ x: (at % 70) * 200 - 7000, y: Math.floor(at / 70) * 80 - 2800, width: 180, height: 52 }));
    expect(placed(crowd)).toMatchObject(wanted);
  });
});
