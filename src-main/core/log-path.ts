/** Where a try's log lies below the data folder: `logs/<dag>/<run>/<task>/<try>.log`, each part made safe as one file name. */

const unsafe = /[^\p{L}\p{N}._+:@=-]/gu;
const unsafeOnWindows = /[^\p{L}\p{N}._+@=-]/gu;

export function logPathOf(dagId: string, runId: string, taskId: string, tryNumber: number, windows = false): string {
  return ["logs", dagId, runId, taskId].map((part) => safeName(part, windows)).join("/") + `/${tryNumber}.log`;
}

/** Percent-encodes what a file system or a path could misread; reversible, and never `.` or `..`. */
export function safeName(part: string, windows: boolean): string {
  const encoded = part.replace(windows ? unsafeOnWindows : unsafe, (character) =>
    [...new Set(character)].map((one) => `%${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, "0")}`).join(""),
  );
  const dotted = /^\.+$/.test(encoded) ? encoded.replaceAll(".", "%2E") : encoded;
  return dotted === "" ? "%" : dotted.slice(0, 200);
}
