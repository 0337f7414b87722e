/** What can be done with one tab, whether from its menu or by a command. */
import { notifications } from "@mantine/notifications";
import { t } from "../strings/t.ts";
import { navigate, parseRoute } from "./route.ts";
import { activate, activeHalf, byUse, changeHalf, close, keepEverywhere, moveAcross, openBeside, otherHalf } from "./halves.ts";
import { focusPage, focusWhereLeft } from "./half-focus.ts";
import { closable, keepTab, moveTab, pinTab, shownKey, type Half, type Tab } from "./tabs.ts";
import { mustTellOfKeeping } from "./unsaved.ts";
import { changeHalves, useHalves } from "./use-halves.ts";

/** The shown tab of the active half; null while that shows a place. */
export function shownTab(): { readonly half: Half; readonly tab: Tab } | null {
  const half = activeHalf(useHalves.getState());
  const tab = half.tabs.find((each) => each.key === shownKey(half));
  return tab === undefined ? null : { half, tab };
}

/** Does something with the shown tab, if there is one. */
export function withShown(act: (half: Half, tab: Tab) => void): () => void {
  return () => {
    const shown = shownTab();
    if (shown !== null) act(shown.half, shown.tab);
  };
}

/** Closes tabs; says once in this window that what is not saved is kept nevertheless. */
export function closeDocuments(half: Half, keys: readonly string[]): void {
  const told = half.tabs.find((tab) => keys.includes(tab.key) && mustTellOfKeeping(tab.key));
  if (told !== undefined) {
    notifications.show({ title: t("The changes of {{told}} are kept", { told: told.title }), message: t("They are not in the file yet. Open it again and they are there, also after a crash."), autoClose: 8_000 });
  }
  changeHalves((window) => close(window, half.id, keys));
}

export const closeOne = (half: Half, tab: Tab): void => {
  // A pinned tab gives way, but stays.
  if (tab.pinned) return go(byUse(half)[1]);
  closeDocuments(half, [tab.key]);
};

export const closeMany =
  (which: "others" | "right" | "all") =>
  (half: Half, tab: Tab): void =>
    closeDocuments(half, closable(half, tab.key, which));

export const togglePin = (half: Half, tab: Tab): void => changeHalves((window) => changeHalf(window, half.id, (each) => pinTab(each, tab.key, !tab.pinned)));

export const keep = (_half: Half, tab: Tab): void => changeHalves((window) => keepEverywhere(window, tab.key, keepTab));

export const moveBy =
  (by: 1 | -1) =>
  (half: Half, tab: Tab): void =>
    changeHalves((window) => changeHalf(window, half.id, (each) => moveTab(each, tab.key, half.tabs.indexOf(tab) + by)));

export const showBeside = (_half: Half, tab: Tab): void => {
  changeHalves((window) => openBeside(window, tab));
  requestAnimationFrame(focusPage);
};

export const moveToOther = (half: Half, tab: Tab): void => {
  changeHalves((window) => moveAcross(window, half.id, tab.key, { half: window.halves.find((each) => each.id !== half.id)?.id ?? null }));
  requestAnimationFrame(focusPage);
};

export function goToOther(): void {
  const other = otherHalf(useHalves.getState());
  if (other === null) return;
  changeHalves((window) => activate(window, other.id));
  requestAnimationFrame(focusWhereLeft);
}

export function go(tab: Tab | undefined | null): void {
  if (tab) navigate(parseRoute(tab.hash));
}
