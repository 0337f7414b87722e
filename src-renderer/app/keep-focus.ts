/**
 * The focus never falls to nowhere: when the element that has it goes away or is switched off, the nearest thing that
 * stays takes over, so that the next key does what the person means. A click on empty ground may still let go of it.
 */

const page = (): HTMLElement | null => document.getElementById("page");
const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body;

/** Returns how to stop. */
export function keepFocus(): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  /** What had the focus, from the inside out. */
  let path: readonly HTMLElement[] = [];
  /** It was switched off with the focus on it, as while something starts. */
  let waits = false;

  const restore = (): void => {
    if (path.length === 0 || !isLost()) return;
    const [last] = path;
    if (last?.isConnected === true) {
      // What let go of the focus by itself (Escape in a field) is not given it back.
      if (waits && last.matches(":enabled")) last.focus({ preventScroll: true });
      else waits = last.matches(":disabled");
      return;
    }
    (path.find((element) => element.isConnected && element.matches("[tabindex], a[href], button:enabled, input:enabled")) ?? page())?.focus({ preventScroll: true });
  };
  document.addEventListener(
    "focusin",
    (event) => {
      path = event.composedPath().filter((target): target is HTMLElement => target instanceof HTMLElement);
      waits = false;
    },
    { signal },
  );
  document.addEventListener("pointerdown", () => (path = []), { signal, capture: true });
  addEventListener("hashchange", () => requestAnimationFrame(() => isLost() && page()?.focus({ preventScroll: true })), { signal });
  const watched = new MutationObserver(restore);
  watched.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
  signal.addEventListener("abort", () => watched.disconnect());
  return () => stopping.abort();
}
