import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { columnsWritten } from "./written-columns.ts";

const folder = mkdtempSync(join(tmpdir(), "dagwright-written-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function of(text: string, ending = ""): string | null {
  const path = join(folder, "output");
  writeFileSync(path + ending, text);
  const found = columnsWritten(path);
  rmSync(path + ending);
  return found === null ? null : found.map(({ name, type }) => `${name} ${type}`).join(", ");
}

it.each([
  ['{"a":1}\n{"a":2.5,"b":null}\n', "a double, b text"],
  ['{"d":"2020-01-01"}\n{"d":"2020-01-01T10:00:00"}\n', "d timestamp"],
  ['{"d":"2020-01-01"}\n{"d":1}\n', "d text"],
  ['{"n":1e300}\n{"t":true}\n', "n double, t boolean"],
  ['{"a":[1]}\n{"a":1', "a json"],
  ["[1]\n7\nnull\n", null],
  ["", null],
])("%j has %s", (text, wanted) => {
  expect(of(text)).toBe(wanted);
});

it("says nothing of other files, nor of none", () => {
  expect([of("a,b\n1,2\n", ".csv"), columnsWritten(join(folder, "none"))]).toEqual([null, null]);
});
