import { describe, expect, it } from "vitest";
import { compareTexts } from "./compare-texts.ts";

const before = { title: "Old", text: "dag: d\ntasks:\n  a: { config_type: EmptyTask }\n  b: { config_type: EmptyTask, deps: [a] }\n" };
const after = (text: string) => compareTexts(before, { title: "New", text });

describe("compareTexts", () => {
  it("marks tasks and edges of both graphs in one drawing", () => {
    const found = after(before.text.replace("  b: { config_type: EmptyTask, deps: [a] }", "  c: { config_type: EmptyTask, deps: [a] }").replace("a: { config_type: EmptyTask }", "a: { config_type: EmptyTask, doc: x }"));
    if (found.kind !== "graph") throw new Error("no graph");
    expect(found.summary).toBe("1 task added, 1 task gone, 1 task changed, 1 edge added, 1 edge gone");
    expect(found.tasks.map(({ id, deps }) => [id, deps])).toEqual([["a", []], ["c", ["a"]], ["b", ["a"]]]);
    expect([...found.marks.tasks]).toEqual([["a", { kind: "changed", fields: "doc" }], ["c", { kind: "added", fields: "" }], ["b", { kind: "removed", fields: "" }]]);
    expect([...found.marks.edges]).toEqual([['["a","c"]', "added"], ['["a","b"]', "removed"]]);
  });

  it("says what is different when no task is", () => {
    expect(after(before.text)).toMatchObject({ summary: "Nothing is different." });
    expect(after(`# Note\n${before.text}`)).toMatchObject({ summary: expect.stringMatching(/comments/) });
    expect(after(`${before.text}ui: { positions: { a: [1, 2] } }\n`)).toMatchObject({ isEmpty: true, summary: expect.stringMatching(/drawing/) });
  });

  it("compares only the texts when one cannot be read, and says which", () => {
    expect(after("dag: [")).toEqual({ kind: "text", why: expect.stringMatching(/^“New” cannot be read as a DAG \(line 1: /) });
  });
});
