/** What a picture consists of, before it is SVG or pixels. Later shapes lie above earlier ones; coordinates are those of the graph. */
import type { Box } from "../graph-view/layout.ts";

export type Shape =
  | { readonly kind: "box"; readonly box: Box; readonly radius: number; readonly fill: string | null; readonly line: string | null; readonly lineWidth?: number; readonly dashed?: boolean; readonly faint?: boolean }
  /** SVG path data. */
  | { readonly kind: "path"; readonly data: string; readonly line: string; readonly lineWidth: number }
  /** One line of text; `x` is its left end and `y` its base line. */
  | { readonly kind: "text"; readonly text: string; readonly x: number; readonly y: number; readonly font: FontName; readonly fill: string };

export const fonts = {
  name: { family: "sans", size: 13, weight: 550 },
  label: { family: "sans", size: 11, weight: 450 },
  note: { family: "sans", size: 12, weight: 450 },
  heading: { family: "sans", size: 14, weight: 650 },
  code: { family: "mono", size: 12, weight: 450 },
} as const;
export type FontName = keyof typeof fonts;

/** Ours first; whoever opens the picture elsewhere has one of the others. */
export const families = {
  sans: ["Inter Variable", "Inter", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica", "Arial", "sans-serif"],
  mono: ["JetBrains Mono Variable", "JetBrains Mono", "ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"],
} as const;

export function familyText(family: keyof typeof families): string {
  return families[family].map((name) => (name.includes(" ") ? `"${name}"` : name)).join(", ");
}

/** As `CanvasRenderingContext2D.font` takes it. */
export function canvasFont(font: FontName): string {
  const { family, size, weight } = fonts[font];
  return `${weight} ${size}px ${familyText(family)}`;
}

/** How wide a line of text is, in units of the graph. */
export type MeasureText = (text: string, font: FontName) => number;

/** Cut with "…" where it is too long; at whole characters. */
export function fitText(text: string, font: FontName, room: number, measure: MeasureText): string {
  if (measure(text, font) <= room) return text;
  const letters = [...text];
  let [fits, tooLong] = [0, letters.length];
  while (fits + 1 < tooLong) {
    const middle = (fits + tooLong) >> 1;
    if (measure(`${letters.slice(0, middle).join("")}…`, font) <= room) fits = middle;
    else tooLong = middle;
  }
  return `${letters.slice(0, fits).join("").trimEnd()}…`;
}

/** Lines no wider than the room; a word that is wider is broken. */
export function wrapText(text: string, font: FontName, room: number, measure: MeasureText): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(" ").flatMap((each) => piecesOf(each, font, room, measure))) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (line !== "" && measure(longer, font) > room) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return [...lines, line];
  });
}

function piecesOf(word: string, font: FontName, room: number, measure: MeasureText): string[] {
  if (measure(word, font) <= room) return [word];
  const pieces: string[] = [];
  let piece = "";
  for (const letter of word) {
    if (piece !== "" && measure(piece + letter, font) > room) {
      pieces.push(piece);
      piece = letter;
    } else piece += letter;
  }
  return [...pieces, piece];
}
