/** Judges paths as text: does one stay inside the workspace? Symbolic links are for who opens the file. */

/** The joined path with `.` and `..` resolved, "" for the workspace itself; null when it leaves the workspace. */
export function pathInside(base: string, path: string): string | null {
  if (isRooted(path)) return null;
  const parts: string[] = [];
  for (const part of `${base}/${path}`.split(/[/\\]+/)) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}

/** `/x`, `\\server\x`, `C:\x`, `C:x`, `~/x`, `file:x`. */
function isRooted(path: string): boolean {
  return /^(?:[/\\]|~|[A-Za-z][A-Za-z0-9+.-]*:)/.test(path);
}
