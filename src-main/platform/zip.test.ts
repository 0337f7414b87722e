/** The archive of run capsules: what is written is read back, other programs read it, and nothing that a stranger may write does harm. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "../../shared/errors/app-error.ts";
import { centralHeaderOf, endRecordOf, localHeaderOf, type ZipEntry } from "./zip-format.ts";
import { openZip } from "./zip-reader.ts";
import { createZip } from "./zip-writer.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-zip-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string): string => join(folder, name);

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function write(name: string): Promise<string> {
  const archive = await createZip(file(name));
  await archive.add("logs/00000-1.log", pieces("one\n", "two\n".repeat(50_000)));
  await archive.add("outputs/00000.parquet", pieces("PAR1 as it is"), { packed: true });
  await archive.add("manifest.json", Buffer.from("{}"));
  await archive.finish();
  return file(name);
}

/** A ZIP by hand, with whatever lies it is to tell. */
function forged(entries: readonly (Partial<ZipEntry> & { name: string; content?: Buffer; link?: boolean; flags?: number })[], end?: (record: Buffer) => void): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { content = Buffer.from("hello"), link = false, flags, ...lies } of entries) {
    const packed = lies.method === 8 ? deflateRawSync(content) : content;
    const entry: ZipEntry = { method: 0, crc: 0x3610a686, packedBytes: packed.length, bytes: content.length, offset: at, ...lies };
    const local = localHeaderOf(entry);
    const central = centralHeaderOf(entry);
    if (link) central.writeUInt32LE((0o120777 << 16) >>> 0, 38);
    if (flags !== undefined) central.writeUInt16LE(flags, 8);
    parts.push(local, packed);
    directory.push(central);
    at += local.length + packed.length;
  }
  const all = Buffer.concat(directory);
  const record = endRecordOf(entries.length, all.length, at);
  end?.(record);
  return Buffer.concat([...parts, all, record]);
}

async function refusalOf(bytes: Uint8Array): Promise<string> {
  writeFileSync(file("forged"), bytes);
  try {
    const archive = await openZip(file("forged"));
    try {
      for (const { name } of archive.entries) await archive.read(name, 1_000_000);
    } finally {
      await archive.close();
    }
    return "read";
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "capsule/invalid") return thrown.message;
    throw thrown;
  }
}

describe("the archive of a run capsule", () => {
  it("gives back what was written, piece by piece", async () => {
    const archive = await openZip(await write("good"));
    expect(archive.entries.map(({ name, bytes }) => ({ name, bytes }))).toEqual([
      { name: "logs/00000-1.log", bytes: 200_004 },
      { name: "outputs/00000.parquet", bytes: 13 },
      { name: "manifest.json", bytes: 2 },
    ]);
    const { sha256 } = await archive.extract("logs/00000-1.log", file("out.log"));
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(readFileSync(file("out.log"), "utf8")).toBe(`one\n${"two\n".repeat(50_000)}`);
    await archive.close();
  });

  it("is the same twice, and a file that Python reads", async () => {
    const [one, two] = [readFileSync(await write("one")), readFileSync(await write("two"))];
    expect(one.equals(two)).toBe(true);
    const names = execFileSync("python3", ["-c", "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print([(i.filename, i.file_size) for i in z.infolist()])", file("one")], { encoding: "utf8" });
    expect(names.trim()).toBe("[('logs/00000-1.log', 200004), ('outputs/00000.parquet', 13), ('manifest.json', 2)]");
  });

  it("leaves nothing behind when it is given up, or its content fails", async () => {
    const archive = await createZip(file("given-up"));
    await archive.add("a", Buffer.from("x"));
    await archive.abort();
    const broken = await createZip(file("broken"));
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from("x");
      throw new Error("the log is gone");
    };
    await expect(broken.add("a", failing())).rejects.toThrow("the log is gone");
    await broken.abort();
    expect(existsSync(file("given-up")) || existsSync(file("broken"))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it.each([
    ["a way out", [{ name: "../evil" }], /holds a file called/],
    ["an absolute path", [{ name: "/etc/passwd" }], /holds a file called/],
    ["a drive", [{ name: "c:\\evil" }], /holds a file called/],
    ["a hidden way out", [{ name: "logs/../../evil" }], /holds a file called/],
    ["a folder", [{ name: "logs/" }], /holds a file called/],
    ["a link", [{ name: "manifest.json", link: true }], /is a link or a device/],
    ["an encrypted file", [{ name: "manifest.json", flags: 1 }], /is encrypted/],
    ["a file twice", [{ name: "a" }, { name: "a" }], /holds a twice/],
    ["an unknown packing", [{ name: "a", method: 99 }], /packed in a way/],
    ["a size that cannot be", [{ name: "a", method: 8, bytes: 4_000_000_000 }], /which is not possible/],
    ["sizes that contradict", [{ name: "a", bytes: 6 }], /contradict/],
    ["more than it says", [{ name: "a", method: 8, content: Buffer.alloc(5_000), bytes: 100 }], /larger than it says/],
    ["less than it says", [{ name: "a", method: 8, content: Buffer.alloc(5_000), bytes: 6_000 }], /not what it says/],
    ["another checksum", [{ name: "a", crc: 1 }], /not what it says/],
    ["two files in one place", [{ name: "a" }, { name: "b", offset: 0 }], /lies where another file lies/],
    ["no deflate stream", [{ name: "a", method: 8, packedBytes: 5, bytes: 5 }], /not where the directory says|cannot be unpacked|directory is damaged|not what it says/],
  ])("refuses %s", async (_what, entries, why) => {
    expect(await refusalOf(forged(entries))).toMatch(why);
  });

  it("refuses a bomb by its word, before it is unpacked", async () => {
    const bomb = Array.from({ length: 40 }, (_, index) => ({ name: `b${index}`, method: 8, packedBytes: 1_000_000, bytes: 1_000_000_000 }));
    expect(await refusalOf(forged(bomb))).toMatch(/would unpack to|reach into its directory|lies where another/);
    expect(await refusalOf(forged([{ name: "a" }], (record) => record.writeUInt16LE(9, 10)))).toMatch(/directory/);
    expect(await refusalOf(forged([{ name: "a" }], (record) => record.writeUInt32LE(5, 16)))).toMatch(/directory is not where/);
  });

  it("either reads a file that was changed anywhere to the same bytes, or refuses it with a word", async () => {
    const good = readFileSync(await write("fuzzed"));
    const changes = fc.array(fc.record({ at: fc.nat(good.length - 1), to: fc.nat(255) }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(changes, fc.option(fc.nat(good.length)), async (edits, cut) => {
        const bytes = Buffer.from(good);
        for (const { at, to } of edits) bytes[at] = to;
        expect(await refusalOf(cut === null ? bytes : bytes.subarray(0, cut))).toMatch(/^(read|This )/);
      }),
      { numRuns: 400 },
    );
  });
});
