import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CsvRecord, readCsvHeader, readRecords } from "./delimited.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-csv-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function fileOf(text: string | Buffer): string {
  const path = join(folder, "h.csv");
  writeFileSync(path, text);
  return path;
}

describe("readCsvHeader", () => {
  it("finds separator and names, whatever is quoted", async () => {
    expect(await readCsvHeader(fileOf('\uFEFFa;"b, ""c"";\nd";e\r\n1;2;3'))).toEqual({ delimiter: ";", names: ["a", 'b, "c";\nd', "e"] });
    expect(await readCsvHeader(fileOf("only"))).toEqual({ delimiter: ",", names: ["only"] });
    await expect(readCsvHeader(fileOf(""))).rejects.toThrow("no header line");
    await expect(readCsvHeader(fileOf(Buffer.from("\uFEFFa,b\n1,2\n", "utf16le")))).rejects.toThrow("not UTF-8 text (UTF-16, perhaps)");
  });
});

describe("readRecords", () => {
  type Read = Omit<CsvRecord, "cells"> & { cells: ReturnType<CsvRecord["cells"]> };
  const read = async (text: string): Promise<Read[]> => {
    const records: Read[] = [];
    for await (const each of readRecords(fileOf(text), ",")) records.push({ ...each, cells: each.cells() });
    return records;
  };

  it("counts rows and lines, and knows no value from empty text", async () => {
    expect(await read('\uFEFFa,b\n1,"x\ny"\n,""\n"q""q",3')).toEqual([
      { row: 0, line: 1, cells: ["a", "b"] },
      { row: 1, line: 3, cells: ["1", "x\ny"] },
      { row: 2, line: 4, cells: [null, ""] },
      { row: 3, line: 5, cells: ['q"q', "3"] },
    ]);
  });

  it.each([["\n"], ["\r\n"], ["\r"]])("reads every kind of line end: %j", async (end) => {
    const records = await read(["a,b", "1,2", "", "3,4", ""].join(end));
    expect(records.map(({ row, line, cells }) => [row, line, cells])).toEqual([
      [0, 1, ["a", "b"]],
      [1, 2, ["1", "2"]],
      [2, 3, [null]],
      [3, 4, ["3", "4"]],
    ]);
  });

  it("reads records that cross the pieces of the file", async () => {
    const long = "x".repeat(70_000);
    const records = await read(`a\n${Array.from({ length: 5 }, (_, index) => `"${long}\n${index}"`).join("\n")}\n`);
    expect(records.map(({ row, line, cells }) => [row, line, cells[0]?.slice(-2)])).toEqual([
      [0, 1, "a"],
      ...[0, 1, 2, 3, 4].map((index) => [index + 1, 3 + 2 * index, `\n${index}`]),
    ]);
  });
});
