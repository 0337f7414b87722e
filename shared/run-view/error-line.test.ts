import { describe, expect, it } from "vitest";
import { failureFrom, failureLine, isBareReason } from "./error-line.ts";

const raised = 'loading\nTraceback (most recent call last):\n  File "t.py", line 3, in <module>\n    int("x")\nValueError: invalid literal for int() with base 10: \'x\'\n';

describe("failureLine", () => {
  it.each([
    ["the exception that a traceback ends with", raised, { text: "ValueError: invalid literal for int() with base 10: 'x'", line: 5, kind: "error" }],
    ["of chained exceptions the last one", `${raised}\nDuring handling of the above exception, another exception occurred:\n\n${raised.replace("ValueError", "LoadError")}`, { text: "LoadError: invalid literal for int() with base 10: 'x'", line: 13, kind: "error" }],
    ["the first line that tells of an error, without its colours", "ok\n\u001b[31mbash: line 1: psql: command not found\u001b[0m\nfatal: gave up\n", { text: "bash: line 1: psql: command not found", line: 2, kind: "error" }],
    ["an error class without a word of its own", "begin\njava.sql.SQLRecoverableException\n", { text: "java.sql.SQLRecoverableException", line: 2, kind: "error" }],
    ["else what the log ends with, but for lines of ours and blank ones", "working\nthe cause\n\n[dagwright: the rest was dropped]\n", { text: "the cause", line: 2, kind: "last" }],
    ["the last state of a line that was written over", "10 %\r50 %\rno space left: error\n", { text: "no space left: error", line: 1, kind: "error" }],
    ["what was said, without when", "2026-11-22 04:32:12,564 ERROR root: no row 61\n", { text: "ERROR root: no row 61", line: 1, kind: "error" }],
    ["an instant where that is all that was said", "[2026-11-22T04:32:12.564Z]\n", { text: "[2026-11-22T04:32:12.564Z]", line: 1, kind: "last" }],
  ])("tells %s", (_, text, expected) => {
    expect(failureLine(text, true)).toEqual(expected);
  });

  it("counts from the first error that the log itself knows of", () => {
    expect(failureFrom(`${raised.slice(8)}\nThe above exception was the direct cause of the following exception:\n\n${raised.slice(8).replace("ValueError", "LoadError")}done\n`, 41)).toEqual({ text: "LoadError: invalid literal for int() with base 10: 'x'", line: 51, kind: "error" });
    expect(failureFrom("ERROR \u001b[1mfirst\u001b[0m\nERROR second\n", 7)).toEqual({ text: "ERROR first", line: 7, kind: "error" });
  });

  it("passes over a check that only warns, and errors that the task survived long before", () => {
    expect(failureLine(`error: retrying\n${"fine\n".repeat(500)}check c failed (warning only)\n`, true)).toMatchObject({ text: "check c failed (warning only)", kind: "last" });
  });

  it("has nothing to tell of an empty log, no number where its start was not read, and cuts a long line", () => {
    expect([failureLine("", true), failureLine("\n \n", true)]).toEqual([null, null]);
    expect(failureLine(`error ${"x".repeat(9_000)}\n`, false)).toEqual({ text: `error ${"x".repeat(394)}…`, line: null, kind: "error" });
  });
});

it("isBareReason tells how a process ended from why it failed", () => {
  expect(["exit code 1", "killed by SIGKILL", "exit code 1: no rows", "check failed: unique id", "timed out after 10m", null].map(isBareReason)).toEqual([true, true, false, false, false, false]);
});
