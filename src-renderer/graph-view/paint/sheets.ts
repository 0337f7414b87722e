/**
 * A picture of the graph that lies in the graph itself: the canvas moves and grows with the viewport for nothing, and is painted
 * anew where the viewport goes to or when something changes. A new one is painted a few milliseconds a frame; the old one is seen
 * meanwhile. Two canvases, which take turns. While nobody sees it, it is kept ready at leisure.
 */
import type { Box } from "../layout.ts";
import { areaOf, type PaintView } from "./painting.ts";

export type PaintSteps = (context: CanvasRenderingContext2D, view: PaintView) => Iterator<void>;

export interface Sheets {
  /** What is on the screen now. */
  look(view: PaintView): void;
  /** What was painted is no longer so. */
  outdate(): void;
  /** It is seen from now on. */
  hurry(): void;
  dispose(): void;
}

interface Sheet {
  readonly canvas: HTMLCanvasElement;
  readonly area: Box;
  readonly zoom: number;
}

interface Job extends Sheet {
  readonly context: CanvasRenderingContext2D;
  readonly steps: Iterator<void>;
}

/** Painted beyond each side of what is seen, as a share of it. */
const beyond = 0.45;
const sliceMs = 4;
/** A picture this much larger or smaller than it was painted is still good while things move. */
const stretch = 1.5;
const restMs = 120;
/** What nobody sees is painted anew when no more changes come. */
const leisureMs = 400;
const longestSide = 4096;

export interface Sight {
  /** There is nothing outside of it. */
  bounds(): Box | null;
  isSeen(): boolean;
}

export function createSheets(host: HTMLElement, paint: PaintSteps, { bounds, isSeen }: Sight): Sheets {
  let shown: Sheet | null = null;
  let job: Job | null = null;
  let spare: HTMLCanvasElement | null = null;
  let view: PaintView | null = null;
  let isOutdated = false;
  let frame = 0;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let leisure: ReturnType<typeof setTimeout> | undefined;

  function start(now: PaintView): void {
    const whole = bounds();
    if (whole === null || now.width === 0) return;
    isOutdated = false;
    const sheet = sheetFor(now, whole, spare ?? document.createElement("canvas"));
    spare = null;
    // What is painted on here must not wait for the graphics card.
    const context = sheet.canvas.getContext("2d", { willReadFrequently: true });
    if (context === null) return;
    const ratio = sheet.canvas.width / (sheet.area.width * sheet.zoom);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const painted: PaintView = { x: -sheet.area.x * sheet.zoom, y: -sheet.area.y * sheet.zoom, zoom: sheet.zoom, width: sheet.area.width * sheet.zoom, height: sheet.area.height * sheet.zoom };
    context.clearRect(0, 0, painted.width, painted.height);
    job = { ...sheet, context, steps: paint(context, painted) };
    // The first picture is better late than empty.
    if (shown === null && isSeen()) work(Infinity);
    else ask();
  }

  function ask(): void {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => work(sliceMs));
  }

  function work(ms: number): void {
    if (job === null) return;
    const end = performance.now() + ms;
    let isDone = false;
    while (!isDone && performance.now() < end) {
      isDone = job.steps.next().done === true;
      // Reading makes the canvas do now what it would otherwise do in one go when it is shown.
      if (ms !== Infinity) job.context.getImageData(0, 0, 1, 1);
    }
    if (!isDone) return ask();
    swap(job);
    job = null;
    if (view !== null) judge(view);
  }

  function swap({ canvas, area, zoom }: Sheet): void {
    spare = shown?.canvas ?? null;
    spare?.remove();
    Object.assign(canvas.style, { position: "absolute", left: "0", top: "0", width: `${area.width}px`, height: `${area.height}px`, transform: `translate(${area.x}px, ${area.y}px)`, pointerEvents: "none" });
    host.append(canvas);
    shown = { canvas, area, zoom };
  }

  function judge(now: PaintView): void {
    if (job !== null) return;
    const whole = bounds();
    const grown = shown === null ? Infinity : Math.max(now.zoom / shown.zoom, shown.zoom / now.zoom);
    if (isOutdated || grown > stretch || shown === null || whole === null || !covers(shown.area, areaOf(now), whole)) start(now);
  }

  const again = (): void => {
    if (view !== null) judge(view);
  };

  return {
    look(now) {
      view = now;
      judge(now);
      clearTimeout(rest);
      rest = setTimeout(() => {
        if (job === null && shown?.zoom !== now.zoom) start(now);
      }, restMs);
    },
    outdate() {
      isOutdated = true;
      clearTimeout(leisure);
      if (isSeen()) again();
      else leisure = setTimeout(again, leisureMs);
    },
    hurry() {
      if (job !== null && shown === null) work(Infinity);
      else again();
    },
    dispose() {
      cancelAnimationFrame(frame);
      clearTimeout(rest);
      clearTimeout(leisure);
      shown?.canvas.remove();
    },
  };
}

function sheetFor(view: PaintView, whole: Box, canvas: HTMLCanvasElement): Sheet {
  const { zoom } = view;
  const seen = areaOf(view);
  const margin = 8 / zoom;
  const left = Math.max(seen.x - seen.width * beyond, whole.x - margin);
  const top = Math.max(seen.y - seen.height * beyond, whole.y - margin);
  const right = Math.min(seen.x + seen.width * (1 + beyond), whole.x + whole.width + margin);
  const bottom = Math.min(seen.y + seen.height * (1 + beyond), whole.y + whole.height + margin);
  // On whole pixels of the screen, so that it is sharp where it stands.
  const x = (Math.floor(left * zoom + view.x) - view.x) / zoom;
  const y = (Math.floor(top * zoom + view.y) - view.y) / zoom;
  const width = Math.max(1, Math.ceil((right - x) * zoom));
  const height = Math.max(1, Math.ceil((bottom - y) * zoom));
  const ratio = Math.min(devicePixelRatio, longestSide / width, longestSide / height);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  return { canvas, area: { x, y, width: width / zoom, height: height / zoom }, zoom };
}

/** Nothing of the graph is seen outside of the area. */
function covers(area: Box, seen: Box, whole: Box): boolean {
  return (
    Math.max(seen.x, whole.x) >= area.x &&
    Math.max(seen.y, whole.y) >= area.y &&
    Math.min(seen.x + seen.width, whole.x + whole.width) <= area.x + area.width &&
    Math.min(seen.y + seen.height, whole.y + whole.height) <= area.y + area.height
  );
}
