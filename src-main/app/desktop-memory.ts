/** What the desktop remembers between starts: recent workspaces and each one's window place. Losing it loses no work. */
import { existsSync } from "node:fs";
import { basename } from "node:path";
import Store from "electron-store";
import type { RecentWorkspace } from "../../shared/contract/host.ts";
import type { Bounds } from "./window-bounds.ts";

interface Memory {
  recent: { path: string; openedAt: number }[];
  windows: Record<string, { bounds: Bounds; isMaximized: boolean; isFullScreen?: boolean }>;
  /** The workspaces whose windows were open last, in the order of their opening. */
  open: string[];
  /** The workspaces that worked without a window when the program ended. */
  background: string[];
  /** Working in the background was offered once. */
  backgroundOffered: boolean;
}

const recentAtMost = 15;

export interface DesktopMemory {
  recent(isTrusted: (path: string) => boolean): RecentWorkspace[];
  opened(path: string, at: number): void;
  forget(path: string): void;
  windowOf(path: string): Memory["windows"][string] | null;
  keepWindow(path: string, place: Memory["windows"][string]): void;
  lastOpen(): string[];
  keepOpen(paths: readonly string[]): void;
  keptInBackground(): string[];
  keepInBackground(paths: readonly string[]): void;
  /** True once, and never again. */
  offerBackground(): boolean;
}

export function desktopMemory(folder: string): DesktopMemory {
  const store = new Store<Memory>({ cwd: folder, name: "desktop", accessPropertiesByDotNotation: false, clearInvalidConfig: true, defaults: { recent: [], windows: {}, open: [], background: [], backgroundOffered: false } });
  const thereOf = (name: "open" | "background"): string[] => (Array.isArray(store.get(name)) ? store.get(name) : []).filter((path) => typeof path === "string" && existsSync(path));
  const listed = () => (Array.isArray(store.get("recent")) ? store.get("recent") : []);

  return {
    recent: (isTrusted) =>
      listed().map(({ path, openedAt }) => ({ path, openedAt, name: basename(path), trusted: isTrusted(path), exists: existsSync(path) })),
    opened: (path, at) => store.set("recent", [{ path, openedAt: at }, ...listed().filter((each) => each.path !== path)].slice(0, recentAtMost)),
    forget: (path) => store.set("recent", listed().filter((each) => each.path !== path)),
    lastOpen: () => thereOf("open"),
    keptInBackground: () => thereOf("background"),
    keepInBackground: (paths) => store.set("background", [...paths]),
    offerBackground() {
      if (store.get("backgroundOffered") === true) return false;
      store.set("backgroundOffered", true);
      return true;
    },
    keepOpen: (paths) => store.set("open", [...paths]),
    windowOf: (path) => store.get("windows")[path] ?? null,
    keepWindow(path, place) {
      const known = new Set([path, ...listed().map((each) => each.path)]);
      const kept = Object.entries(store.get("windows")).filter(([each]) => known.has(each));
      store.set("windows", { ...Object.fromEntries(kept), [path]: place });
    },
  };
}
