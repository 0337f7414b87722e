/** Where a DuckDB text names a file that it reads, such as `read_csv('data/|')`: what is typed of it, and which files fit. Pure. */

export interface FileAt {
  /** The folder that is written already, without a slash at its end; `""` is the folder that paths start from. */
  readonly folder: string;
  /** The piece at the cursor, up to the next slash or the end of the text in quotes. */
  readonly from: number;
  readonly to: number;
  /** Endings that fit, in lower case; none where any file does. */
  readonly endings: readonly string[];
}

const byReader: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(?:read_csv|read_csv_auto|sniff_csv)$/i, [".csv", ".tsv", ".txt", ".csv.gz", ".csv.zst", ".tsv.gz"]],
  [/^(?:read_parquet|parquet_scan|parquet_schema|parquet_metadata)$/i, [".parquet"]],
  [/^(?:read_json|read_json_auto|read_json_objects|read_ndjson|read_ndjson_auto|read_ndjson_objects)$/i, [".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz"]],
  [/^(?:read_text|read_blob)$/i, []],
];
const tables = byReader.slice(0, 3).flatMap(([, endings]) => endings);

/** A reader with its first argument begun, a list of files too; or the text in the place of a table. */
const before = /(?:\b(?<reader>\w+)\s*\(\s*(?:\[\s*(?:'[^'\n]*'\s*,\s*)*)?|\b(?:from|join)\s+)'(?<typed>[^'\n]*)$/i;
const longest = 4_000;

/** Null where no file is meant, or one that is not looked for here: an address, a path from the root. */
export function fileAt(text: string, offset: number): FileAt | null {
  const found = before.exec(text.slice(Math.max(0, offset - longest), offset))?.groups;
  const typed = found?.["typed"];
  if (typed === undefined || /^[/\\~]|^\w+:/.test(typed) || typed.split("/").includes("..")) return null;
  const reader = found?.["reader"];
  const endings = reader === undefined ? tables : byReader.find(([name]) => name.test(reader))?.[1];
  if (endings === undefined) return null;
  const slash = typed.lastIndexOf("/") + 1;
  const rest = /^[^'/\n]*(?=['/])/.exec(text.slice(offset, offset + 500))?.[0] ?? "";
  return { folder: typed.slice(0, Math.max(0, slash - 1)).replace(/^\.(?:\/|$)/, ""), from: offset - typed.length + slash, to: offset + rest.length, endings };
}
