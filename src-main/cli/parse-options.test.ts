import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { editsOf } from "./edit-requests.ts";
import { lineDiff } from "./line-diff.ts";
import { paramValue } from "./param-values.ts";
import { parseInstant, parseJsonObject, parsePairs, parseWhole } from "./parse-options.ts";
import { durationText, harmless, tableText } from "./words.ts";

describe("parseInstant", () => {
  it.each([
    ["2026-01-31", "2026-01-31T00:00:00.000Z"],
    ["2026-01-31T06:00", "2026-01-31T06:00:00.000Z"],
    ["2026-01-31 06:00:01", "2026-01-31T06:00:01.000Z"],
    ["2026-01-31T06:00:00.5Z", "2026-01-31T06:00:00.500Z"],
    ["2026-01-31T06:00:00+02:00", "2026-01-31T04:00:00.000Z"],
  ])("reads %s, as UTC when it names no zone", (text, iso) => {
    expect(new Date(parseInstant("--logical-date", text)).toISOString()).toBe(iso);
  });

  it.each(["", "now", "2026", "31.1.2026", "2026-02-30", "2026-13-01", "2026-01-31T25:00", "1767225600"])("refuses %j", (text) => {
    expect(() => parseInstant("--logical-date", text)).toThrow(/^--logical-date: ".*" is no date or time/);
  });
});

describe("parseJsonObject", () => {
  it("takes an object, and a file that holds one", () => {
    const folder = mkdtempSync(join(tmpdir(), "dagwright-options-"));
    writeFileSync(join(folder, "conf.json"), '{"a":1}');
    expect(parseJsonObject("--conf", `@${join(folder, "conf.json")}`)).toEqual({ a: 1 });
    expect(parseJsonObject("--conf", '{"user_id":"x"}')).toEqual({ user_id: "x" });
    rmSync(folder, { recursive: true });
  });

  it.each(["", "{", "[1]", "null", "7", '"x"', "@/nowhere/at/all"])("refuses %j, naming the option", (text) => {
    expect(() => parseJsonObject("--conf", text)).toThrow(/^--conf: /);
  });
});

describe("small values", () => {
  it("splits pairs at the first equals sign", () => {
    expect(parsePairs("--param", ["a=1", "b=x=y", "c="])).toEqual([["a", "1"], ["b", "x=y"], ["c", ""]]);
    expect(() => parsePairs("--param", ["=1"])).toThrow(/NAME=VALUE/);
    expect(() => parsePairs("--param", ["a"])).toThrow(/NAME=VALUE/);
  });

  it("takes whole numbers in range only", () => {
    expect(parseWhole("--port", "8080", { min: 0, max: 65_535 })).toBe(8080);
    for (const text of ["", "-1", "70000", "1e3", "0x10", "8.5"]) expect(() => parseWhole("--port", text, { min: 0, max: 65_535 })).toThrow(/from 0 to 65535/);
  });

  it("types a param by its declaration", () => {
    const specs = { text: { type: "string" as const, default: "" }, count: { type: "integer" as const, default: 0 }, any: { type: null, default: null } };
    expect(paramValue("text", "007", specs)).toBe("007");
    expect(paramValue("count", "7", specs)).toBe(7);
    expect(paramValue("count", "many", specs)).toBe("many");
    expect(paramValue("any", "[1]", specs)).toEqual([1]);
    expect(() => paramValue("__proto__", "1", specs)).toThrow(/no param "__proto__"; it has text, count, any/);
  });
});

