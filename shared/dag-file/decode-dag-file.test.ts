import { describe, expect, it } from "vitest";
import { decodeDagFile } from "./decode-dag-file.ts";

const file = { file: "a.dag.yaml" };
const bytes = (...parts: (string | number)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "number" ? [part] : [...part].map((unit) => unit.charCodeAt(0)))));

describe("decodeDagFile", () => {
  it("keeps byte order mark and line breaks, and reads every plane of Unicode", () => {
    const read = decodeDagFile(bytes(0xef, 0xbb, 0xbf, "a: ", 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, "\r\n"), file);
    expect(read).toEqual({ ok: true, text: "\uFEFFa: é€😀\r\n", bom: true, newline: "\r\n" });
  });

  const table: readonly (readonly [string, Uint8Array, string, string, string])[] = [
    ["a stray byte", bytes("a: 1\nb: ", 0xff), "yaml/encoding", "byte offset 8", "2:4"],
    ["an overlong form", bytes("a", 0xc0, 0x80), "yaml/encoding", "byte offset 1", "1:2"],
    ["half a surrogate", bytes("a", 0xed, 0xa0, 0x80), "yaml/encoding", "byte offset 1", "1:2"],
    ["a cut off letter", bytes("a", 0xe2, 0x82), "yaml/encoding", "byte offset 1", "1:2"],
    ["UTF-16 with mark", bytes(0xff, 0xfe, "a", 0), "yaml/encoding", "UTF-16 (little endian)", "1:1"],
    ["UTF-16 without mark", bytes(0, "d", 0, "a"), "yaml/encoding", "UTF-16 (big endian", "1:1"],
    ["a NUL", bytes("a: 1\nb: x", 0), "yaml/nul", "byte offset 9", "2:5"],
  ];
  it.each(table)("names %s", (_name, input, code, words, place) => {
    const read = decodeDagFile(input, file);
    if (read.ok) throw new Error("was taken");
    expect([read.diagnostic.code, `${read.diagnostic.line}:${read.diagnostic.column}`]).toEqual([code, place]);
    expect(read.diagnostic.message).toContain(words);
  });
});
