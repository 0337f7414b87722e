/** The piece of a log that a person would look for first: around the first line of the error that ended it. Pure. */
import { errorLine, plainLines } from "../error-line.ts";
import type { LogExcerpt } from "./incident-facts.ts";

const before = 12;
const after = 28;
const longestLine = 2_000;

export interface LogEnd {
  /** Whether it begins where the log does. */
  readonly isWhole: boolean;
  readonly tryNumber: number;
  readonly bytes: number;
  /** The line that tells of the error, from 1; without one it is looked for. */
  readonly line?: number | null;
}

/** @param text the end of a log, or all of it */
export function excerptOf(text: string, { isWhole, tryNumber, bytes, line = null }: LogEnd): LogExcerpt | null {
  const lines = plainLines(text);
  if (lines.length === 0) return null;
  const error = isWhole && line !== null && line <= lines.length ? line - 1 : errorLine(lines);
  const from = error === null ? Math.max(0, lines.length - before - after) : Math.max(0, error - before);
  const shown = lines.slice(from, error === null ? lines.length : error + after).map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line));
  return { tryNumber, firstLine: isWhole ? from + 1 : null, lines: shown, errorAt: error === null ? null : error - from, bytes };
}
