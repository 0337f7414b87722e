/**
 * When two lines of two logs count as the same. What every run has anew is left out of both before they are compared: colours,
 * instants and times of day, how long something took, ids of processes and threads, hexadecimal ids and addresses, folders for
 * temporary files, the id of the run, and how lines are indented. Everything else is a difference: counts, sizes, names, words.
 */

// eslint-disable-next-line no-control-regex -- the escape sequences of terminals
const colours = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g;

const rules: readonly string[] = [
  // 2026-01-31, 2026-01-31T06:00:00.123Z, 31/Jan/2026:06:00:00 +0000, 20260131T060000
  String.raw`(?<time>\d{4}[-/]\d{2}[-/]\d{2}(?:[T ]\d{2}:?\d{2}(?::?\d{2}(?:[.,]\d+)?)?)?(?: ?(?:Z|UTC|GMT)|[ ]?[+-]\d{2}:?\d{2})?|\d{8}T\d{4,6}Z?|\d{2}/[A-Z][a-z]{2}/\d{4}(?::\d{2}:\d{2}:\d{2}(?: [+-]\d{4})?)?|(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2}(?:,? \d{4})? \d{2}:\d{2}:\d{2}(?: [A-Z]{3,4})?(?: \d{4})?|\b\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?|(?<![\d.])1[5-9]\d{8}(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?(?![\d.]))`,
  // 12 ms, 3.4s, 2 min 05 s
  String.raw`(?<took>(?<![\w.])\d+(?:[.,]\d+)?(?:e-?\d+)? ?(?:ns|µs|μs|us|ms|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)(?![\w]))`,
  // pid 4711, pid=4711, process 4711, thread-7, dbt[4711]:
  String.raw`(?<process>\b(?:pid|tid|ppid|process|thread)(?: ?id)?[ =:#-]{0,2}\d+|(?<=[A-Za-z])\[\d+\](?=:))`,
  // UUIDs, 0x7ffd…, at least 8 hexadecimal digits with both letters and digits among them; the mark of a try in the name of its table
  String.raw`(?<id>__dw_[0-9a-f]{8}|\b0x[0-9a-fA-F]{4,}\b|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|(?<![\w])(?=[0-9a-f]*\d)(?=[0-9]*[a-f])[0-9a-f]{8,64}(?![\w]))`,
  // /tmp/x1/y, /var/folders/…, C:\…\Temp\x
  String.raw`(?<temporary>(?:/private)?(?:/var)?/tmp/[^\s"',:;)\]]*|/var/folders/[^\s"',:;)\]]*|[A-Za-z]:\\[^\s"',;]*\\Temp\\[^\s"',;]*)`,
];
const anew = new RegExp(rules.join("|"), "gu");

/** Lines are equal where this is equal. `ownId` is the id of the line's run; empty for none. */
export function normalLine(line: string, ownId: string): string {
  const plain = line.includes("\u001b") ? line.replace(colours, "") : line;
  const text = ownId !== "" && plain.includes(ownId) ? plain.replaceAll(ownId, "⟨run⟩") : plain;
  return (/\d|[a-f]{8}|tmp|Temp|folders/.test(text) ? text.replace(anew, "⟨⟩") : text).replace(/\s+/g, " ").trim();
}

export function isSameLine(before: string, after: string, ids: { readonly before: string; readonly after: string }): boolean {
  return before === after || normalLine(before, ids.before) === normalLine(after, ids.after);
}
