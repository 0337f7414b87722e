/** Keys as the registry of commands writes them, in Monaco's numbers. */
import { onMac } from "../ui/key-hint.tsx";
import type { Monaco } from "./monaco.ts";

const named: Readonly<Record<string, string>> = { "/": "Slash", "\\": "Backslash", ",": "Comma", ".": "Period", ";": "Semicolon", "'": "Quote", "[": "BracketLeft", "]": "BracketRight", "-": "Minus", "=": "Equal", "`": "Backquote", " ": "Space", ArrowUp: "UpArrow", ArrowDown: "DownArrow", ArrowLeft: "LeftArrow", ArrowRight: "RightArrow" };
/** What Monaco calls WinCtrl is Ctrl on a Mac and the Windows key elsewhere. */
const modifiers = { $mod: "CtrlCmd", Shift: "Shift", Alt: "Alt", Control: onMac ? "WinCtrl" : "CtrlCmd" } as const;

/** Null for a key that Monaco has no number for. */
export function keyCodeOf(key: string, { KeyCode, KeyMod }: Pick<Monaco, "KeyCode" | "KeyMod">): number | null {
  const parts = key.split("+");
  const last = parts.pop() ?? "";
  const name = named[last] ?? (/^[a-z]$/i.test(last) ? `Key${last.toUpperCase()}` : /^\d$/.test(last) ? `Digit${last}` : last);
  const code: unknown = Reflect.get(KeyCode, name);
  if (typeof code !== "number") return null;
  return parts.reduce((all, part) => (part in modifiers ? all | KeyMod[modifiers[part as keyof typeof modifiers]] : all), code);
}
