import { appendFileSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ExitRecord } from "../ports/runner.ts";
import { journalPath, openJournal, readJournal, type JournalContent, type StartEntry } from "./journal.ts";

let folder = "";
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), "journal-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const empty: JournalContent = { open: [], exits: [], seen: [] };
const start = (attemptId: string): StartEntry => ({ attemptId, startedAt: 1, process: { pid: 5, startTime: "6", bootId: "b" }, slot: "s", logPath: "/l" });
const exit = (attemptId: string): ExitRecord => ({
  attemptId, startedAt: 1, endedAt: 2, exitCode: 0, signal: null, stopReason: null, startError: null, logBytes: 0, logDroppedBytes: 0, cpuMs: null, peakRssBytes: null,
});

const openJournals = (): number => readdirSync("/proc/self/fd").filter((fd) => linkOf(fd).startsWith(journalPath(folder))).length;

function linkOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    // The descriptor of the listing itself.
    return "";
  }
}

describe("the journal", () => {
  it("is empty where there is none", () => expect(readJournal(folder)).toEqual(empty));

  it("tells what is open, what ended unacknowledged, and every id", () => {
    const journal = openJournal(folder, empty);
    journal.started([start("a"), start("b"), start("c")]);
    journal.exited([exit("a"), exit("b")]);
    journal.acknowledged(["a"]);
    journal.close();
    expect(readJournal(folder)).toEqual({ open: [start("c")], exits: [exit("b")], seen: ["a", "b", "c"] });
  });

  it("names what an earlier runner left until that is gone", () => {
    const journal = openJournal(folder, { open: [start("a"), start("b")], exits: [], seen: [] });
    journal.swept("a");
    journal.close();
    expect(readJournal(folder)).toEqual({ open: [start("b")], exits: [], seen: ["a", "b"] });
  });

  it("survives a cut at every byte of its last line", () => {
    const journal = openJournal(folder, empty);
    journal.exited([exit("a")]);
    journal.exited([exit("b")]);
    journal.close();
    const whole = readFileSync(journalPath(folder), "utf8");
    const [first, second] = whole.split("\n", 2).map((line) => `${line}\n`);
    for (let cut = 0; cut < (second ?? "").length - 1; cut += 9) {
      writeFileSync(journalPath(folder), `${first}${(second ?? "").slice(0, cut)}`);
      expect(readJournal(folder).exits.map((record) => record.attemptId)).toEqual(["a"]);
      appendFileSync(journalPath(folder), Buffer.alloc(100));
      expect(readJournal(folder).exits.map((record) => record.attemptId)).toEqual(["a"]);
    }
    truncateSync(journalPath(folder), 0);
    expect(readJournal(folder)).toEqual(empty);
  });

  it("holds what was written although nothing has come to the disk by itself", () => {
    const journal = openJournal(folder, empty);
    journal.exited([exit("a")]);
    expect(readJournal(folder).exits).toEqual([exit("a")]);
    journal.close();
  });

  it.runIf(process.platform === "linux")("can be made anew while it is brought to the disk, and is brought there again for what came meanwhile", async () => {
    const journal = openJournal(folder, empty);
    const refused: Error[] = [];
    const syncSoon = (): void => journal.syncSoon((error) => refused.push(error));
    journal.exited([exit("a")]);
    syncSoon();
    journal.exited([exit("b")]);
    syncSoon();
    journal.rewrite({ open: [], exits: [exit("b")], seen: ["a"] });
    // Nobody else may get the number of a file that is still being synced.
    expect(openJournals()).toBe(2);
    journal.exited([exit("c")]);
    syncSoon();
    for (let looks = 0; looks < 500 && openJournals() > 1; looks += 1) await sleep(10);
    expect(openJournals()).toBe(1);
    journal.exited([exit("d")]);
    journal.sync();
    journal.close();
    expect(refused).toEqual([]);
    expect(readJournal(folder)).toEqual({ open: [], exits: [exit("b"), exit("c"), exit("d")], seen: ["a", "b", "c", "d"] });
  });

  it("grows past its first megabyte and shrinks when it is rewritten", () => {
    const journal = openJournal(folder, empty);
    const ids = Array.from({ length: 8_000 }, (_, index) => `attempt-${index}`);
    for (const id of ids) journal.started([start(id)]);
    expect(readJournal(folder).open).toHaveLength(8_000);
    journal.compact(() => ({ open: [start("x")], exits: [exit("y")], seen: ["z"] }));
    journal.started([start("after")]);
    journal.close();
    expect(readJournal(folder)).toEqual({ open: [start("x"), start("after")], exits: [exit("y")], seen: ["z", "x", "y", "after"] });
    expect(readFileSync(journalPath(folder)).length).toBeLessThan(2_000_000);
  });
});
