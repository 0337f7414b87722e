/** The index and whatever is read by it, against a naive reading of the same text. */
import { appendFileSync, existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LogQuery } from "../../../shared/contract/logs.ts";
import { logClasses, type LogClass } from "../../../shared/model/log-bounds.ts";
import { classOfLine, inherits } from "./line-class.ts";
import { findLines } from "./find-lines.ts";
import { lastRows, placeAmong, readRows, seekError, wholeRow } from "./read-lines.ts";
import { indexPath, scanBytes, StoredLog } from "./stored-log.ts";

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stored-log-"));
  path = join(folder, "1.log");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function opened(text?: string | Uint8Array): StoredLog {
  if (text !== undefined) writeFileSync(path, text);
  const log = new StoredLog(path);
  log.refresh();
  while (log.readOn());
  return log;
}

function naive(text: string): { text: string; kind: LogClass }[] {
  let above = 0;
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => {
    const bytes = Buffer.from(line);
    const own = classOfLine(bytes, 0, bytes.length);
    above = own === inherits ? above : own;
    return { text: line, kind: logClasses[above] ?? "none" };
  });
}

function found(log: StoredLog, query: LogQuery): number[] {
  const run = findLines(log, query);
  const lines: number[] = [];
  for (let part = run.step(); part !== null; part = run.step()) lines.push(...part.lines);
  return lines;
}

/** Short, long and very long lines, with and without levels, in an order that a seed gives. */
function randomText(seed: number, count: number): string {
  let state = seed;
  const next = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
  const forms = ["plain words", "INFO fine", "ERROR broke", "  File x", "WARNING hot", "DEBUG deep", "", "[dagwright: a note]", "é€𝄞 INFO"];
  const lines = Array.from({ length: count }, (_, at) => `${forms[next(forms.length)] ?? ""} ${at}${next(400) === 0 ? "y".repeat(next(90_000)) : ""}`);
  return lines.join("\n") + (next(2) === 0 ? "\n" : "");
}

