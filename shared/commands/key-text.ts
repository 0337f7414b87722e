/** Key combinations as people and Electron read them. Keys are data in `commands.ts`, in tinykeys syntax. */

/** In the order in which macOS writes them. */
const macSigns: Readonly<Record<string, string>> = { Control: "⌃", Alt: "⌥", Shift: "⇧", $mod: "⌘" };
const names: Readonly<Record<string, string>> = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", $mod: "Ctrl", Control: "Ctrl", Escape: "Esc" };
const electronNames: Readonly<Record<string, string>> = { ArrowUp: "Up", ArrowDown: "Down", ArrowLeft: "Left", ArrowRight: "Right", $mod: "CmdOrCtrl" };

/** `$mod+Shift+f` → `Ctrl+Shift+F`, or `⇧⌘F` on a Mac. */
export function keyText(key: string, isMac: boolean): string {
  const parts = partsOf(key);
  if (!isMac) return parts.map((part) => names[part] ?? upper(part)).join("+");
  const signs = Object.entries(macSigns).flatMap(([name, sign]) => (parts.includes(name) ? [sign] : []));
  return [...signs, ...parts.filter((part) => !(part in macSigns)).map((part) => names[part] ?? upper(part))].join("");
}

/** The Electron accelerator that only labels a menu item; null for a key that Electron has no name for. */
export function acceleratorText(key: string): string | null {
  const parts = partsOf(key);
  return parts.includes("?") ? null : parts.map((part) => electronNames[part] ?? upper(part)).join("+");
}

/** `?` is typed with Shift on most keyboards: what counts is the character. */
function partsOf(key: string): string[] {
  const parts = key.split("+");
  return parts.at(-1) === "?" ? ["?"] : parts;
}

function upper(part: string): string {
  return part.length === 1 ? part.toUpperCase() : part;
}
