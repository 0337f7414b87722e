/** How E1 takes its times: functions that run in the page, by the page's own clock. */

/** Notes when each key was pressed, when its frame was done, and when what `sign` selects was there after it. */
export function watchKeys(sign: string): void {
  const paints: number[] = [];
  let painted = 0;
  let marked = 0;
  addEventListener(
    "keydown",
    ({ timeStamp }) => {
      marked = 0;
      requestAnimationFrame(() => {
        const behindFrame = new MessageChannel();
        behindFrame.port1.onmessage = () => {
          painted = performance.now();
          paints.push(painted - timeStamp);
        };
        behindFrame.port2.postMessage(null);
      });
    },
    { capture: true },
  );
  new MutationObserver(() => {
    if (marked === 0 && document.querySelector(sign) !== null) marked = performance.now();
  }).observe(document.body, { childList: true, subtree: true, attributes: true });
  Object.assign(globalThis, { typedPaints: paints, typedMark: () => Math.max(0, marked - painted) });
}

export function takePaints(): number[] {
  return Reflect.get(globalThis, "typedPaints") as number[];
}

/** From the last key's paint on. */
export function takeMark(): number {
  return (Reflect.get(globalThis, "typedMark") as () => number)();
}
