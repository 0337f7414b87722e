/** What the hand does on a canvas in G1: events of the pointer as the system sends them, 125 a second, whether the page keeps up or not. */
import type { CDPSession } from "playwright";
import type { Point } from "../shared/layout/layout-graph.ts";
import { pause } from "./harness.ts";

const eventEveryMs = 8;

/** Held down at `at` and moved in loops, back to where it began. */
export async function loopWith(cdp: CDPSession, button: "left" | "middle", at: Point, { reach, ms }: { readonly reach: Point; readonly ms: number }): Promise<void> {
  const buttons = button === "left" ? 1 : 4;
  const send = (type: "mousePressed" | "mouseMoved" | "mouseReleased", to: Point): Promise<unknown> => cdp.send("Input.dispatchMouseEvent", { type, ...to, button, buttons: type === "mouseReleased" ? 0 : buttons, clickCount: type === "mouseMoved" ? 0 : 1 });
  await send("mousePressed", at);
  const loops = Math.max(1, Math.round(ms / 2000));
  await steadily(ms, (share) => send("mouseMoved", { x: at.x + reach.x * Math.sin(share * loops * 2 * Math.PI), y: at.y + (reach.y / 2) * (1 - Math.cos(share * loops * 2 * Math.PI)) }));
  await send("mouseMoved", at);
  await send("mouseReleased", at);
}

/** A wheel at one place that is turned towards the end, `deltaY` at each event, and as long back. */
export async function wheelAt(cdp: CDPSession, at: Point, { deltaY, ms }: { readonly deltaY: number; readonly ms: number }): Promise<void> {
  await steadily(ms, (share) => cdp.send("Input.dispatchMouseEvent", { type: "mouseWheel", ...at, deltaX: 0, deltaY: share < 0.5 ? deltaY : -deltaY }));
}

/** A wheel at one place that goes in by `factor` and out again. */
export function zoomAt(cdp: CDPSession, at: Point, { factor, ms }: { readonly factor: number; readonly ms: number }): Promise<void> {
  const steps = ms / eventEveryMs;
  return wheelAt(cdp, at, { deltaY: (-Math.log2(factor) / (steps / 2)) * 500, ms });
}

/** Answers are not waited for on the way: a hand does not wait either. */
async function steadily(ms: number, send: (share: number) => Promise<unknown>): Promise<void> {
  const answers: Promise<unknown>[] = [];
  const began = performance.now();
  for (let step = 0; step * eventEveryMs < ms; step += 1) {
    answers.push(send((step * eventEveryMs) / ms));
    await pause(Math.max(0, began + (step + 1) * eventEveryMs - performance.now()));
  }
  await Promise.all(answers);
}

/** Moved in loops with no button held, as over a table that is read. */
export function moveOver(cdp: CDPSession, at: Point, { reach, ms }: { readonly reach: Point; readonly ms: number }): Promise<void> {
  const loops = Math.max(1, Math.round(ms / 2000));
  return steadily(ms, (share) => cdp.send("Input.dispatchMouseEvent", { type: "mouseMoved", x: at.x + reach.x * Math.sin(share * loops * 2 * Math.PI), y: at.y + reach.y * Math.cos(share * loops * 2 * Math.PI) }));
}
