import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDag, readDagInto } from "./parse-dag.ts";
import { createRereader } from "./reread.ts";
import { randomFile } from "./testing/random-file.ts";

const file = { file: "a.dag.yaml" };
const typed = ["x", "a b", "_1", " ", " # a note", "\n", "\n  ", "\n    ", ":", ": ", "#", " # no", "'", '"', "{", "}", "[", "]", ",", "&a ", "*a", "|", "\n---\n", "\n...\n", "%", "- ", "? ", "0777", "yes", "!t ", "\t", "\r\n", "deps: [load]", "\n  new: {config_type: EmptyTask}", "\uFEFF", "retries: x", "é", "<<: "];

const keys = fc.array(fc.record({ at: fc.nat(9_999), remove: fc.nat(3), insert: fc.constantFrom(...typed, "", ""), back: fc.boolean() }), { minLength: 1, maxLength: 12 });

/** Texts as they follow one another while somebody types, now and then taking it back. */
function* textsOf(text: string, strokes: readonly { at: number; remove: number; insert: string; back: boolean }[]): Generator<string> {
  let now = text;
  yield now;
  for (const { at, remove, insert, back } of strokes) {
    const from = at % (now.length + 1);
    const next = now.slice(0, from) + insert + now.slice(from + remove);
    yield next;
    if (back) yield now;
    else now = next;
  }
}

describe("reading again what somebody types in", () => {
  // In parts, because all of it takes longer than one test should.
  it.each([1, 2, 3, 4])("gives what reading the whole gives, whatever is typed wherever, and mostly without reading it (part %i of 4)", () => {
    const readings = { whole: 0, all: 0 };
    const readWhole: typeof readDagInto = (...given) => {
      readings.whole++;
      return readDagInto(...given);
    };
    fc.assert(
      fc.property(fc.boolean().chain((shares) => randomFile({ shares })), keys, ({ text }, strokes) => {
        const read = createRereader(readWhole);
        for (const now of textsOf(text, strokes)) {
          readings.all++;
          expect(read(now, file)).toEqual(parseDag(now, file));
        }
      }),
      { numRuns: 150 },
    );
    expect(readings.all - readings.whole).toBeGreaterThan(125);
  });
});