describe("StoredLog", () => {
  it.each([1, 2, 3, 4, 5, 6])("finds each line, each line of a class, and each error (seed %i)", (seed) => {
    const text = randomText(seed, 3000);
    const log = opened(text);
    const lines = naive(text);
    expect(log.lines).toBe(lines.length);
    const rows = Array.from({ length: 16 }, (_, page) => readRows(log, { from: page * 200 + 1, to: page * 200 + 201 })).flat();
    expect(rows.map(({ line, kind }) => [line, kind])).toEqual(lines.map(({ kind }, at) => [at + 1, kind]));
    expect(rows.every((row, at) => row.text === lines[at]?.text.slice(0, row.text.length) && (row.more ?? 0) === Buffer.byteLength(lines[at]?.text ?? "") - Buffer.byteLength(row.text))).toBe(true);
    const look = log.look(true);
    expect(look.counts).toEqual(logClasses.map((name) => lines.filter(({ kind }) => kind === name).length));
    for (const classes of [["error"], ["warn", "own"], ["none"]] as LogClass[][]) {
      const wanted = lines.flatMap(({ kind }, at) => (classes.includes(kind) ? [at + 1] : []));
      const pages = Array.from({ length: Math.ceil(wanted.length / 100) }, (_, page) => readRows(log, { from: page * 100 + 1, to: page * 100 + 101, classes })).flat();
      expect(pages.map(({ line }) => line)).toEqual(wanted);
      const columns = classes.map((name) => logClasses.indexOf(name));
      for (const line of [1, 700, 1500, lines.length]) expect(placeAmong(log, columns, line - 1)).toBe(wanted.filter((each) => each < line).length);
    }
    const begins = lines.flatMap(({ kind }, at) => (kind === "error" && lines[at - 1]?.kind !== "error" ? [at] : []));
    expect([look.errors, look.firstError]).toEqual([begins.length, (begins[0] ?? -1) + 1]);
    for (const from of [0, 100, 1234, 2999]) {
      expect(seekError(log, from, 1)).toBe(begins.find((at) => at >= from) ?? null);
      expect(seekError(log, from, -1)).toBe(begins.findLast((at) => at <= from) ?? null);
    }
  });

  it("knows the same of a log that grows byte by byte as of the whole", () => {
    const text = randomText(9, 400);
    const bytes = Buffer.from(text);
    writeFileSync(path, "");
    const log = opened();
    for (let at = 0, step = 1; at < bytes.length; at += step, step = (step * 7) % 997) {
      appendFileSync(path, bytes.subarray(at, at + step));
      log.refresh();
      while (log.readOn());
    }
    expect(log.look(true)).toEqual({ ...opened(text).look(true), epoch: log.epoch });
    expect(readRows(log, { from: 1, to: 500 })).toEqual(readRows(opened(text), { from: 1, to: 500 }));
  });

  it("starts anew when the file is another", () => {
    const log = opened("one\ntwo\nthree\n");
    const { epoch } = log;
    writeFileSync(path, "x\n");
    log.refresh();
    while (log.readOn());
    expect([log.epoch > epoch, readRows(log, { from: 1, to: 9 }).map(({ text }) => text)]).toEqual([true, ["x"]]);
  });

  it("keeps the index of a large log beside it and takes it only for the same log", () => {
    const text = `${"2026-01-01 INFO a line like any other\n".repeat(250_000)}ERROR at the end\n`;
    const first = opened(text);
    first.keep();
    const again = new StoredLog(path);
    again.refresh();
    expect(again.scanned).toBe(text.length);
    expect(again.look(true)).toEqual(first.look(true));
    expect(readRows(again, { from: 250_001, to: 250_002 })[0]?.text).toBe("ERROR at the end");
    appendFileSync(path, "INFO more\n");
    const other = new StoredLog(path);
    other.refresh();
    expect(other.scanned).toBe(0);
    writeFileSync(path, text);
    utimesSync(path, new Date(), new Date());
    writeFileSync(indexPath(path), "{ rubbish");
    const rubbish = new StoredLog(path);
    rubbish.refresh();
    expect([rubbish.scanned, existsSync(`${indexPath(path)}.part`)]).toEqual([0, false]);
  });

  it("shows of a line that was written over its last state, also where it is huge", () => {
    const bar = Array.from({ length: 20_000 }, (_, at) => `${at} % done`).join("\r");
    const log = opened(`before\r\n10 %\r50 %\r100 %\r\n${bar}\nERROR \u001b[31mred\rlast\n`);
    expect(readRows(log, { from: 1, to: 9 }).map(({ text }) => text)).toEqual(["before", "100 %", "19999 % done", "last"]);
    expect(readRows(log, { from: 4, to: 5 })[0]?.style).toBeUndefined();
    expect(found(log, { text: "50 %" })).toEqual([]);
    expect(found(log, { text: "100 %" })).toEqual([2]);
  });

  it("carries colours over lines and pages", () => {
    const log = opened(`plain\n\u001b[1;31mred starts\n${"still red\n".repeat(600)}\u001b[0mplain again\nend\n`);
    const rows = readRows(log, { from: 1, to: 700 });
    expect([rows[0]?.style, rows[1]?.style, rows[2]?.style, rows[500]?.style, rows.at(-2)?.style, rows.at(-1)?.style]).toEqual([undefined, undefined, "1;31", "1;31", "1;31", undefined]);
  });

  it("survives bytes that are no text, NULs, and one line of many megabytes", () => {
    const log = opened(Buffer.concat([Buffer.from([0xff, 0xfe, 0, 10]), Buffer.alloc(3_000_000, 120), Buffer.from("needle"), Buffer.alloc(100_000, 121), Buffer.from("\nlast")]));
    const rows = readRows(log, { from: 1, to: 9 });
    expect(rows.map(({ text, more = 0 }) => [text.length, more])).toEqual([[3, 0], [2000, 3_098_006], [4, 0]]);
    expect(wholeRow(log, 1)?.text).toHaveLength(200_000);
    expect(found(log, { text: "needle" })).toEqual([2]);
    expect(lastRows(log, 1)[0]).toEqual({ line: null, text: "last", kind: "none" });
  });

  it("knows groups, nested too, and those that nobody closed", () => {
    const log = opened("a\n::group::Set up\nx\n[2026-01-02T03:04:05+0000] {x.py:1} INFO - ::group::Inner\nERROR y\n::endgroup::\n::endgroup::\n##[group]Open\nz\n");
    expect(log.groups()).toEqual([
      { from: 2, to: 7, title: "Set up", hasError: true },
      { from: 4, to: 6, title: "Inner", hasError: true },
      { from: 8, to: 9, title: "Open", hasError: false },
    ]);
  });
});

