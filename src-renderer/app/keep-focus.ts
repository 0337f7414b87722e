/**
 * The focus never falls to nowhere: when the element that has it goes away or is switched off, the nearest thing that
 * stays takes over, so that the next key does what the person means. A dialog that goes gives it back to where it was before,
 * unless it led to another page. A click on empty ground may still let go of it. A dialog takes the focus only a turn after
 * it came: what is pressed meanwhile is meant for it, and not for the page below.
 */

const page = (): HTMLElement | null => document.getElementById("page");
const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body;

/** From the inside out. */
type Path = readonly HTMLElement[];

/** Where a dialog was opened. */
interface Before {
  readonly path: Path;
  readonly address: string;
}

const isDialog = (element: HTMLElement): boolean => element.matches("[role=dialog], [role=alertdialog]");

/** Returns how to stop. */
export function keepFocus(): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  /** What had the focus. */
  let path: Path = [];
  const opened = new WeakMap<HTMLElement, Before>();
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
    const before = placeBefore(path, opened);
    // The key that closed the dialog is still on its way: it is not meant for what was below.
    if (before !== undefined) setTimeout(() => isLost() && before.focus({ preventScroll: true }));
    else (nearest(path) ?? page())?.focus({ preventScroll: true });
  };
  document.addEventListener(
    "focusin",
    (event) => {
      const left = path;
      path = event.composedPath().filter((target): target is HTMLElement => target instanceof HTMLElement);
      waits = false;
      for (const dialog of path.filter(isDialog)) if (!opened.has(dialog)) opened.set(dialog, { path: left, address: location.hash });
    },
    { signal },
  );
  const pressed = ({ target }: Event): void => {
    // A button that has the focus already is not told of it again.
    if (!(target instanceof Node) || !document.activeElement?.contains(target) || isLost()) path = [];
  };
  const keyed = (event: KeyboardEvent): void => {
    const dialog = topDialog();
    if (dialog === undefined || opened.has(dialog)) return;
    (dialog.querySelector<HTMLElement>("[data-autofocus]") ?? dialog).focus({ preventScroll: true });
    event.stopPropagation();
  };
  addEventListener("keydown", keyed, { signal, capture: true });
  document.addEventListener("pointerdown", pressed, { signal, capture: true });
  addEventListener("hashchange", () => requestAnimationFrame(() => isLost() && page()?.focus({ preventScroll: true })), { signal });
  const watched = new MutationObserver(restore);
  watched.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
  signal.addEventListener("abort", () => watched.disconnect());
  return () => stopping.abort();
}

/** Dialogs stand in portals beside the page, which may be large: it is not searched at every key. */
function topDialog(): HTMLElement | undefined {
  const portals = [...document.body.children].filter((child) => child.matches("[data-portal]"));
  return portals.flatMap((portal) => [...portal.querySelectorAll<HTMLElement>("[role=dialog][aria-modal=true]")]).at(-1);
}

/** What stays of that path and can have the focus. */
function nearest(path: Path): HTMLElement | undefined {
  return path.find((element) => element.isConnected && element.matches("[tabindex], a[href], :is(button, input, textarea, select):not(:disabled)"));
}

/** Where the person was before the dialog that has gone; dialogs that were opened from one another are gone through. */
function placeBefore(path: Path, opened: WeakMap<HTMLElement, Before>): HTMLElement | undefined {
  const before = path.filter((element) => isDialog(element) && !element.isConnected).map((dialog) => opened.get(dialog)).find((each) => each !== undefined);
  if (before === undefined || before.address !== location.hash) return undefined;
  return placeBefore(before.path, opened) ?? nearest(before.path);
}
