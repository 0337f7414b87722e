import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { convertJsonLines, readJsonKeys, writeArray, writeInteger, writeScalar } from "./json-lines.ts";

const goOn = (): void => undefined;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-jsonl-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("JSON lines", () => {
  it("become CSV with the digits they were written with", async () => {
    const from = join(folder, "a.jsonl");
    writeFileSync(
      from,
      '\uFEFF{"n": 123456789012345678901234567890.10, "s": "a\\"b\\n"}\r\n\n{"s": "", "o": {"x": 1.0e400, "y": [true, null]}, "l": [1, "q\\"\\\\", null, [2]]}',
    );
    const rowOf = await readJsonKeys(from, goOn);
    const keys = [...rowOf.keys()];
    expect([...rowOf]).toEqual([
      ["n", 1],
      ["s", 1],
      ["o", 2],
      ["l", 2],
    ]);
    await convertJsonLines(
      { from, to: join(folder, "a.csv"), checkStop: goOn },
      keys.map((key) => ({ key, write: key === "l" ? writeArray : writeScalar })),
    );
    expect(readFileSync(join(folder, "a.csv"), "utf8")).toBe(
      '"n","s","o","l"\n"123456789012345678901234567890.10","a""b\n",,\n,"","{""x"":1.0e400,""y"":[true,null]}","{""1"",""q\\""\\\\"",NULL,{""2""}}"\n',
    );
  });

  it("name the line that is no object", async () => {
    const from = join(folder, "b.jsonl");
    writeFileSync(from, '{"a": 1}\n{"a": \n');
    await expect(readJsonKeys(from, goOn)).rejects.toThrow(/^line 2: .*expected one JSON object a line/);
  });

  it("keep whole numbers whole that were computed as decimals", () => {
    const raw = (text: string): unknown => JSON.rawJSON(text);
    expect([raw("3.0"), raw("-2.00"), 1.5, 7, raw("1e3"), "4.0", null].map(writeInteger)).toEqual(["3", "-2", "1.5", "7", "1e3", "4.0", null]);
  });
});
