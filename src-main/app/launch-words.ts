/**
 * What a command line asks the desktop for: a workspace, a file to show, a link. Pure. The line of a second start, and the one
 * Windows makes of a link, are read by the same rules: only the words named here mean anything.
 */
import { linkScheme } from "../../shared/links/deep-link.ts";

export interface LaunchWords {
  readonly workspace: string | null;
  readonly file: string | null;
  readonly link: string | null;
  /** Started by a log-in: no window is asked for. */
  readonly background: boolean;
}

export const backgroundWord = "--background";

/** @param words the arguments after the program (and, in development, after the app's folder) */
export function readLaunchWords(words: readonly string[]): LaunchWords {
  const link = words.find((word) => word.toLowerCase().startsWith(`${linkScheme}:`)) ?? null;
  // A line with a link comes from outside: nothing else on it counts.
  if (link !== null) return { workspace: null, file: null, link, background: false };
  return { workspace: workspaceOf(words), file: words.find((word) => isShownFile(word)) ?? null, link: null, background: words.includes(backgroundWord) };
}

/** Longest command line and folder in bytes: a path and a link with room to spare. It is handed over twice, once with two bytes a character, into 32 KiB. */
const longestLine = 8192;

/** Whether a start with these words in this folder must not be passed on to an instance that runs. */
export function isTooLong(argv: readonly string[], folder: string): boolean {
  return [...argv, folder].reduce((sum, word) => sum + Buffer.byteLength(word), 0) > longestLine;
}

/** A file that a window can show: a DAG, a query, data. */
export function isShownFile(path: string): boolean {
  return !path.startsWith("-") && /\.(?:dag\.ya?ml|sql|csv|tsv|parquet|jsonl?|ndjson)$/i.test(path) && !path.includes("\0");
}

/** Shown by a query that reads it. */
export function isDataFile(path: string): boolean {
  return /\.(?:csv|tsv|parquet|jsonl?|ndjson)$/i.test(path);
}

function workspaceOf(words: readonly string[]): string | null {
  const joined = words.find((word) => word.startsWith("--workspace="));
  if (joined !== undefined) return joined.slice("--workspace=".length) || null;
  const at = words.indexOf("--workspace");
  const next = at === -1 ? undefined : words[at + 1];
  return next === undefined || next.startsWith("-") ? null : next;
}
