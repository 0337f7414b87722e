/** Reads the design tokens for the canvas, which knows no CSS variables; anew after each change of theme. */
import type { PaintColours } from "./paint-graph.ts";

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
    accent: token("--dw-accent"),
    surface: token("--dw-surface"),
    stateOf: (state) => token(`--dw-state-${state}`),
  };
}

/** Calls back when the theme changes. Returns the disposer. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-mantine-color-scheme"] });
  return () => observer.disconnect();
}