describe("findLines", () => {
  const text = "alpha beta\nALPHA\nno\nalphabet soup\nÜber alpha. end\nuber\n\u001b[31mal\u001b[0mpha\nalpha (x)\n";
  it.each([
    [{ text: "alpha" }, [1, 2, 4, 5, 7, 8]],
    [{ text: "alpha", matchCase: true }, [1, 4, 5, 7, 8]],
    [{ text: "alpha", wholeWord: true }, [1, 2, 5, 7, 8]],
    [{ text: "über" }, [5]],
    [{ text: "(x)" }, [8]],
    [{ text: "^alpha$", regex: true }, [2, 7]],
    [{ text: "^alpha$", regex: true, matchCase: true }, [7]],
    [{ text: "alpha[^z]*soup", regex: true }, [4]],
    [{ text: "a.pha\\b", regex: true, wholeWord: true }, [1, 2, 5, 7, 8]],
    [{ text: "\\p{Lu}ber", regex: true, matchCase: true }, [5]],
    [{ text: "alpha", from: 3 }, [4, 5, 7, 8]],
    [{ text: "nothing like it" }, []],
  ] as [LogQuery, number[]][])("%j", (query, wanted) => expect(found(opened(text), query)).toEqual(wanted));

  it("finds what a naive search finds, in all lines and in those of a class", () => {
    const random = randomText(11, 5000);
    const log = opened(random);
    const lines = naive(random);
    for (const word of ["7", "info", "File", "y", "€"]) {
      const holds = (line: string): boolean => line.toLowerCase().includes(word.toLowerCase());
      expect(found(log, { text: word })).toEqual(lines.flatMap((line, at) => (holds(line.text) ? [at + 1] : [])));
      expect(found(log, { text: word, classes: ["error"] })).toEqual(lines.flatMap((line, at) => (line.kind === "error" && holds(line.text) ? [at + 1] : [])));
    }
  });

  it("reads and searches a log without a line break piece by piece, in the same memory", () => {
    const size = 24 * 1024 * 1024;
    writeFileSync(path, Buffer.concat([Buffer.alloc(size - 6, "x"), Buffer.from("needle")]));
    const log = new StoredLog(path);
    log.refresh();
    const before = process.memoryUsage().arrayBuffers;
    for (const query of [{ text: "needle" }, { text: "ne+dle", regex: true, matchCase: true }, { text: "NEEDLE", classes: ["none"] }] as LogQuery[]) {
      const run = findLines(log, query);
      const lines: number[] = [];
      let at = log.scanned;
      let parts = 0;
      for (let part = run.step(); part !== null; part = run.step(), parts += 1) {
        lines.push(...part.lines);
        expect(log.scanned - at).toBeLessThanOrEqual(scanBytes);
        at = log.scanned;
      }
      expect(lines).toEqual([1]);
      expect(parts).toBeGreaterThan(size / (64 * 1024));
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(scanBytes);
    expect(readRows(log, { from: 1, to: 9 })).toEqual([{ line: 1, text: "x".repeat(2000), kind: "none", more: size - 2000 }]);
  });

  it("ends with what the log had when its end was reached", () => {
    const log = opened("needle\nneedle");
    const run = findLines(log, { text: "needle" });
    const lines: number[] = [];
    for (let part = run.step(); part !== null; part = run.step()) {
      lines.push(...part.lines);
      if (log.size < 100 && lines.includes(2)) {
        appendFileSync(path, "\nneedle\n".repeat(600));
        log.refresh();
      }
    }
    expect(lines).toEqual([1, 2]);
  });

  it("says what is wrong with an expression", () => {
    expect(() => findLines(opened("x"), { text: "(", regex: true })).toThrow(RangeError);
  });
});
