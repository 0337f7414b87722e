/** The places of a reading as they cross from the thread: one text and one array, for thousands of small objects take long to copy. Pure. */
import type { ParsedDag } from "../../shared/dag-file/parse-dag.ts";

type Ranges = ParsedDag["nodeRanges"];

export interface PackedRanges {
  /** A path a line; a path holds no line end of its own. */
  readonly paths: string;
  /** Four a path: key from and to (-1 where there is none), value from and to. */
  readonly offsets: Int32Array<ArrayBuffer>;
}

export function packRanges(ranges: Ranges): PackedRanges {
  const offsets = new Int32Array(ranges.size * 4);
  let at = 0;
  for (const { key, value } of ranges.values()) {
    offsets.set([key?.start ?? -1, key?.end ?? -1, value.start, value.end], at);
    at += 4;
  }
  return { paths: [...ranges.keys()].join("\n"), offsets };
}

export function unpackRanges({ paths, offsets }: PackedRanges): Ranges {
  const ranges: Ranges = new Map();
  if (offsets.length === 0) return ranges;
  for (const [index, path] of paths.split("\n").entries()) {
    const [keyStart = -1, keyEnd = -1, start = 0, end = 0] = offsets.subarray(index * 4, index * 4 + 4);
    ranges.set(path, { key: keyStart < 0 ? null : { start: keyStart, end: keyEnd }, value: { start, end } });
  }
  return ranges;
}
