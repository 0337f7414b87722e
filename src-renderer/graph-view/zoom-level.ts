/** How much of a node is shown at which zoom: full card, name and state, or a coloured dash on one canvas. */
export type ZoomLevel = "full" | "brief" | "far";

export const minZoom = 0.02;
export const maxZoom = 2;

export function zoomLevelOf(zoom: number): ZoomLevel {
  if (zoom >= 0.6) return "full";
  return zoom >= 0.25 ? "brief" : "far";
}
