import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { segmentName } from "../log-format.ts";
import { copyLog } from "./copy-log.ts";

let folder = "";
let path = "";
let to = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "copy-log-"));
  path = join(folder, "1.log");
  to = join(folder, "copy.log");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function copied(): number {
  const copy = copyLog(path, to);
  for (;;) {
    const { done, value } = copy.next();
    if (done === true) return value;
  }
}

describe("copyLog", () => {
  it("copies bytes, whatever they are, over a file that was there", () => {
    const bytes = Buffer.alloc(3_000_001, Buffer.from([0, 255, 13, 10, 195]));
    writeFileSync(path, bytes);
    writeFileSync(to, "before");
    expect([copied(), readFileSync(to).equals(bytes)]).toEqual([bytes.length, true]);
  });

  it("copies what a log that grows over its cap had when it was asked for, and says what is missing", () => {
    writeFileSync(path, "head");
    writeFileSync(segmentName(path, 3), "tail three ");
    writeFileSync(segmentName(path, 4), "tail four");
    const copy = copyLog(path, to);
    copy.next();
    rmSync(segmentName(path, 3));
    writeFileSync(segmentName(path, 5), "later");
    while (copy.next().done !== true);
    expect(readFileSync(to, "utf8")).toBe("head\n[dagwright: 33 bytes dropped here]\ntail three tail four");
  });

  it("makes an empty file of a log that is not there", () => {
    expect([copied(), readFileSync(to, "utf8")]).toEqual([0, ""]);
  });

  it("leaves nothing where it cannot be written, or nobody wants it any more", () => {
    writeFileSync(path, "some");
    mkdirSync(to);
    expect(copied).toThrow(`${to}: is a folder, where a file is needed; name the file.`);
    to = join(folder, "gone", "copy.log");
    expect(copied).toThrow(`${to}: there is no such file or folder; correct the path, or make it.`);
    to = join(folder, "left.log");
    const copy = copyLog(path, to);
    copy.next();
    copy.return(0);
    expect([existsSync(to), readdirSync(folder).sort()]).toEqual([false, ["1.log", "copy.log"]]);
  });
});
