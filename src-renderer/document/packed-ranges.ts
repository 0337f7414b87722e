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
  let at = 0;
  for (const path of paths.split("\n")) {
    const keyStart = offsets[at] ?? -1;
    const key = keyStart < 0 ? null : { start: keyStart, end: offsets[at + 1] ?? -1 };
    ranges.set(path, { key, value: { start: offsets[at + 2] ?? 0, end: offsets[at + 3] ?? 0 } });
    at += 4;
  }
  return ranges;
}
