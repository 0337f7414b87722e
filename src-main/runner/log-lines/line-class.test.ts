import { describe, expect, it } from "vitest";
import { logClasses } from "../../../shared/model/log-bounds.ts";
import { classOfLine, inherits } from "./line-class.ts";

function classOf(text: string): string {
  const bytes = Buffer.from(text);
  const found = classOfLine(bytes, 0, bytes.length);
  return found === inherits ? "inherits" : (logClasses[found] ?? "?");
}

describe("classOfLine", () => {
  it.each([
    ["2026-01-02 03:04:05,678 ERROR app: it broke", "error"],
    ["ERROR:root:it broke", "error"],
    ["2026-01-02 03:04:05,678 - my.module - WARNING - careful", "warn"],
    ["[2026-01-02T03:04:05.678+0000] {taskinstance.py:1332} INFO - Executing", "info"],
    ["26/01/02 03:04:05 WARN TaskSetManager: Lost task", "warn"],
    ["2026-01-02 03:04:05.678 DEBUG [main] com.x.Y - hello", "debug"],
    ["[ERROR] Failed to execute goal", "error"],
    ["[warn] deprecated", "warn"],
    ["03:04:05  [error] boom", "error"],
    ["03:04:05 | [ WARN ] x", "warn"],
    ["1 of 3 ERROR creating sql table model a.b", "error"],
    ["  Database Error in model orders (models/orders.sql)", "error"],
    ['{"time": "x", "level": "error", "msg": "y"}', "error"],
    ['{"severity":"WARNING"}', "warn"],
    ['{"level":30,"msg":"pino"}', "info"],
    ['{"level":50}', "error"],
    ['{"msg":"no level, only the word error"}', "none"],
    ["ts=1 level=warn msg=hot", "warn"],
    ["E0102 03:04:05.678 12 file.cc:3] boom", "error"],
    ["I0102 03:04:05.678 12 file.cc:3] fine", "info"],
    ["Traceback (most recent call last):", "error"],
    ["ValueError: bad", "error"],
    ["sqlalchemy.exc.OperationalError: (x) y", "error"],
    ["java.lang.IllegalStateException", "error"],
    ["Caused by: java.io.IOException", "inherits"],
    ["  File \"a.py\", line 3, in f", "inherits"],
    ["\tat com.x.Y(Y.java:3)", "inherits"],
    ["psql:x.sql:3: ERROR:  relation does not exist", "error"],
    ["fatal: not a git repository", "error"],
    ["npm ERR! code 1", "error"],
    ["\u001b[31mERROR\u001b[0m in red", "error"],
    ["##[error]Process completed with exit code 1.", "error"],
    ["[dagwright: 12 bytes dropped here]", "own"],
    ["all went well, no errors were found", "none"],
    ["the error was ignored", "none"],
    ["INFORMATION about TERRORS", "none"],
    ["ERRORS=0 and error_count=3", "none"],
    ["", "none"],
    ["   ", "none"],
  ])("%s", (line, wanted) => expect(classOf(line)).toBe(wanted));

  it("looks at the start of a line only, and reads a hostile one in time in line with that", () => {
    expect(classOf(`${"x".repeat(500)} ERROR`)).toBe("none");
    const hostile = Buffer.from("\u001b[".repeat(1_000_000));
    const began = performance.now();
    for (let round = 0; round < 1000; round++) classOfLine(hostile, 0, hostile.length);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});
