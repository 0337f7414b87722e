import { describe, expect, it } from "vitest";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import { packRanges, unpackRanges } from "./packed-ranges.ts";

describe("packed places", () => {
  it.each(["", "dag: a\ntasks:\n  x: { config_type: EmptyTask, deps: [y] }\n", 'tasks:\n  "a\\nb.c": { config_type: BashTask, bash: "x" }\n', "[1, [2]]"])("are the same behind the crossing: %j", (text) => {
    const { nodeRanges } = parseDag(text, { file: "a.dag.yaml" });
    expect(unpackRanges(structuredClone(packRanges(nodeRanges)))).toEqual(nodeRanges);
  });
});
