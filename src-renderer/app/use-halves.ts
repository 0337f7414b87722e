/**
 * The window's halves as the page's state, joined with the address bar and with what is kept per workspace. The active
 * half's address is the window's: whoever goes to an address moves that half. Back and forward return to the half too.
 */
import { create } from "zustand";
import { activate, activeHalf, follow, oneHalf, type Halves } from "./halves.ts";
import { readHalves, writeHalves } from "./kept-halves.ts";
import { currentRoute, navigate, parseRoute, type Route } from "./route.ts";

interface HalvesStore extends Halves {
  /** Path of the workspace whose tabs these are; null until it is known. */
  readonly workspace: string | null;
  /** The address that came from what was kept, before it was known whether it is the right workspace's. */
  readonly guessed: string | null;
  /** Documents open as a preview, which the next one replaces. */
  readonly previews: boolean;
}

const lastWorkspace = "dagwright.workspace";
const storageKey = (workspace: string): string => `dagwright.tabs:${workspace}`;

export const useHalves = create<HalvesStore>(() => ({ ...firstHalves(), previews: true }));

/** A page that was loaded anew shows the same workspace as before, and so may bring back its tabs at once. */
function firstHalves(): Halves & { workspace: string | null; guessed: string | null } {
  if (typeof location === "undefined") return { ...oneHalf, workspace: null, guessed: null };
  const workspace = sessionStorage.getItem(lastWorkspace);
  const kept = workspace === null ? oneHalf : readHalves(localStorage.getItem(storageKey(workspace)));
  if (location.hash !== "") return { ...follow(kept, currentRoute(), false), workspace, guessed: null };
  return { ...kept, workspace, guessed: activeHalf(kept).hash };
}

/** Changes the halves; then the address bar says where the active one is. */
export function changeHalves(change: (window: Halves) => Halves): void {
  const before = useHalves.getState();
  const after = change(before);
  if (after === before) return;
  useHalves.setState(after);
  // A step from half to half is none in the history; the documents on both sides are still there.
  navigate(parseRoute(activeHalf(after).hash), { replace: after.active !== before.active });
}

/** Opens a document to stay: what a person asked for by name is no preview. */
export function openToStay(route: Route): void {
  changeHalves((window) => follow(window, route, true));
}

export function setPreviews(previews: boolean): void {
  useHalves.setState({ previews });
}

/** Follows the address bar. Returns how to stop. */
export function followAddress(): () => void {
  const onHash = (): void => {
    useHalves.setState((state) => follow(state, currentRoute(), !state.previews));
    if (halfIn(history.state) === null) history.replaceState({ half: useHalves.getState().active }, "");
  };
  const onPop = (event: PopStateEvent): void => {
    const half = halfIn(event.state);
    if (half !== null) useHalves.setState((state) => activate(state, half));
  };
  addEventListener("popstate", onPop);
  addEventListener("hashchange", onHash);
  navigate(parseRoute(activeHalf(useHalves.getState()).hash), { replace: true });
  onHash();
  return () => {
    removeEventListener("popstate", onPop);
    removeEventListener("hashchange", onHash);
  };
}

function halfIn(state: unknown): number | null {
  const half: unknown = typeof state === "object" && state !== null ? Reflect.get(state, "half") : null;
  return typeof half === "number" ? half : null;
}

/** Brings back what was open in a workspace. Where the window was sent meanwhile, it stays. */
export function restoreHalves(workspace: string): void {
  const { workspace: known, previews, guessed } = useHalves.getState();
  if (known === workspace) return;
  sessionStorage.setItem(lastWorkspace, workspace);
  const kept = readHalves(localStorage.getItem(storageKey(workspace)));
  const wasSent = !["", "#/", guessed].includes(location.hash);
  useHalves.setState({ ...(wasSent ? follow(kept, currentRoute(), !previews) : kept), workspace, guessed: null });
  navigate(parseRoute(activeHalf(useHalves.getState()).hash), { replace: true });
}

/** Keeps the tabs of the known workspace from now on. Returns how to stop. */
export function keepHalves(): () => void {
  return useHalves.subscribe((state, before) => {
    const { workspace } = state;
    if (workspace === null || (before.workspace === workspace && before.halves === state.halves && before.active === state.active && before.closed === state.closed && before.ratio === state.ratio)) return;
    localStorage.setItem(storageKey(workspace), writeHalves(state));
  });
}
