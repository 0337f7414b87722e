/**
 * The window's documents: one half, or two side by side, each with tabs of its own. One half is active; its address is the
 * window's. A half without tabs goes away as soon as there are two. Pure functions on a plain value.
 */
import type { Route } from "./route.ts";
import { adopt, closeTabs, emptyHalf, readdressTab, shownKey, tabOf, visit, type Half, type Tab } from "./tabs.ts";

export interface Halves {
  /** One, or the left and the right one. */
  readonly halves: readonly Half[];
  /** Id of the half that the keys, the menus and the address bar mean. */
  readonly active: number;
  /** Closed tabs of both halves, last closed first. */
  readonly closed: readonly Tab[];
  /** Share of the left half. */
  readonly ratio: number;
}

export type Side = "left" | "right";

const closedKept = 20;
export const ratioBounds = { least: 0.2, most: 0.8 } as const;
export const oneHalf: Halves = { halves: [emptyHalf(1)], active: 1, closed: [], ratio: 0.5 };

export function activeHalf(window: Halves): Half {
  return window.halves.find((half) => half.id === window.active) ?? window.halves[0] ?? emptyHalf(1);
}

export function otherHalf(window: Halves): Half | null {
  return window.halves.find((half) => half.id !== activeHalf(window).id) ?? null;
}

export function changeHalf(window: Halves, id: number, change: (half: Half) => Half): Halves {
  const halves = window.halves.map((half) => (half.id === id ? change(half) : half));
  return halves.every((half, at) => half === window.halves[at]) ? window : { ...window, halves };
}

/** The active half shows a route. */
export function follow(window: Halves, route: Route, keep: boolean): Halves {
  return changeHalf(window, activeHalf(window).id, (half) => visit(half, route, keep));
}

export function activate(window: Halves, id: number): Halves {
  return window.active === id || !window.halves.some((half) => half.id === id) ? window : { ...window, active: id };
}

export function close(window: Halves, id: number, keys: readonly string[]): Halves {
  const half = window.halves.find((each) => each.id === id);
  const gone = half?.tabs.filter((tab) => keys.includes(tab.key)) ?? [];
  const closed = [...gone.toReversed(), ...window.closed.filter((tab) => !gone.some((other) => other.key === tab.key))].slice(0, closedKept);
  return withoutEmpty({ ...changeHalf(window, id, (each) => closeTabs(each, keys)), closed });
}

/** Opens the last closed tab in the active half. */
export function reopen(window: Halves): Halves {
  const [tab] = window.closed;
  if (tab === undefined) return window;
  return { ...changeHalf(window, activeHalf(window).id, (half) => adopt(half, { ...tab, pinned: false })), closed: window.closed.slice(1) };
}

/** Shows a document beside: in the other half, or in a new one at the given side. It stays open where it was. */
export function openBeside(window: Halves, tab: Tab, side: Side = "right"): Halves {
  const copy = { ...tab, pinned: false };
  const other = otherHalf(window);
  if (other !== null) return activate(changeHalf(window, other.id, (half) => adopt(half, copy)), other.id);
  const id = activeHalf(window).id === 1 ? 2 : 1;
  const made = adopt(emptyHalf(id), copy);
  return { ...window, active: id, halves: side === "right" ? [...window.halves, made] : [made, ...window.halves] };
}

export interface Landing {
  /** The half to land in; null makes a new one at the side. */
  readonly half: number | null;
  readonly side?: Side;
  readonly index?: number;
}

/** Moves a tab from one half to another, which then is active. The only tab of the only half cannot leave it. */
export function moveAcross(window: Halves, from: number, key: string, { half, side, index }: Landing): Halves {
  const source = window.halves.find((each) => each.id === from);
  const tab = source?.tabs.find((each) => each.key === key);
  if (source === undefined || tab === undefined || half === from) return window;
  if (half === null && (window.halves.length > 1 || source.tabs.length < 2)) return window;
  const left = changeHalf(window, from, (each) => closeTabs(each, [key]));
  const landed = half === null ? openBeside({ ...left, active: from }, tab, side) : activate(changeHalf(left, half, (each) => adopt(each, tab, index)), half);
  return withoutEmpty(landed);
}

/** One half again, with the tabs of both; the active one's document stays shown. */
export function join(window: Halves): Halves {
  const stays = activeHalf(window);
  const other = otherHalf(window);
  if (other === null) return window;
  const more = other.tabs.filter((tab) => !stays.tabs.some((own) => own.key === tab.key)).map((tab) => ({ ...tab, preview: false, pinned: false }));
  const half: Half = { ...stays, tabs: [...stays.tabs, ...more], recent: [...stays.recent, ...other.recent.filter((key) => !stays.recent.includes(key))] };
  return { ...window, halves: [half] };
}

/** A document has another name from now on: its tabs stay where they are. Where the new one is open already, the old one's tab goes. */
export function retarget(window: Halves, key: string, route: Route): Halves {
  const found = tabOf(route);
  if (found === null) return window;
  return window.halves.reduce((now, { id }) => changeHalf(now, id, (half) => retargetIn(half, key, found)), window);
}

function retargetIn(half: Half, key: string, to: Pick<Tab, "key" | "hash" | "title">): Half {
  const at = half.tabs.findIndex((tab) => tab.key === key);
  const before = half.tabs[at];
  if (before === undefined) return half;
  const wasShown = shownKey(half) === key;
  const tabs = half.tabs.some((tab) => tab.key === to.key) ? half.tabs.toSpliced(at, 1) : half.tabs.with(at, { ...before, ...to, preview: false });
  const recent = [...new Set(half.recent.map((each) => (each === key ? to.key : each)))];
  return { ...half, tabs, recent, hash: wasShown ? to.hash : half.hash };
}

/** Whatever shows the document is told that its tab is to stay. */
export function keepEverywhere(window: Halves, key: string, keep: (half: Half, key: string) => Half): Halves {
  return window.halves.reduce((now, half) => changeHalf(now, half.id, (each) => keep(each, key)), window);
}

/** The tab that is `by` steps from the shown one in the row; round at the ends. */
export function neighbour(half: Half, by: number): Tab | null {
  const at = half.tabs.findIndex((tab) => tab.key === shownKey(half));
  if (at < 0) return half.tabs[by > 0 ? 0 : half.tabs.length - 1] ?? null;
  return half.tabs[(at + by + half.tabs.length) % half.tabs.length] ?? null;
}

/** The tabs in the order of use; what is shown stands first, a tab that was never shown last. */
export function byUse(half: Half): Tab[] {
  const rank = (tab: Tab): number => (half.recent.includes(tab.key) ? half.recent.indexOf(tab.key) : half.recent.length);
  return half.tabs.toSorted((a, b) => rank(a) - rank(b));
}

function withoutEmpty(window: Halves): Halves {
  if (window.halves.length < 2) return window;
  const halves = window.halves.filter((half) => half.tabs.length > 0);
  const [first] = halves;
  if (first === undefined) return { ...window, halves: [activeHalf(window)] };
  return halves.length === window.halves.length ? window : { ...window, halves, active: halves.some((half) => half.id === window.active) ? window.active : first.id };
}

/** A document has another address from now on: its tabs stay where they are, in both halves. */
export function readdress(window: Halves, from: Route, to: Route): Halves {
  return window.halves.reduce((now, half) => changeHalf(now, half.id, (each) => readdressTab(each, from, to)), window);
}
