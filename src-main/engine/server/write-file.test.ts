import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { Writable } from "node:stream";
import { afterEach, beforeEach, expect, it } from "vitest";
import { writeFileTo } from "./write-file.ts";

let folder: string;
let file: string;
const bytes = Buffer.from(Array.from({ length: 700_000 }, (_, at) => (at * 31) % 251));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-write-"));
  file = join(folder, "large");
  writeFileSync(file, bytes);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("hands on every byte, however late a piece is taken", async () => {
  const taken: Buffer[] = [];
  const slow = new Writable({
    write(piece: Buffer, _encoding, done) {
      // Copied only now: what is still being taken must not have changed.
      setTimeout(() => (taken.push(Buffer.from(piece)), done()), 5);
    },
  });
  await writeFileTo(file, slow);
  expect([Buffer.concat(taken).equals(bytes), taken.length]).toEqual([true, 3]);
});

it("ends with an error when who takes it goes, also between two pieces", async () => {
  let pieces = 0;
  const leaving = new Writable({
    write(_piece, _encoding, done) {
      pieces += 1;
      done();
      this.destroy();
    },
  });
  await expect(writeFileTo(file, leaving)).rejects.toThrow();
  const gone = new Writable({ write: () => undefined });
  const sent = writeFileTo(file, gone);
  await breathe();
  gone.destroy();
  await expect(sent).rejects.toThrow();
  expect(pieces).toBe(1);
});

it("says which file cannot be read", async () => {
  await expect(writeFileTo(join(folder, "none"), new Writable({ write: (_piece, _encoding, done) => done() }))).rejects.toThrow(/ENOENT.*none/);
});
