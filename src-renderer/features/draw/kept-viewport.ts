/** Where a person was on the canvas of a DAG when they left it, per workspace, on this machine. */
import type { FlowViewport } from "../../graph-view/viewport.ts";

function storageKey(workspace: string, dagId: string): string {
  return `dagwright.viewport:${workspace}:${dagId}`;
}

export function keptViewport(workspace: string, dagId: string): FlowViewport | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey(workspace, dagId)) ?? "null");
    if (typeof value !== "object" || value === null) return null;
    const [x, y, zoom]: unknown[] = ["x", "y", "zoom"].map((name) => Reflect.get(value, name));
    return isNumber(x) && isNumber(y) && isNumber(zoom) && zoom > 0 ? { x, y, zoom } : null;
  } catch {
    return null;
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

export function keepViewport(workspace: string, dagId: string, viewport: FlowViewport): void {
  localStorage.setItem(storageKey(workspace, dagId), JSON.stringify(viewport));
}
