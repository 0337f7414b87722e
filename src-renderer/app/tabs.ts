/**
 * The tabs of one half of the window: one a document (a DAG with the run last looked at, a query, a table). Pure functions
 * on a plain value. Pinned tabs stand first; at most one tab is a preview, which the next one replaces.
 */
import { t } from "../strings/t.ts";
import { formatRoute, parseRoute, type Route } from "./route.ts";

export interface Tab {
  /** What the document is, whatever part of it is shown. */
  readonly key: string;
  /** Where in the document the person was. */
  readonly hash: string;
  readonly title: string;
  readonly pinned: boolean;
  readonly preview: boolean;
}

export interface Half {
  /** Tells the two halves apart for as long as the window lives; says nothing about their sides. */
  readonly id: number;
  readonly tabs: readonly Tab[];
  /** Keys of open tabs, last used first. */
  readonly recent: readonly string[];
  /** The address of what this half shows: one of its tabs, or a place. */
  readonly hash: string;
}

export function emptyHalf(id: number, hash = "#/"): Half {
  return { id, tabs: [], recent: [], hash };
}

/** Null for places that are not documents. */
export function tabOf(route: Route): Pick<Tab, "key" | "hash" | "title"> | null {
  switch (route.page) {
    case "dag":
      return { key: `dag:${route.dagId}`, hash: formatRoute(route), title: route.dagId };
    case "run":
      if (route.source !== undefined) return { key: `dag:${route.source}/${route.dagId}`, hash: formatRoute(route), title: t("{{dagId}} (capsule)", { dagId: route.dagId }) };
      return { key: `dag:${route.dagId}`, hash: formatRoute(route), title: route.dagId };
    case "sql":
      return { key: `sql:${route.path}`, hash: formatRoute(route), title: route.path.split("/").at(-1) ?? route.path };
    case "table":
      return { key: formatRoute(route), hash: formatRoute(route), title: `${route.schema}.${route.table}` };
    default:
      return null;
  }
}

/** The key of the document that a half shows; null while it shows a place. */
export function shownKey(half: Half): string | null {
  return tabOf(parseRoute(half.hash))?.key ?? null;
}

/** Shows a route: opens its document, or remembers where in it the person now is. `keep` says that a new tab is no preview. */
export function visit(half: Half, route: Route, keep: boolean): Half {
  const found = tabOf(route);
  const hash = formatRoute(route);
  if (found === null) return half.hash === hash ? half : { ...half, hash };
  const at = half.tabs.findIndex((tab) => tab.key === found.key);
  const before = half.tabs[at];
  const now: Tab = { ...found, pinned: before?.pinned ?? false, preview: (before?.preview ?? true) && !keep };
  const recent = [found.key, ...half.recent.filter((key) => key !== found.key)];
  if (before !== undefined) return isSame(before, now) && half.hash === hash && half.recent[0] === found.key ? half : { ...half, hash, recent, tabs: half.tabs.with(at, now) };
  const opened = { ...half, hash, recent, tabs: withNew(half, now) };
  return { ...opened, recent: recent.filter((key) => opened.tabs.some((tab) => tab.key === key)) };
}

function isSame(a: Tab, b: Tab): boolean {
  return a.hash === b.hash && a.title === b.title && a.preview === b.preview;
}

/** A preview takes the place of the one before it; any other new tab stands at the end. */
function withNew(half: Half, tab: Tab): readonly Tab[] {
  const preview = half.tabs.findIndex((other) => other.preview);
  return tab.preview && preview >= 0 ? half.tabs.with(preview, tab) : [...half.tabs, tab];
}

/** Closes tabs; when the shown one is among them, shows the one used before it, else the list it came from. */
export function closeTabs(half: Half, keys: readonly string[]): Half {
  const gone = new Set(keys);
  const shown = shownKey(half);
  const tabs = half.tabs.filter((tab) => !gone.has(tab.key));
  const recent = half.recent.filter((key) => !gone.has(key));
  const left = { ...half, tabs, recent };
  if (shown === null || !gone.has(shown)) return left;
  const next = tabs.find((tab) => tab.key === recent[0]) ?? tabs.at(-1);
  return { ...left, hash: next?.hash ?? formatRoute(shown.startsWith("dag:") ? { page: "dags" } : { page: "data" }) };
}

/** The tabs that "close others", "to the right" and "all" mean; pinned ones stay. */
export function closable(half: Half, key: string, which: "others" | "right" | "all"): string[] {
  const at = half.tabs.findIndex((tab) => tab.key === key);
  return half.tabs.filter((tab, index) => !tab.pinned && (which === "all" || (which === "others" ? tab.key !== key : index > at))).map((tab) => tab.key);
}

/** Moves a tab to a place among its like: pinned tabs stay before the others. A moved tab is no preview any more. */
export function moveTab(half: Half, key: string, toIndex: number): Half {
  const tab = half.tabs.find((other) => other.key === key);
  if (tab === undefined) return half;
  const rest = half.tabs.filter((other) => other.key !== key);
  const pinned = rest.filter((other) => other.pinned).length;
  const [least, most] = tab.pinned ? [0, pinned] : [pinned, rest.length];
  return { ...half, tabs: rest.toSpliced(Math.max(least, Math.min(most, toIndex)), 0, { ...tab, preview: false }) };
}

export function pinTab(half: Half, key: string, pinned: boolean): Half {
  const tab = half.tabs.find((other) => other.key === key);
  if (tab === undefined || tab.pinned === pinned) return half;
  const rest = half.tabs.filter((other) => other.key !== key);
  return { ...half, tabs: rest.toSpliced(rest.filter((other) => other.pinned).length, 0, { ...tab, pinned, preview: false }) };
}

export function keepTab(half: Half, key: string): Half {
  const at = half.tabs.findIndex((tab) => tab.key === key && tab.preview);
  const tab = half.tabs[at];
  return tab === undefined ? half : { ...half, tabs: half.tabs.with(at, { ...tab, preview: false }) };
}

/** Puts a tab of elsewhere into this half and shows it. */
export function adopt(half: Half, tab: Tab, toIndex = half.tabs.length): Half {
  const others = half.tabs.filter((other) => other.key !== tab.key);
  const held: Half = { ...half, tabs: [...others, { ...tab, preview: false }], recent: [tab.key, ...half.recent.filter((key) => key !== tab.key)], hash: tab.hash };
  return moveTab(held, tab.key, toIndex);
}

/** The same tab under another address, with whatever shows it. */
export function readdressTab(half: Half, from: Route, to: Route): Half {
  const [before, after] = [tabOf(from), tabOf(to)];
  if (before === null || after === null || !half.tabs.some((tab) => tab.key === before.key)) return half;
  const others = half.tabs.filter((tab) => tab.key !== after.key);
  const isShown = shownKey(half) === before.key;
  return {
    ...half,
    hash: isShown ? after.hash : half.hash,
    tabs: others.map((tab) => (tab.key === before.key ? { ...tab, ...after } : tab)),
    recent: half.recent.filter((key) => key !== after.key).map((key) => (key === before.key ? after.key : key)),
  };
}