describe("editsOf", () => {
  it("keeps the written order and the kinds of values", () => {
    const edits = editsOf([
      { flag: "set", value: "tasks.a.retries=3" },
      { flag: "set", value: "schedule=*/5 * * * *" },
      { flag: "set", value: "tasks.a.enabled=false" },
      { flag: "set", value: "tasks.a.deps=[b, c]" },
      { flag: "rename", value: "a" },
      { flag: "rename", value: "z" },
      { flag: "connect", value: "b" },
      { flag: "connect", value: "z" },
      { flag: "unset", value: "owner" },
    ]);
    expect(edits).toEqual([
      { kind: "setValue", path: "tasks.a.retries", value: 3 },
      { kind: "setValue", path: "schedule", value: "*/5 * * * *" },
      { kind: "setValue", path: "tasks.a.enabled", value: false },
      { kind: "setValue", path: "tasks.a.deps", value: ["b", "c"] },
      { kind: "renameTask", from: "a", to: "z" },
      { kind: "connect", from: "b", to: "z" },
      { kind: "removeValue", path: "owner" },
    ]);
  });

  it("refuses half a pair, a set without a value, and nothing", () => {
    expect(() => editsOf([{ flag: "rename", value: "a" }])).toThrow("--rename a: needs two values, OLD NEW.");
    expect(() => editsOf([{ flag: "set", value: "x" }])).toThrow(/PATH=VALUE/);
    expect(() => editsOf([])).toThrow(/nothing to change/);
  });
});

/** Applies a patch as `patch` would, checking every line and both line numbers of every hunk. */
function patched(before: readonly string[], patch: readonly string[]): string[] {
  const after: string[] = [];
  let at = 0;
  for (const line of patch) {
    const [, from, to] = /^@@ -(\d+) \+(\d+) @@$/.exec(line) ?? [];
    if (from !== undefined) {
      after.push(...before.slice(at, Number(from) - 1));
      at = Number(from) - 1;
      expect(after.length).toBe(Number(to) - 1);
    } else if (line.startsWith("+")) after.push(line.slice(1));
    else {
      expect(before[at]).toBe(line.slice(1));
      if (line.startsWith(" ")) after.push(line.slice(1));
      at += 1;
    }
  }
  return [...after, ...before.slice(at)];
}

describe("lineDiff", () => {
  const lines = (count: number): string[] => Array.from({ length: count }, (_, index) => `line ${index}`);

  it("shows hunks with two lines around them, and nothing when nothing changed", () => {
    const before = lines(20);
    const after = before.with(5, "changed").toSpliced(15, 0, "added");
    expect(lineDiff(before.join("\n"), before.join("\n"))).toEqual([]);
    expect(lineDiff(before.join("\n"), after.join("\n"))).toEqual(["@@ -4 +4 @@", " line 3", " line 4", "-line 5", "+changed", " line 6", " line 7", "@@ -14 +14 @@", " line 13", " line 14", "+added", " line 15", " line 16"]);
  });

  it("rebuilds both texts from its marks, for any change", () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 200; round += 1) {
      const before = Array.from({ length: random(12) }, () => `w${random(4)}`);
      if (before.length === 0) before.push("");
      const after = Array.from({ length: random(12) + 1 }, () => `w${random(4)}`);
      expect(patched(before, lineDiff(before.join("\n"), after.join("\n")))).toEqual(after);
    }
  });
});

describe("words", () => {
  it("rounds durations to what a person reads", () => {
    expect([0, 999, 1000, 59_940, 61_000, 3_725_000].map(durationText)).toEqual(["0 ms", "999 ms", "1.0 s", "59.9 s", "1 m 01 s", "1 h 02 m"]);
  });

  it("lets no text steer the terminal", () => {
    expect(harmless("a\u001b]0;title\u0007b\u001b[2Jc\u202ed\r\u0000")).not.toMatch(/[\u0000-\u0008\u001b\r\u202e]/u);
    expect(harmless("é😀 日本")).toBe("é😀 日本");
  });

  it("aligns columns by what is seen", () => {
    expect(tableText([["\u001b[31mab\u001b[0m", "x"], ["a", "yy"]])).toEqual(["\u001b[31mab\u001b[0m  x", "a   yy"]);
  });

  it("keeps a row of a table on one line, whatever a cell says", () => {
    expect(tableText([["bad.json", "Unexpected token 'o', \"not json\n\" is not valid"], ["a\tb", "x\n"]])).toEqual(["bad.json  Unexpected token 'o', \"not json \" is not valid", "a b       x"]);
  });
});
