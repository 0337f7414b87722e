/** A key that leads to another face leads into it: what is walked by arrows there has the focus once it stands. */
import { useEffect, useRef, type RefObject } from "react";

/** The face before may stand on while this one is fetched. */
const walked: Readonly<Record<string, string>> = { graph: '[role="application"][tabindex="0"]', grid: '[role="grid"][tabindex="0"]' };
/** A face whose data takes longer is not what the next key is meant for. */
const patienceMs = 3_000;

/** @param main what the face is drawn in. Call the result before the face changes. */
export function useFaceFocus(face: string, main: RefObject<HTMLElement | null>): () => void {
  const asked = useRef(false);
  useEffect(() => {
    if (!asked.current || main.current === null) return;
    asked.current = false;
    const selector = walked[face];
    return selector === undefined ? undefined : focusWhenThere(main.current, selector);
  }, [face, main]);
  return () => {
    asked.current = true;
  };
}

/** Frame by frame: a part that waits for another one stands hidden, and cannot have the focus, before it is seen. Returns how to stop. */
function focusWhenThere(main: HTMLElement, selector: string): () => void {
  const from = document.activeElement;
  const until = performance.now() + patienceMs;
  const look = (): void => {
    const found = main.querySelector<HTMLElement>(selector);
    // Whoever went elsewhere meanwhile stays there; the page around it is nowhere else.
    const has = document.activeElement;
    const hasMoved = has !== from && has?.contains(main) === false && from?.isConnected === true;
    if (hasMoved || performance.now() > until) return;
    found?.focus({ preventScroll: true });
    if (found === null || document.activeElement !== found) frame = requestAnimationFrame(look);
  };
  let frame = requestAnimationFrame(look);
  return () => cancelAnimationFrame(frame);
}
