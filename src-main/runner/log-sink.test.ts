import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { layoutOf, readMarker } from "./log-format.ts";
import { openLogSink, type LogSettings } from "./log-sink.ts";

let folder = "";
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), "log-sink-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const settings = (more: Partial<LogSettings> = {}): LogSettings => ({ path: path.join(folder, "a/1.log"), capBytes: 1 << 20, secrets: [], onTrouble: () => {}, ...more });
const read = (): string => readFileSync(path.join(folder, "a/1.log"), "utf8");

describe("openLogSink", () => {
  it("keeps bytes that are no text, and makes the folder", () => {
    const sink = openLogSink(settings());
    const bytes = Buffer.from([0, 255, 254, 10, 200, 65]);
    sink.write(bytes);
    expect(sink.close()).toEqual({ bytes: 6, dropped: 0 });
    expect(readFileSync(path.join(folder, "a/1.log"))).toEqual(bytes);
  });

  it("makes no file for a task that printed nothing", () => {
    expect(openLogSink(settings()).close()).toEqual({ bytes: 0, dropped: 0 });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([100, 101, 150, 199, 200, 201, 250, 299, 300, 333, 1000, 12_345])("accounts for %i bytes to the byte under a cap of 200", (total) => {
    const all = Array.from({ length: total }, (_, index) => "0123456789abcdef\n"[index % 17] ?? "").join("");
    const sink = openLogSink(settings({ capBytes: 200 }));
    for (let at = 0; at < total; at += 7) sink.write(Buffer.from(all.slice(at, at + 7)));
    const totals = sink.close();
    const text = read();
    const marker = /\n?\[dagwright: \d+ bytes dropped here\]\n/.exec(text);
    expect(totals.bytes + totals.dropped).toBe(total);
    expect(totals.dropped).toBe(Math.max(0, total - 200));
    if (!marker) return expect(text).toBe(all);
    const [head, tail] = [text.slice(0, marker.index), text.slice(marker.index + marker[0].length)];
    expect({ head, tail, dropped: readMarker(marker[0].trim()) }).toEqual({ head: all.slice(0, 100), tail: all.slice(-100), dropped: total - 200 });
    expect(readdirSync(path.join(folder, "a"))).toEqual(["1.log"]);
  });

  it("does not cut a character in two", () => {
    const sink = openLogSink(settings({ capBytes: 101 }));
    for (let i = 0; i < 200; i++) sink.write(Buffer.from("é€😀"));
    const totals = sink.close();
    expect(totals.bytes + totals.dropped).toBe(200 * 9);
    expect(read()).not.toContain("\ufffd");
  });

  it("lets a follower see head and tail while the task prints", () => {
    const sink = openLogSink(settings({ capBytes: 20 }));
    sink.write(Buffer.from("0123456789".repeat(5) + "abc"));
    const names = readdirSync(path.join(folder, "a")).map((name) => ({ name, bytes: statSync(path.join(folder, "a", name)).size }));
    expect(layoutOf("1.log", names)).toEqual({
      head: { name: "1.log", bytes: 10 },
      droppedAfterHead: 30,
      tail: [{ name: "1.log.tail.3", bytes: 10 }, { name: "1.log.tail.4", bytes: 3 }],
    });
    sink.close();
  });

  it("names a secret that is too short to mask, and masks the others across chunks", () => {
    const sink = openLogSink(settings({ secrets: ["abc", "pässwörd-1"] }));
    for (const byte of Buffer.from("x pässwörd-1 y abc\nlast pässwörd-1")) sink.write(Buffer.from([byte]));
    sink.close();
    expect(read()).toBe("[dagwright: a secret of fewer than 6 characters cannot be masked]\nx *** y abc\nlast ***");
  });

  it("counts what a full disk refuses and says so", () => {
    const heard: string[] = [];
    const sink = openLogSink(settings({ path: "/dev/full", onTrouble: (message) => heard.push(message) }));
    sink.write(Buffer.from("hello\n"));
    expect(sink.close()).toEqual({ bytes: 0, dropped: 6 });
    expect(heard[0]).toContain("the disk is full");
  });
});
