/** Reads the design tokens for the canvas, which knows no CSS variables; anew after each change of theme. */
import type { PaintColours } from "./painting.ts";

const faint = 0.7;

export function readColours(element: Element): PaintColours {
  const style = getComputedStyle(element);
  const known = new Map<string, string>();
  const token = (name: string): string => {
    const colour = known.get(name) ?? (style.getPropertyValue(name).trim() || "#808080");
    known.set(name, colour);
    return colour;
  };
  return {
    edge: token("--dw-border-strong"),
    // Mixed here and not by alpha: lines lie on each other in their thousands.
    faintEdge: `color-mix(in srgb, ${token("--dw-border-strong")} ${faint * 100}%, ${token("--gv-canvas")})`,
    accent: token("--dw-accent"),
    surface: token("--dw-surface"),
    card: token("--gv-card"),
    border: token("--dw-border"),
    text: token("--dw-text"),
    dimText: token("--dw-text-2"),
    font: token("--dw-font"),
    frame: token("--gv-frame"),
    canvas: token("--gv-canvas"),
    warn: token("--dw-warn"),
    stateOf: (state) => token(`--dw-state-${state}`),
  };
}

/** Calls back when the theme changes. Returns the disposer. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-mantine-color-scheme"] });
  return () => observer.disconnect();
}
