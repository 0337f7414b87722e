/** Where a try's log lies below the data folder: `logs/<dag>/<run>/<task>/<try>.log`, each part made safe as one file name. */

const unsafe = /[^\p{L}\p{N}._+:@=-]/gu;
const unsafeOnWindows = /[^\p{L}\p{N}._+@=-]/gu;

const longestName = 200;

export function logPathOf(dagId: string, runId: string, taskId: string, tryNumber: number, windows = false): string {
  return ["logs", dagId, runId, taskId].map((part) => safeName(part, windows)).join("/") + `/${tryNumber}.log`;
}

/** The folder of all logs of a run. */
export function runLogFolderOf(dagId: string, runId: string, windows = false): string {
  return ["logs", dagId, runId].map((part) => safeName(part, windows)).join("/");
}

/** Percent-encodes what a file system or a path could misread; reversible unless it is very long, and never `.` or `..`. */
export function safeName(part: string, windows: boolean): string {
  const encoded = part.replace(windows ? unsafeOnWindows : unsafe, (character) =>
    [...new Set(character)].map((one) => `%${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, "0")}`).join(""),
  );
  const dotted = /^\.+$/.test(encoded) ? encoded.replaceAll(".", "%2E") : encoded;
  return dotted === "" ? "%" : shortened(dotted, part);
}

/** File systems bound a name at 255 bytes. What is cut off is told apart by a hash, so that no two runs share a log. */
function shortened(name: string, part: string): string {
  if (headOf(name, longestName) === name) return name;
  return `${headOf(name, longestName - 17).replace(/%[0-9A-F]?$/, "")}~${hashOf(part)}`;
}

/** As many whole characters as fit into so many bytes of UTF-8. */
function headOf(text: string, bytes: number): string {
  let used = 0;
  let head = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    used += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (used > bytes) return head;
    head += character;
  }
  return head;
}

/** FNV-1a over 64 bits: names differ by accident only, nobody is kept out by it. */
function hashOf(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index += 1) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}
