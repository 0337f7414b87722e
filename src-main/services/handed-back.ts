/** What a task process leaves for the engine: rows in one of three formats, and small values as JSON lines. Read with distrust. */
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { parseExactJson } from "../../shared/base/exact-json.ts";

export type OutputFormat = "parquet" | "csv" | "jsonl";

/** The rows file: `output`, or `output.parquet|csv|jsonl`; without an ending its first bytes tell. Null when there is none. */
export function findOutput(path: string): { path: string; format: OutputFormat } | null {
  for (const format of ["parquet", "csv", "jsonl"] as const) if (existsSync(`${path}.${format}`)) return { path: `${path}.${format}`, format };
  return existsSync(path) ? { path, format: sniff(path) } : null;
}

function sniff(path: string): OutputFormat {
  const start = Buffer.alloc(64);
  const file = openSync(path, "r");
  try {
    const text = start.subarray(0, readSync(file, start, 0, 64, 0)).toString("utf8");
    if (text.startsWith("PAR1")) return "parquet";
    return text === "" || text.trimStart().startsWith("{") ? "jsonl" : "csv";
  } finally {
    closeSync(file);
  }
}

const maxXComBytes = 1_048_576;

/** Lines of `{"key": …, "value": …}`; the last of a key wins. A line that is not one is passed over, a file over 1 MiB whole. */
export function readXComs(path: string): { name: string; value: unknown }[] {
  if (!existsSync(path) || statSync(path).size > maxXComBytes) return [];
  return readFileSync(path, "utf8").split("\n").flatMap(readLine);
}

function readLine(line: string): { name: string; value: unknown }[] {
  if (line.trim() === "") return [];
  try {
    const parsed: unknown = parseExactJson(line);
    if (typeof parsed !== "object" || parsed === null || !("key" in parsed) || typeof parsed.key !== "string") return [];
    return [{ name: parsed.key, value: "value" in parsed ? parsed.value : null }];
  } catch {
    return [];
  }
}
