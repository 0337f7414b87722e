import { describe, expect, it } from "vitest";
import { dagOf } from "./test-world.ts";
import { RunDrawings } from "./run-drawings.ts";

const source = "dag: d\ntask_groups: { g: {} }\ntasks:\n  a: { config_type: EmptyTask, group: g }\nui: { layout: TB, positions: { a: [10, 20] }, notes: { n: { text: Hello, at: [1, 2] } } }\n";
const version = { id: 7, number: 3, madeAt: 99, file: "d.dag.yaml", source, dag: dagOf(source) };

describe("RunDrawings", () => {
  it("reads groups, places and notes out of the version's own text", () => {
    const drawing = new RunDrawings().of(version, null);
    expect(drawing).toMatchObject({ versionId: 7, number: 3, madeAt: 99, groupOf: { a: "g" }, outline: { layout: "TB", positions: { a: { x: 10, y: 20 } }, groups: [{ id: "g" }], notes: { n: { text: "Hello" } } } });
  });

  it("has an answer for a text that cannot be read, and for a source that does not number its versions", () => {
    expect(new RunDrawings().of({ id: 1, file: "x", source: "dag: [", dag: version.dag }, null)).toMatchObject({ number: null, madeAt: null, groupOf: {}, outline: { groups: [] } });
  });

  it("keeps what it read, for any version with that text, and takes today's file where that says the same", () => {
    const drawings = new RunDrawings();
    const first = drawings.of(version, null);
    const second = drawings.of({ ...version, id: 8, number: 1 }, null);
    expect([second.outline === first.outline, second.versionId, second.number]).toEqual([true, 8, 1]);
    const today = { source, outline: { ...first.outline, layout: "LR" as const }, tasks: [{ id: "a", kind: "EmptyTask", deps: [], enabled: true, group: "g" }] };
    expect(drawings.of(version, today).outline).toBe(today.outline);
    expect(drawings.of(version, { ...today, source: `${source}\n` }).outline.layout).toBe("TB");
  });

  it("forgets the oldest of many", () => {
    const drawings = new RunDrawings();
    const first = drawings.of(version, null);
    for (let at = 0; at < 20; at += 1) drawings.of({ ...version, source: `# ${at}\n${source}` }, null);
    expect(drawings.of(version, null).outline).not.toBe(first.outline);
  });
});
