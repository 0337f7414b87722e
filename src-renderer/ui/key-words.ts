/** Registry key strings in the words that are printed on this platform's keys. */

const macWords: Readonly<Record<string, string>> = { mod: "⌘", shift: "⇧", alt: "⌥", ctrl: "⌃", control: "⌃" };
const otherWords: Readonly<Record<string, string>> = { mod: "Ctrl", shift: "Shift", alt: "Alt", ctrl: "Ctrl", control: "Ctrl" };
const sharedWords: Readonly<Record<string, string>> = {
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  enter: "Enter",
  escape: "Esc",
  space: "Space",
  comma: ",",
  slash: "/",
};

export function isMac(platform: string): boolean {
  return /mac|iphone|ipad/i.test(platform);
}

/** `Mod+Shift+P` → ["Ctrl", "Shift", "P"]; a sequence `g d` → ["G", "D"]. */
export function keyWords(keys: string, mac = isMac(navigator.platform)): string[] {
  const modifiers = mac ? macWords : otherWords;
  return keys
    .trim()
    .split(/\s+/)
    .flatMap((chord) => splitChord(chord))
    .map((key) => modifiers[key.toLowerCase()] ?? sharedWords[key.toLowerCase()] ?? (key.length === 1 ? key.toUpperCase() : key));
}

/** As one line of text, for tooltips: `Ctrl+Shift+P`. */
export function keyText(keys: string, mac = isMac(navigator.platform)): string {
  return keys
    .trim()
    .split(/\s+/)
    .map((chord) => keyWords(chord, mac).join(mac ? "" : "+"))
    .join(" then ");
}

function splitChord(chord: string): string[] {
  if (chord === "+") return ["+"];
  return chord.split("+").filter((part) => part !== "");
}
