/** A picture as SVG text. Whatever a person or a file wrote is text in it: escaped, and never a name of anything. */
import type { Box } from "../graph-view/layout.ts";
import { familyText, fonts, type FontName, type Shape } from "./shapes.ts";
import { metadataOf } from "./svg-source.ts";
import { escapeText } from "./xml-text.ts";

/** Before the shapes. `title` is for screen readers, `source` the YAML that the picture shows. */
export function svgHead(bounds: Box, { title, source, scale }: { readonly title: string; readonly source: string; readonly scale: number }): string {
  const size = `width="${bounds.width * scale}" height="${bounds.height * scale}" viewBox="${bounds.x} ${bounds.y} ${bounds.width} ${bounds.height}"`;
  const styles = Object.entries(fonts).map(([name, { family, size: points, weight }]) => `.${name}{font:${weight} ${points}px ${familyText(family).replaceAll('"', "'")}}`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img">\n<title>${escapeText(title)}</title>\n${metadataOf(source)}\n<style>${styles.join("")}text{white-space:pre}</style>\n`;
}

export const svgTail = "</svg>\n";

export function svgShape(shape: Shape): string {
  switch (shape.kind) {
    case "box": {
      const { box, radius, fill, line, lineWidth = 1, dashed = false, faint = false } = shape;
      const stroke = line === null ? "" : ` stroke="${line}" stroke-width="${lineWidth}"${dashed ? ' stroke-dasharray="4 3"' : ""}`;
      return `<rect x="${round(box.x)}" y="${round(box.y)}" width="${round(box.width)}" height="${round(box.height)}" rx="${radius}" fill="${fill ?? "none"}"${stroke}${faint ? ' opacity="0.82"' : ""}/>\n`;
    }
    case "path":
      return `<path d="${shape.data}" fill="none" stroke="${shape.line}" stroke-width="${shape.lineWidth}"/>\n`;
    case "text":
      return `<text x="${round(shape.x)}" y="${round(shape.y)}" class="${shape.font satisfies FontName}" fill="${shape.fill}">${escapeText(shape.text)}</text>\n`;
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
