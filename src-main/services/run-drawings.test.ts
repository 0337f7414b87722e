import { describe, expect, it } from "vitest";
import { emptyOutline } from "../../shared/model/dag-ui.ts";
import { type DagFile, unreadFile } from "./read-dag-file.ts";
import { dagOf } from "./test-world.ts";
import { RunDrawings } from "./run-drawings.ts";

const source = "dag: d\ntask_groups: { g: {} }\ntasks:\n  a: { config_type: EmptyTask, group: g }\nui: { layout: TB, positions: { a: [10, 20] }, notes: { n: { text: Hello, at: [1, 2] } } }\n";
const version = { id: 7, number: 3, madeAt: 99, file: "d.dag.yaml", source, dag: dagOf(source) };

describe("RunDrawings", () => {
  it("reads groups, places and notes out of the version's own text", async () => {
    const drawing = await new RunDrawings(null).of(version, null);
    expect(drawing).toMatchObject({ versionId: 7, number: 3, madeAt: 99, groupOf: { a: "g" }, outline: { layout: "TB", positions: { a: { x: 10, y: 20 } }, groups: [{ id: "g" }], notes: { n: { text: "Hello" } } } });
  });

  it("has an answer for a text that cannot be read, and for a source that does not number its versions", async () => {
    expect(await new RunDrawings(null).of({ id: 1, file: "x", source: "dag: [", dag: version.dag }, null)).toMatchObject({ number: null, madeAt: null, groupOf: {}, outline: { groups: [] } });
  });

  it("keeps what it read, for any version with that text, and takes today's file where that says the same", async () => {
    const drawings = new RunDrawings(null);
    const first = await drawings.of(version, null);
    const second = await drawings.of({ ...version, id: 8, number: 1 }, null);
    expect([second.outline === first.outline, second.versionId, second.number]).toEqual([true, 8, 1]);
    const today = { source, outline: { ...first.outline, layout: "LR" as const }, tasks: [{ id: "a", kind: "EmptyTask", deps: [], enabled: true, group: "g" }] };
    expect((await drawings.of(version, today)).outline).toBe(today.outline);
    expect((await drawings.of(version, { ...today, source: `${source}\n` })).outline.layout).toBe("TB");
  });

  it("forgets the oldest of many", async () => {
    const drawings = new RunDrawings(null);
    const first = await drawings.of(version, null);
    for (let at = 0; at < 20; at += 1) await drawings.of({ ...version, source: `# ${at}\n${source}` }, null);
    expect((await drawings.of(version, null)).outline).not.toBe(first.outline);
  });

  it("has a long text read elsewhere, once for all who ask meanwhile, and again where that failed", async () => {
    const long = { ...version, source: `${source}${`# ${"x".repeat(998)}\n`.repeat(2_000)}` };
    const today = { source, outline: { ...emptyOutline, layout: "LR" as const }, tasks: [{ id: "a", kind: "EmptyTask" as const, deps: [], enabled: true, group: "g" }] };
    const asked: unknown[] = [];
    const lost = unreadFile(long.file, "The reader ended.");
    const drawings = new RunDrawings(async (path, text) => (asked.push([path, text === long.source]), asked.length === 1 ? lost : (today as unknown as DagFile)));
    expect((await drawings.of(long, null)).groupOf).toEqual({});
    const both = await Promise.all([drawings.of(long, null), drawings.of({ ...long, id: 8 }, null)]);
    expect([both.map(({ versionId, groupOf, outline }) => [versionId, groupOf, outline.layout]), asked]).toEqual([[[7, { a: "g" }, "LR"], [8, { a: "g" }, "LR"]], [["d.dag.yaml", true], ["d.dag.yaml", true]]]);
    expect((await drawings.of(version, null)).outline.layout).toBe("TB");
  });
});
