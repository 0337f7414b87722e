/**
 * How G2 sees, in the page itself, that a graph is drawn and that a task is selected. The functions run in the page and hold all that
 * they need; `watchOpening` notes the times, by the page's own clock, and says where to click as soon as there is something to click on.
 */
import type { BenchNode } from "./dag-files.ts";

export interface Target {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

export interface Eyes {
  isDrawn(): boolean;
  /** The task nearest to the middle of the drawing. */
  target(): Target;
  isSelected(id: string): boolean;
}

export interface Opened {
  readonly drawnMs: number;
  readonly selectedMs: number;
}

/** Ours: every task stands in the page, or is painted where the layout has it. */
export function ownEyes(nodes: readonly BenchNode[]): void {
  const app = (): HTMLElement | null => document.querySelector<HTMLElement>("[role=application][data-placed=true]");
  /** Middles of the tasks on the screen. */
  const middles = (area: DOMRect): { id: string; x: number; y: number }[] => {
    const style = document.querySelector<HTMLElement>(".react-flow__viewport")?.style.transform ?? "";
    const [, x = "0", y = "0", zoom = "1"] = /translate\((-?[\d.]+)px,\s*(-?[\d.]+)px\) scale\(([\d.]+)\)/.exec(style) ?? [];
    return nodes.map((node) => ({ id: node.id, x: area.left + Number(x) + (node.x + node.width / 2) * Number(zoom), y: area.top + Number(y) + (node.y + node.height / 2) * Number(zoom) }));
  };
  const isPainted = (canvas: HTMLCanvasElement, at: readonly { x: number; y: number }[]): boolean => {
    const sheet = canvas.getBoundingClientRect();
    const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
    const inSheet = (part: number, whole: number, size: number): number => Math.round((part / whole) * size);
    return at.every(({ x, y }) => (pixels?.[(inSheet(y - sheet.top, sheet.height, canvas.height) * canvas.width + inSheet(x - sheet.left, sheet.width, canvas.width)) * 4 + 3] ?? 0) > 0);
  };
  const eyes: Eyes = {
    isDrawn() {
      const root = app();
      if (root === null) return false;
      if (root.querySelectorAll("[data-graph-node] [data-task-id]").length === nodes.length) return true;
      const canvas = root.querySelector<HTMLCanvasElement>(".react-flow__viewport canvas");
      return canvas !== null && isPainted(canvas, middles(root.getBoundingClientRect()));
    },
    target() {
      const area = app()?.getBoundingClientRect() ?? new DOMRect();
      const away = ({ x, y }: { x: number; y: number }): number => Math.hypot(x - area.left - area.width / 2, y - area.top - area.height / 2);
      const [nearest] = middles(area).sort((one, other) => away(one) - away(other));
      return nearest ?? { id: "", x: 0, y: 0 };
    },
    // What is painted has no element of its own: the drawing says in words what is selected.
    isSelected: (id) => [...(app()?.querySelectorAll("[aria-live]") ?? [])].some((element) => (element.textContent ?? "").split(/[\s,:]/).includes(id)),
  };
  Object.assign(globalThis, { eyes });
}

export function peerEyes({ nodes, edges }: { readonly nodes: number; readonly edges: number }): void {
  const all = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(".react-flow__node")];
  const eyes: Eyes = {
    isDrawn() {
      const found = all();
      return found.length === nodes && found.every((node) => node.style.visibility !== "hidden") && document.querySelectorAll(".react-flow__edge-path").length === edges;
    },
    target() {
      const away = ({ x, y }: Target): number => Math.hypot(x - innerWidth / 2, y - innerHeight / 2);
      const [nearest] = all().map((node): Target => {
        const box = node.getBoundingClientRect();
        return { id: node.dataset["id"] ?? "", x: box.x + box.width / 2, y: box.y + box.height / 2 };
      }).sort((one, other) => away(one) - away(other));
      return nearest ?? { id: "", x: 0, y: 0 };
    },
    isSelected: (id) => document.querySelector(`.react-flow__node.selected[data-id="${id}"]`) !== null,
  };
  Object.assign(globalThis, { eyes });
}

/** From the first click on; `benchDrawn` has the hand click on the target, `benchSelected` takes the times. */
export function watchOpening(): void {
  const told = globalThis as unknown as { readonly eyes: Eyes; benchDrawn(target: Target): void; benchSelected(times: Opened): void };
  let clicked = 0;
  let drawnMs = 0;
  let target: Target | null = null;
  const whenShown = (then: () => void): void => {
    const behindFrame = new MessageChannel();
    behindFrame.port1.onmessage = then;
    behindFrame.port2.postMessage(null);
  };
  const look = (): void => {
    if (target === null && told.eyes.isDrawn()) {
      target = told.eyes.target();
      const found = target;
      whenShown(() => {
        drawnMs = performance.now() - clicked;
        told.benchDrawn(found);
      });
    } else if (target !== null && told.eyes.isSelected(target.id)) {
      return whenShown(() => told.benchSelected({ drawnMs, selectedMs: performance.now() - clicked }));
    }
    requestAnimationFrame(look);
  };
  addEventListener(
    "click",
    ({ timeStamp }) => {
      clicked = timeStamp;
      requestAnimationFrame(look);
    },
    { capture: true, once: true },
  );
}
