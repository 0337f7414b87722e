/** What a failed try's log says of why it failed: its first error, as the log itself marks it; of a large log a look at its end. */
import { failureFrom, failureLine, type FailureLine } from "../../shared/run-view/error-line.ts";
import { maskPatterns } from "../core/secret-patterns.ts";
import type { RunSource, TryName } from "../ports/run-source.ts";

const readBytes = 65_536;
/** A larger one is not read through for one line. */
const largestRead = 4 * 1024 * 1024;
/** From the first error on: as long as the traceback of a deep recursion is printed. */
const readLines = 400;

/** It is shown where nobody asked for the log: beside the workspace's secrets, which no log holds, what looks like one is taken out. */
export async function failureLineOf(runs: Pick<RunSource, "readLog" | "log">, of: TryName): Promise<FailureLine | null> {
  const { text, offset, size, droppedBytes } = await runs.readLog(of, -readBytes, readBytes);
  const found = (size > 0 && size <= largestRead ? await firstError(runs, of) : null) ?? failureLine(text, offset === 0 && droppedBytes === 0);
  return found && { ...found, text: maskPatterns(found.text).text };
}

async function firstError({ log }: Pick<RunSource, "log">, of: TryName): Promise<FailureLine | null> {
  const line = await log.seek(of, { what: "error", from: 1, by: 1 });
  if (line === null) return null;
  const { rows } = await log.lines(of, { from: line, to: line + readLines });
  return failureFrom(rows.map((row) => row.text).join("\n"), line);
}
