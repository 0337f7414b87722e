/** An entry of the freedesktop autostart folder. Pure. */
const mark = "X-Dagwright-Autostart=true";

/** @param words the program and its arguments */
export function autostartEntry(words: readonly string[]): string {
  return ["[Desktop Entry]", "Type=Application", "Name=Dagwright", "Comment=Runs DAGs by schedule in the background", `Exec=${words.map(quoted).join(" ")}`, "Terminal=false", "X-GNOME-Autostart-enabled=true", mark, ""].join("\n");
}

export function isOurEntry(text: string): boolean {
  return text.split("\n").includes(mark);
}

/** Quoted as Exec wants it, which is read as a text of the file first: a backslash counts twice. A percent sign stands for itself when doubled. */
function quoted(word: string): string {
  const escaped = word.replaceAll(/["`$\\]/g, (sign) => `\\${sign}`).replaceAll("%", "%%").replaceAll("\\", "\\\\");
  return /^[\w./:=+-]+$/.test(word) ? word : `"${escaped}"`;
}
