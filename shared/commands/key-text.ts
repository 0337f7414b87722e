/** Key combinations as people and Electron read them. Keys are data in the registry, in tinykeys syntax: modifiers, then a character or the code of a key. */

/** In the order in which macOS writes them. */
const macSigns: Readonly<Record<string, string>> = { Control: "⌃", Alt: "⌥", Shift: "⇧", $mod: "⌘" };
const names: Readonly<Record<string, string>> = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", $mod: "Ctrl", Control: "Ctrl", Escape: "Esc", NumpadAdd: "Num +", NumpadSubtract: "Num −" };
const electronNames: Readonly<Record<string, string>> = { ArrowUp: "Up", ArrowDown: "Down", ArrowLeft: "Left", ArrowRight: "Right", $mod: "CmdOrCtrl", NumpadAdd: "numadd", NumpadSubtract: "numsub" };
const charactersOfCodes: Readonly<Record<string, string>> = { Equal: "=", Minus: "-", Backslash: "\\", Slash: "/", Comma: ",", Period: ".", Semicolon: ";", Quote: "'", BracketLeft: "[", BracketRight: "]", Backquote: "`" };

/** `$mod+Shift+f` → `Ctrl+Shift+F`, or `⇧⌘F` on a Mac. Presses after each other stay parted by a space. */
export function keyText(key: string, isMac: boolean): string {
  return key.split(" ").map((press) => pressText(press, isMac)).join(" ");
}

function pressText(press: string, isMac: boolean): string {
  // Not the 0 above the letters, which may stand beside it in a list.
  const digit = /Numpad(\d)$/.exec(press)?.[1];
  const parts = digit === undefined ? partsOf(press) : partsOf(press).with(-1, `Num ${digit}`);
  if (!isMac) return parts.map((part) => names[part] ?? upper(part)).join("+");
  const signs = Object.entries(macSigns).flatMap(([name, sign]) => (parts.includes(name) ? [sign] : []));
  return [...signs, ...parts.filter((part) => !(part in macSigns)).map((part) => names[part] ?? upper(part))].join("");
}

/** The Electron accelerator that only labels a menu item; null for a key that Electron has no name for. */
export function acceleratorText(key: string): string | null {
  const parts = partsOf(key);
  return parts.includes("?") || key.includes(" ") ? null : parts.map((part) => electronNames[part] ?? upper(part)).join("+");
}

/** `?` is typed with Shift on most keyboards: what counts is the character. */
function partsOf(press: string): string[] {
  const parts = splitPress(press);
  return parts.at(-1) === "?" ? ["?"] : parts.with(-1, characterOf(parts.at(-1) ?? ""));
}

/** The modifiers and, last, the key. */
export function splitPress(press: string): string[] {
  return press.split(/\b\+/);
}

/** `Digit1` → `1`, `KeyA` → `a`, `Equal` → `=`: the character on the key of a US keyboard. */
export function characterOf(code: string): string {
  return charactersOfCodes[code] ?? /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ?? /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? code;
}

function upper(part: string): string {
  return part.length === 1 ? part.toUpperCase() : part;
}
