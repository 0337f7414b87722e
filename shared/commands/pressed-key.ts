/** A press as the registry writes it, for keys that a person chooses by pressing them. Pure. */

export interface Press {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const modifierKeys = ["Control", "Shift", "Alt", "Meta", "AltGraph", "OS"];

/** Null while only modifiers are held, and for keys that no layout has a name for. */
export function pressedKey(press: Press, isMac: boolean): string | null {
  const last = lastPart(press);
  if (last === null) return null;
  const mod = isMac ? press.metaKey : press.ctrlKey;
  const other = isMac ? press.ctrlKey : press.metaKey;
  return [mod && "$mod", other && (isMac ? "Control" : "Meta"), press.altKey && "Alt", press.shiftKey && "Shift", last].filter((part) => part !== false).join("+");
}

/** Digits go by their place, so that they are the same with and without Shift and on every layout; letters by what they write. */
function lastPart({ key, code, altKey }: Press): string | null {
  if (modifierKeys.includes(key) || key === "Dead" || key === "Unidentified" || key === "Process") return null;
  if (/^(?:Digit\d|Numpad)/.test(code)) return code;
  if (/^Key[A-Z]$/.test(code)) return /^[a-z]$/i.test(key) && !altKey ? key.toLowerCase() : `Key${code.charAt(3)}`;
  if (key === " ") return "Space";
  // Alt writes other characters on a Mac, and "+" parts the keys.
  if (key.length === 1) return (altKey && code !== "") || key === "+" ? code : key;
  return key;
}
