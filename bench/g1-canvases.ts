/** The canvases of G1 by one set of words: look at a part, select, and where a place of the graph is on the screen. */
import type { Browser, Page } from "playwright";
import type { ServedBrowser } from "../e2e/serve-browser.ts";
import type { Point } from "../shared/layout/layout-graph.ts";
import type { BenchNode } from "./dag-files.ts";

export interface View extends Point {
  readonly zoom: number;
}

export interface Canvas {
  readonly page: Page;
  /** Of the canvas, on the screen. */
  readonly width: number;
  readonly height: number;
  /** The point of the screen for one of the canvas; null is its middle. */
  screen(at: Point | null): Point;
  /** The same view and selection as another canvas has. */
  follow(view: View, selected: readonly string[]): Promise<void>;
}

export interface OwnCanvas extends Canvas {
  /** The middle of the graph at a zoom; null shows all of it. */
  show(zoom: number | null): Promise<View>;
  /** About so many tasks around the middle. */
  select(count: number): Promise<{ readonly ids: readonly string[]; readonly at: Point }>;
}

const settleMs = 1_200;

export async function openOurs({ page, address }: ServedBrowser, nodes: readonly BenchNode[]): Promise<OwnCanvas> {
  page.setDefaultTimeout(60_000);
  await page.goto(`${address}/#/dags/big`);
  await page.getByText("Draw", { exact: true }).click();
  await page.locator("[role=application][data-editing][data-placed=true]").waitFor();
  await page.waitForTimeout(3 * settleMs);
  const canvas = page.locator("[role=application][data-editing]");
  const area = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const screen = (at: Point | null): Point => ({ x: area.x + (at?.x ?? area.width / 2), y: area.y + (at?.y ?? area.height / 2) });
  const viewNow = (): Promise<View> => page.evaluate(readView);

  async function show(zoom: number | null): Promise<View> {
    await page.bringToFront();
    await page.keyboard.press("Escape");
    await canvas.focus();
    await page.keyboard.press("1");
    await page.waitForTimeout(settleMs);
    const middle = screen(null);
    await page.mouse.move(middle.x, middle.y);
    // A wheel goes by at most so much at once.
    let left = zoom === null ? 0 : Math.log2(zoom / (await viewNow()).zoom) * 500;
    while (Math.abs(left) > 1) {
      const step = Math.max(-200, Math.min(200, left));
      await page.mouse.wheel(0, -step);
      await page.waitForTimeout(40);
      left -= step;
    }
    await page.waitForTimeout(settleMs);
    return viewNow();
  }

  /** By a lasso, or by a click on the one. */
  async function select(count: number): Promise<{ ids: readonly string[]; at: Point }> {
    const view = await viewNow();
    const boxes = nodes.map(({ id, x, y, width, height }) => ({ id, left: x * view.zoom + view.x, top: y * view.zoom + view.y, width: width * view.zoom, height: height * view.zoom }));
    const middle = { x: area.width / 2, y: area.height / 2 };
    const isInside = (box: (typeof boxes)[number]): boolean => box.left > 90 && box.top > 60 && box.left + box.width < area.width - 90 && box.top + box.height < area.height - 90;
    const away = (box: (typeof boxes)[number]): number => Math.hypot(box.left + box.width / 2 - middle.x, box.top + box.height / 2 - middle.y);
    const [nearest] = boxes.filter(isInside).sort((one, other) => away(one) - away(other));
    if (nearest === undefined) throw new Error("G1: no task lies in the middle of the view.");
    const at = { x: nearest.left + nearest.width / 2, y: nearest.top + nearest.height / 2 };
    if (count === 1) return { ids: [nearest.id], at };
    const frame = lassoOver(boxes, count, area);
    const [from, to] = [screen({ x: frame.left, y: frame.top }), screen({ x: frame.right, y: frame.bottom })];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 3 });
    await page.mouse.move(to.x, to.y, { steps: 3 });
    await page.mouse.up();
    await page.waitForTimeout(settleMs);
    return { ids: frame.ids, at };
  }
  return { page, width: area.width, height: area.height, screen, follow: async () => {}, show, select };
}

