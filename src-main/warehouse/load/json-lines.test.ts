import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCsvHeader } from "./delimited.ts";
import { convertJsonLines, readJsonKeys, writeArray, writeScalar } from "./json-lines.ts";

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
    const keys = await readJsonKeys(from);
    expect(keys).toEqual(["n", "s", "o", "l"]);
    await convertJsonLines(
      from,
      join(folder, "a.csv"),
      keys.map((key) => ({ key, write: key === "l" ? writeArray : writeScalar })),
    );
    expect(readFileSync(join(folder, "a.csv"), "utf8")).toBe(
      '"n","s","o","l"\n"123456789012345678901234567890.10","a""b\n",,\n,"","{""x"":1.0e400,""y"":[true,null]}","{""1"",""q\\""\\\\"",NULL,{""2""}}"\n',
    );
  });

  it("name the line that is no object", async () => {
    const from = join(folder, "b.jsonl");
    writeFileSync(from, '{"a": 1}\n{"a": \n');
    await expect(readJsonKeys(from)).rejects.toThrow(/b\.jsonl, line 2: .*expected one JSON object a line/);
  });
});

describe("readCsvHeader", () => {
  it("finds separator and names, whatever is quoted", async () => {
    const path = join(folder, "h.csv");
    const read = async (text: string): Promise<unknown> => {
      writeFileSync(path, text);
      return readCsvHeader(path);
    };
    expect(await read('\uFEFFa;"b, ""c"";\nd";e\r\n1;2;3')).toEqual({ delimiter: ";", names: ["a", 'b, "c";\nd', "e"] });
    expect(await read("only")).toEqual({ delimiter: ",", names: ["only"] });
    await expect(read("")).rejects.toThrow("no header line");
  });
});
