import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LogLines } from "../../ports/log-lines.ts";
import { createLogLines } from "./client.ts";

let folder = "";
let logs: LogLines;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "log-lines-"));
  logs = createLogLines(fileURLToPath(new URL("./main.ts", import.meta.url)));
});
afterEach(async () => {
  await logs.close();
  rmSync(folder, { recursive: true, force: true });
});

function written(text: string): string {
  const path = join(folder, "1.log");
  writeFileSync(path, text);
  return path;
}

describe("createLogLines", () => {
  it("answers about a log, and about none", async () => {
    const path = written("one\nERROR two\n");
    expect(await logs.look(path, { budgetMs: 100, isFinal: true })).toMatchObject({ lines: 2, errors: 1, firstError: 2, complete: true });
    expect((await logs.lines(path, { from: 2, to: 3 })).rows).toEqual([{ line: 2, text: "ERROR two", kind: "error" }]);
    expect(await logs.seek(path, { what: "error", from: 1, by: 1 })).toBe(2);
    expect(await logs.look(join(folder, "none.log"), { budgetMs: 10, isFinal: true })).toMatchObject({ size: 0, lines: 0, complete: true });
    await expect(logs.line(path, 9)).rejects.toMatchObject({ code: "input/invalid" });
    expect([await logs.save(path, join(folder, "copy.log")), readFileSync(join(folder, "copy.log"), "utf8")]).toEqual([14, "one\nERROR two\n"]);
    // A workspace from elsewhere may hold a link where the copy is made.
    const own = join(folder, "own");
    writeFileSync(own, "mine");
    symlinkSync(own, join(folder, "copy.log.part"));
    await logs.save(path, join(folder, "copy.log"));
    expect(readFileSync(own, "utf8")).toBe("mine");
  });

  it("stops an expression that runs away, and goes on answering everybody else", async () => {
    const path = written(`${"a".repeat(60)}b\n`.repeat(100));
    const runaway = logs.find(path, { text: "(a+)+c", regex: true }, () => {}).then(() => "done", (error: { code: string }) => error.code);
    const meanwhile = logs.lines(path, { from: 1, to: 2 });
    expect(await runaway).toBe("input/invalid");
    expect((await meanwhile).rows).toHaveLength(1);
    expect((await logs.lines(path, { from: 3, to: 4 })).rows).toHaveLength(1);
  }, 20_000);

  it("tells what it found and leaves off when nobody listens", async () => {
    const path = written("needle in a line of hay\n".repeat(200_000));
    const seen: number[] = [];
    await logs.find(path, { text: "needle" }, (part) => void seen.push(part.total));
    expect(seen.at(-1)).toBe(200_000);
    const stop = { aborted: true };
    await logs.find(path, { text: "needle" }, () => {}, stop);
  });
});
