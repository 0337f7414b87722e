/**
 * Loads the Jinja interpreter (WebAssembly) with a ceiling on its memory. A template that runs into the ceiling traps
 * the instance, which is then thrown away and loaded anew; the engine around it lives on.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { compileFunction } from "node:vm";
import type * as MiniJinja from "minijinja-js";

const pageBytes = 65_536;
/** Enough for a rendered text of tens of megabytes; `'x' * 10**9` ends here and not at the machine's memory. */
const maxMemoryBytes = 128 * 1_048_576;
const memorySectionId = 5;

/**
 * The package compiles its WebAssembly file at the moment it is loaded and offers no way to limit it. So its own module
 * text is run with a `readFileSync` that hands out the same bytes with a maximum written into their memory section.
 */
export function loadMiniJinja(): typeof MiniJinja {
  const require = createRequire(import.meta.url);
  const file = require.resolve("minijinja-js");
  const module: { exports: unknown } = { exports: {} };
  const requireInside = (name: string): unknown =>
    name === "fs" ? { readFileSync: (path: string) => limitMemory(readFileSync(path), maxMemoryBytes / pageBytes) } : require(name);
  const run = compileFunction(readFileSync(file, "utf8"), ["module", "exports", "require", "__dirname"], { filename: file });
  run(module, module.exports, requireInside, join(dirname(file)));
  // The text is the package's own; its types are those of the package.
  return module.exports as typeof MiniJinja;
}

/** Writes a maximum number of pages into the memory section of a WebAssembly module that declares none. */
export function limitMemory(bytes: Uint8Array, maxPages: number): Uint8Array {
  let at = 8;
  while (at < bytes.length) {
    const id = bytes[at];
    const size = readNumber(bytes, at + 1);
    const end = size.next + size.value;
    if (id === memorySectionId) {
      const [count, flags] = [bytes[size.next], bytes[size.next + 1]];
      if (count !== 1 || flags !== 0) break;
      const body = [1, 1, ...bytes.subarray(size.next + 2, end), ...writeNumber(maxPages)];
      return Buffer.concat([bytes.subarray(0, at), Uint8Array.from([memorySectionId, ...writeNumber(body.length), ...body]), bytes.subarray(end)]);
    }
    at = end;
  }
  throw new Error("Template interpreter: its WebAssembly file has no plain memory section; this version is not supported.");
}

/** An unsigned LEB128 number. */
function readNumber(bytes: Uint8Array, from: number): { value: number; next: number } {
  let value = 0;
  let next = from;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[next] ?? 0;
    next += 1;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value, next };
  }
}

function writeNumber(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}
