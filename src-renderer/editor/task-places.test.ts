import { describe, expect, it } from "vitest";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import { taskAt, taskPlaces } from "./task-places.ts";

const text = 'dag: x\ntasks:\n  a:\n    config_type: EmptyTask\n    b: 1\n  "a.b": {config_type: EmptyTask}\nowner: me\n';
const reading = parseDag(text, { file: "" });

describe("the places of tasks", () => {
  it("reach to the next task, or to what follows the tasks, whatever the ids hold", () => {
    const places = taskPlaces(text, reading);
    expect(places.map(({ id, key, span }) => [id, text.slice(key.start, key.end), text.slice(span.start, span.end)])).toEqual([
      ["a", "a", "  a:\n    config_type: EmptyTask\n    b: 1\n"],
      ["a.b", '"a.b"', '  "a.b": {config_type: EmptyTask}'],
    ]);
    expect(taskAt(places, text.indexOf("b: 1"))).toBe("a");
  });

  it("are found once for a text and its reading, and anew for the next text", () => {
    const places = taskPlaces(text, reading);
    expect(taskPlaces(`${text}`, reading)).toBe(places);
    const longer = text.replace("owner: me\n", "");
    expect(taskPlaces(longer, parseDag(longer, { file: "" })).at(-1)?.span.end).toBe(longer.length);
    // Typed a moment ago, and not read yet.
    const split = text.replace("\n  a:", "\n\n a:");
    expect(taskPlaces(split, reading)).not.toBe(places);
    expect(taskPlaces(split, reading)[0]?.span.start).toBe(split.indexOf(" a:"));
  });
});
