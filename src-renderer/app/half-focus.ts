/** Where the focus was last in each half: who goes there by key goes on where they were. Owns that memory. */

const last = new WeakMap<Element, WeakRef<HTMLElement>>();

/** @param page of a half, with all that it shows */
export function noteFocus(page: Element | null, target: EventTarget): void {
  if (page !== null && target instanceof HTMLElement && page.contains(target)) last.set(page, new WeakRef(target));
}

/** The page of the active half. */
export function focusPage(): void {
  document.getElementById("page")?.focus({ preventScroll: true });
}

/** What had the focus last in the page of the active half, if it is still there; else that page. */
export function focusWhereLeft(): void {
  const page = document.getElementById("page");
  const target = page === null ? undefined : last.get(page)?.deref();
  if (target?.isConnected === true && page?.contains(target) === true) target.focus({ preventScroll: true });
  if (document.activeElement !== target || target === undefined) focusPage();
}