interface ScreenBox {
  readonly id: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A frame around the middle that touches about so many, or as many as are in sight; it begins where nothing is. */
function lassoOver(boxes: readonly ScreenBox[], count: number, area: { readonly width: number; readonly height: number }): { left: number; top: number; right: number; bottom: number; ids: string[] } {
  const free = (x: number, y: number): boolean => !boxes.some((box) => x > box.left - 12 && x < box.left + box.width + 12 && y > box.top - 12 && y < box.top + box.height + 12);
  for (let margin = 0.45; margin > 0; margin -= 0.005) {
    const frame = { left: Math.max(4, area.width * margin), top: Math.max(4, area.height * margin), right: area.width * (1 - margin), bottom: area.height * (1 - margin) };
    while (!free(frame.left, frame.top) && frame.left > 4) frame.left -= 4;
    const ids = boxes.filter((box) => box.left < frame.right && box.left + box.width > frame.left && box.top < frame.bottom && box.top + box.height > frame.top).map(({ id }) => id);
    if (ids.length >= count || margin < 0.01) return { ...frame, ids };
  }
  throw new Error("G1: there is no frame.");
}

/** What the machine itself can do at this moment: a page with one box, which the same hand moves. */
export async function openFloor(browser: Browser, { width, height }: Canvas): Promise<Canvas> {
  const page = await browser.newPage({ viewport: { width: Math.round(width), height: Math.round(height) } });
  await page.setContent(`<body style="margin:0;overflow:hidden;height:100vh"><div style="position:absolute;width:80px;height:40px;background:#48f;will-change:transform"></div>`);
  await page.evaluate(() => {
    const box = document.querySelector("div");
    let turned = 0;
    const move = (x: number, y: number): void => void requestAnimationFrame(() => box?.style.setProperty("transform", `translate(${x}px, ${y}px)`));
    addEventListener("pointermove", (event) => move(event.clientX, event.clientY));
    addEventListener("wheel", (event) => move(300 + ((turned += event.deltaY) % 200), 300), { passive: true });
  });
  return { page, width, height, screen: (at) => at ?? { x: width / 2, y: height / 2 }, follow: async () => {} };
}

function readView(): View {
  const style = document.querySelector<HTMLElement>(".react-flow__viewport")?.style.transform ?? "";
  const [, x = "0", y = "0", zoom = "1"] = /translate\((-?[\d.]+)px,\s*(-?[\d.]+)px\) scale\(([\d.]+)\)/.exec(style) ?? [];
  return { x: Number(x), y: Number(y), zoom: Number(zoom) };
}

/** A page of its own with a canvas of the same size. */
export async function openPeer(browser: Browser, address: string, { width, height }: Canvas): Promise<Canvas> {
  const page = await browser.newPage({ viewport: { width: Math.round(width), height: Math.round(height) } });
  page.setDefaultTimeout(120_000);
  await page.goto(address);
  await page.waitForFunction("globalThis.flow !== undefined && document.querySelector('.react-flow__node') !== null");
  await page.waitForTimeout(3 * settleMs);
  return {
    page,
    width,
    height,
    screen: (at) => at ?? { x: width / 2, y: height / 2 },
    follow: async (view, selected) => {
      await page.evaluate(
        ({ to, ids }) => {
          const flow = Reflect.get(globalThis, "flow") as { setViewport(to: unknown): void; setNodes(change: (nodes: { id: string }[]) => unknown): void };
          const chosen = new Set(ids);
          flow.setViewport(to);
          flow.setNodes((nodes) => nodes.map((node) => ({ ...node, selected: chosen.has(node.id) })));
        },
        { to: view, ids: selected },
      );
      await page.waitForTimeout(2 * settleMs);
    },
  };
}
