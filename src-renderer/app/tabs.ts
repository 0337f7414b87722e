/**
 * The open documents of the window: one tab a DAG (with the run last looked at) and one a table. Pure functions on a
 * plain value; the store below keeps it per workspace.
 */
import { create } from "zustand";
import { formatRoute, parseRoute, type Route } from "./route.ts";

export interface Tab {
  /** What the document is, whatever part of it is shown. */
  readonly key: string;
  /** Where in the document the person was. */
  readonly hash: string;
  readonly title: string;
}

export interface Tabs {
  readonly open: readonly Tab[];
  /** Last closed first. */
  readonly closed: readonly Tab[];
}

const closedKept = 20;
export const noTabs: Tabs = { open: [], closed: [] };

/** Null for places that are not documents. */
export function tabOf(route: Route): Tab | null {
  switch (route.page) {
    case "dag":
    case "run":
      return { key: `dag:${route.dagId}`, hash: formatRoute(route), title: route.dagId };
    case "sql":
      return { key: `sql:${route.path}`, hash: formatRoute(route), title: route.path.split("/").at(-1) ?? route.path };
    case "table":
      return { key: formatRoute(route), hash: formatRoute(route), title: `${route.schema}.${route.table}` };
    default:
      return null;
  }
}

/** Opens the document of a route, or remembers where in it the person now is. */
export function visit(tabs: Tabs, route: Route): Tabs {
  const tab = tabOf(route);
  if (tab === null) return tabs;
  const at = tabs.open.findIndex((other) => other.key === tab.key);
  if (at < 0) return { ...tabs, open: [...tabs.open, tab] };
  return tabs.open[at]?.hash === tab.hash ? tabs : { ...tabs, open: tabs.open.with(at, tab) };
}

export function close(tabs: Tabs, key: string): Tabs {
  const tab = tabs.open.find((other) => other.key === key);
  if (tab === undefined) return tabs;
  const closed = [tab, ...tabs.closed.filter((other) => other.key !== key)].slice(0, closedKept);
  return { open: tabs.open.filter((other) => other.key !== key), closed };
}

/** Where to go when the shown tab closes: its right neighbour, else the left, else the list it came from. */
export function afterClosing(tabs: Tabs, key: string): Route {
  const at = tabs.open.findIndex((tab) => tab.key === key);
  const next = tabs.open[at + 1] ?? tabs.open[at - 1];
  if (next !== undefined) return parseRoute(next.hash);
  return key.startsWith("dag:") ? { page: "dags" } : { page: "data" };
}

export function move(tabs: Tabs, key: string, toIndex: number): Tabs {
  const tab = tabs.open.find((other) => other.key === key);
  if (tab === undefined) return tabs;
  const rest = tabs.open.filter((other) => other.key !== key);
  return { ...tabs, open: rest.toSpliced(Math.max(0, Math.min(rest.length, toIndex)), 0, tab) };
}

interface TabsStore extends Tabs {
  /** Path of the workspace these tabs belong to; null until it is known. */
  readonly workspace: string | null;
}

export const useTabs = create<TabsStore>(() => ({ ...noTabs, workspace: null }));

export function changeTabs(change: (tabs: Tabs) => Tabs): void {
  useTabs.setState((state) => change(state));
}

/** Brings back the tabs of a workspace and keeps them from now on. Tabs opened before it was known stay. */
export function restoreTabs(workspace: string, storage: Storage): void {
  const { workspace: known, open } = useTabs.getState();
  if (known === workspace) return;
  const kept = readTabs(storage.getItem(storageKey(workspace)));
  const early = known === null ? open.filter((tab) => !kept.open.some((other) => other.key === tab.key)) : [];
  useTabs.setState({ workspace, closed: kept.closed, open: [...kept.open, ...early] });
}

export function keepTabs(storage: Storage): () => void {
  return useTabs.subscribe(({ workspace, open, closed }) => {
    if (workspace !== null) storage.setItem(storageKey(workspace), JSON.stringify({ open, closed }));
  });
}

function storageKey(workspace: string): string {
  return `dagwright.tabs:${workspace}`;
}

/** Whatever an older version or a person left there: only well-formed tabs come back. */
export function readTabs(text: string | null): Tabs {
  if (text === null) return noTabs;
  try {
    const value: unknown = JSON.parse(text);
    return { open: tabList(value, "open"), closed: tabList(value, "closed") };
  } catch {
    return noTabs;
  }
}

function tabList(value: unknown, name: string): Tab[] {
  const list: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : null;
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    const hash: unknown = typeof item === "object" && item !== null ? Reflect.get(item, "hash") : null;
    const tab = typeof hash === "string" ? tabOf(parseRoute(hash)) : null;
    return tab === null ? [] : [tab];
  });
}
