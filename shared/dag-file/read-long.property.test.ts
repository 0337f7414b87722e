import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDag } from "./parse-dag.ts";
import { parseInBlocks } from "./testing/parse-in-blocks.ts";
import { randomFile } from "./testing/random-file.ts";

const file = "a.dag.yaml";
const slips = ["x", " ", " # a note", "\n", "\n  ", "\n    ", ":", ": ", "#", "'", '"', "{", "}", "[", "]", ",", "&a ", "*a", "|", ">-", "\n---\n", "\n...\n", "%", "- ", "? ", "0777", "yes", "!t ", "\t", "\r\n", "\n  new: {config_type: EmptyTask}", "\n  load: {config_type: EmptyTask}", "\n  : x", "\nowner: Me\n", "\nowner:\n  - x", "\uFEFF", "retries: x", "<<: ", "{{ ds }}", "  }\n", "_: _"];
const strokes = fc.array(fc.record({ at: fc.nat(9_999), remove: fc.nat(3), insert: fc.constantFrom(...slips) }), { maxLength: 3 });
const tails = ["", "", "max_active_runs: 2\n", "# the end\n", "  # deep\nparams:\n  a: 1\n", "\n\n", "tags: [a,\n  b]\n", "tasks: {}\n"];

function mistyped(text: string, marks: readonly { at: number; remove: number; insert: string }[]): string {
  return marks.reduce((now, { at, remove, insert }) => {
    const from = at % (now.length + 1);
    return now.slice(0, from) + insert + now.slice(from + remove);
  }, text);
}

describe("reading a DAG file block by block", () => {
  it.each([1, 2, 3, 4])("says what reading the whole says, or that it cannot be read so (part %i of 4)", (seed) => {
    const count = { refused: 0, broken: 0, sound: 0 };
    fc.assert(
      fc.property(randomFile({ shares: false }), fc.constantFrom(...tails), strokes, fc.constantFrom(1, 40, 200), (made, tail, marks, blockLength) => {
        const text = mistyped(made.text.endsWith("\n") ? made.text + tail : made.text, marks);
        const blocks = parseInBlocks(text, { file, blockLength });
        const whole = parseDag(text, { file });
        if (blocks.diagnostics.some(({ code }) => code === "yaml/too-large")) count.refused++;
        else if (whole.isBroken) {
          count.broken++;
          // Where somebody loses a quote, several places may be said to be the first that makes no sense.
          expect([blocks.isBroken, blocks.dag, blocks.diagnostics.some(({ severity }) => severity === "error")]).toEqual([true, null, true]);
        } else {
          count.sound++;
          expect(blocks).toEqual(whole);
        }
      }),
      { numRuns: 400, seed },
    );
    expect(count.sound).toBeGreaterThan(130);
    expect(count.refused).toBeLessThan(130);
  });

  it("refuses what is shared between parts, and only that", () => {
    fc.assert(
      fc.property(randomFile({ shares: true }), fc.constantFrom(1, 40, 200), ({ text }, blockLength) => {
        const blocks = parseInBlocks(text, { file, blockLength });
        if (blocks.diagnostics.some(({ code }) => code === "yaml/too-large")) expect(text).toMatch(/&|<<:/);
        else expect(blocks).toEqual(parseDag(text, { file }));
      }),
      { numRuns: 200, seed: 5 },
    );
  });
});
