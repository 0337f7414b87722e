/** Contrast of every text colour on every surface, both themes: WCAG AA for text. */
import { describe, expect, it } from "vitest";

// The runner of the tests empties style sheets that are imported, and this zone is compiled without Node's types.
const files = (await import("node:fs" as string)) as { readFileSync(place: URL, encoding: "utf8"): string };
const tokens = files.readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

type Palette = Readonly<Record<string, string>>;

function block(from: string): Palette {
  const start = tokens.indexOf(from);
  const text = tokens.slice(start, tokens.indexOf("}", start));
  return Object.fromEntries([...text.matchAll(/--dw-([\w-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1] ?? "", match[2] ?? ""]));
}

const light = block(":root {");
const dark = { ...light, ...block(':root[data-mantine-color-scheme="dark"] {') };
const themes: readonly (readonly [string, Palette])[] = [
  ["light", light],
  ["dark", dark],
  ["light high contrast", { ...light, ...block(':root[data-contrast="high"] {') }],
  ["dark high contrast", { ...dark, ...block(':root[data-contrast="high"][data-mantine-color-scheme="dark"] {') }],
];

function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (channels[0] ?? 0) + 0.7152 * (channels[1] ?? 0) + 0.0722 * (channels[2] ?? 0);
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const textTokens = Object.keys(light).filter((name) => name.startsWith("text") || name.startsWith("state-") || ["accent-text", "warn", "error"].includes(name));
if (textTokens.length < 18) throw new Error("tokens.css: hardly any colour was read; the test would prove nothing.");
const surfaces = ["surface", "surface-2", "surface-3"];

describe.each(themes)("%s theme", (name, palette) => {
  it.each(textTokens)("shows %s at 4.5 to 1 or better on every surface", (token) => {
    const worst = Math.min(...surfaces.map((surface) => contrast(palette[token] ?? "#000000", palette[surface] ?? "#000000")));
    expect(worst).toBeGreaterThanOrEqual(4.5);
  });

  it.runIf(name.includes("high"))("shows text and lines much stronger in high contrast", () => {
    const ofText = Math.min(...["text", "text-2", "accent-text"].flatMap((token) => surfaces.map((surface) => contrast(palette[token] ?? "", palette[surface] ?? ""))));
    expect([ofText >= 7, contrast(palette.border ?? "", palette.surface ?? "") >= 4.5]).toEqual([true, true]);
  });

  it("shows text on the accent, on its soft form and on the soft warnings", () => {
    const pairs = [["on-accent", "accent"], ["accent-text", "accent-soft"], ["text", "accent-soft"], ["text-2", "accent-soft"], ["warn", "warn-soft"], ["error", "error-soft"], ["text", "warn-soft"]] as const;
    const poor = pairs.filter(([text, ground]) => contrast(palette[text] ?? "", palette[ground] ?? "") < 4.5);
    expect(poor).toEqual([]);
  });

  it("shows the focus ring and strong edges at 3 to 1 or better", () => {
    expect(Math.min(contrast(palette.accent ?? "", palette.surface ?? ""), contrast(palette["border-strong"] ?? "", palette["surface-2"] ?? ""))).toBeGreaterThanOrEqual(3);
  });
});
