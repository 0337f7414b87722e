/** Which line of a log tells of the error that ended its try. Works on the end of a log, so that a long one costs no more than a short one. Pure. */

/** An error that ended a task stands near the end; earlier ones it survived. In lines. */
const looksBack = 400;
const traceback = /^\s*Traceback \(most recent call last\)/;
const errorWord = /\b(?:error|fatal|exception|panic|traceback|failed|failure|cannot|denied|refused|not found)\b|\b[A-Z]\w*(?:Error|Exception)\b|^E\s|\[ERROR\]/i;
const chained = /^(?:During handling of the above exception|The above exception was the direct cause)/;
/** How a check of ours is told of that changed nothing. */
const warned = /\bfailed \(warning only\)/;
/** Lines of ours about the try say no more than its reason does. */
const own = /^\[dagwright: /;
// oxlint-disable-next-line no-control-regex -- colours and moves of a terminal
const ansi = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;

/** Without colours; of a line that was written over, its last state. */
export function plainLines(text: string): string[] {
  const lines = text.replaceAll(ansi, "").split(/\r?\n/).map(lastState);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** From 0; null where no line tells of an error. Of a traceback it is the line that begins it. */
export function errorLine(lines: readonly string[]): number | null {
  const least = Math.max(0, lines.length - looksBack);
  const trace = lines.findLastIndex((line) => traceback.test(line));
  if (trace >= least) return trace;
  const found = lines.findIndex((line, index) => index >= least && errorWord.test(line) && !warned.test(line) && !own.test(line));
  return found < 0 ? null : found;
}

/** What a failed try said last of why it failed. */
export interface FailureLine {
  readonly text: string;
  /** From 1; null where the start of the log was not read. */
  readonly line: number | null;
  /** `last`: no line tells of an error, and this is what the log ends with. */
  readonly kind: "error" | "last";
}

/** As much of it as a headline has room for. */
const longestText = 400;

/** @param text the end of a log, or all of it @param isWhole whether it begins where the log does */
export function failureLine(text: string, isWhole: boolean): FailureLine | null {
  const lines = plainLines(text);
  const error = errorLine(lines);
  const at = error === null ? lines.findLastIndex((line) => line.trim() !== "" && !own.test(line)) : saidBy(lines, error);
  return lineAt(lines, at, { line: isWhole ? at + 1 : null, kind: error === null ? "last" : "error" });
}

/** @param text what a log says from its first error on @param line where that stands, from 1 */
export function failureFrom(text: string, line: number): FailureLine | null {
  const lines = plainLines(text);
  const at = saidBy(lines, 0);
  return lineAt(lines, at, { line: line + at, kind: "error" });
}

/** When it was said stands beside the try already, and takes the room of what was said. */
const instant = /^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?\]?(?:\s*[-|:])?\s+(?=\S)/;

function lineAt(lines: readonly string[], at: number, of: Omit<FailureLine, "text">): FailureLine | null {
  const said = lines[at]?.trim().replace(instant, "") ?? "";
  return said === "" ? null : { text: said.length > longestText ? `${said.slice(0, longestText)}…` : said, ...of };
}

/** A traceback begins with the same words whatever went wrong; its first line that is not indented names it, of chained ones that of the last. */
function saidBy(lines: readonly string[], error: number): number {
  if (!traceback.test(lines[error] ?? "")) return error;
  const named = lines.findIndex((line, index) => index > error && /^\S/.test(line));
  if (named < 0) return error;
  const next = lines.findIndex((line, index) => index > named && line.trim() !== "");
  if (!chained.test(lines[next] ?? "")) return named;
  const further = lines.findIndex((line, index) => index > next && traceback.test(line));
  return further < 0 ? named : saidBy(lines, further);
}

/** A reason without the line of SQL that it quotes and the mark below that: in one line they are noise. */
export function withoutQuote(reason: string): string {
  const lines = reason.split("\n");
  const mark = lines.findIndex((line) => /^\s*\^+\s*$/.test(line));
  return mark < 1 ? reason : lines.toSpliced(mark - 1, 2).join("\n");
}

/** A reason that tells how the process ended and not why: its log says more. */
export function isBareReason(reason: string | null): boolean {
  return reason !== null && /^(?:exit code \d+|killed by SIG\w+)$/.test(reason);
}

/** In English, for texts outside of the window. @param reason a bare one */
export function withSaid(reason: string, { text, kind }: FailureLine): string {
  return kind === "error" ? `${text} (${reason})` : `${reason}; its log ends with: ${text}`;
}

/** A progress bar writes its line again and again: its last state counts. */
function lastState(line: string): string {
  const at = line.lastIndexOf("\r", line.length - 2);
  return at < 0 ? line : line.slice(at + 1);
}
