/**
 * The desktop's windows: which workspace each shows, what each is told, when an engine is needed and when no more.
 * A window shows one workspace; another one is opened by loading the window anew. Two windows never show the same one.
 */
import { basename } from "node:path";
import { app, nativeTheme, type BrowserWindow } from "electron";
import type { CommandContext } from "../../shared/commands/commands.ts";
import type { KeyMap } from "../../shared/commands/key-map.ts";
import { enginePortMessage, type HostEvent, type HostEventPayload, type HostNavigation, type HostWorkspace } from "../../shared/contract/host.ts";
import { hostEventChannel } from "../../shared/contract/host-wire.ts";
import type { Background } from "./background.ts";
import { askBeforeStopping, offerBackground } from "./dialogs.ts";
import type { DesktopMemory } from "./desktop-memory.ts";
import type { Engines } from "./engines.ts";
import { setNativeMenu } from "./native-menu.ts";
import { pageOrigin } from "./page-address.ts";
import { tellSystemRecents } from "./system-recents.ts";
import { openWorkspaceWindow } from "./workspace-window.ts";

export interface Place {
  readonly window: BrowserWindow;
  workspace: string;
  contexts: ReadonlySet<CommandContext>;
  /** Where its page is to go once it asks. */
  navigation: HostNavigation | null;
  /** Its page has asked, and hears from then on. */
  hears: boolean;
}

export interface DesktopParts {
  readonly memory: DesktopMemory;
  readonly engines: () => Engines;
  readonly isTrusted: (workspace: string) => boolean;
  /** The keys to show in the menus. */
  readonly keys: () => KeyMap;
  readonly background: () => Background;
  /** Whether working in the background is offered when the window on this workspace closes. Once. */
  readonly mayOffer: (workspace: string) => boolean;
  /** The person said yes. */
  readonly onAccepted: () => void;
}

export interface Desktop {
  readonly places: ReadonlySet<Place>;
  placeOf(contentsId: number): Place | null;
  /** Shows the workspace: in the window that has it, else in `into`, else in a new one. */
  show(workspace: string, options?: { readonly into?: Place; readonly navigation?: HostNavigation | null }): Place;
  /** Brings the window to the front, at the place if one is named. */
  raise(place: Place, navigation: HostNavigation | null): Place;
  describe(workspace: string): HostWorkspace;
  tell<E extends HostEvent>(place: Place, event: E, payload: HostEventPayload<E>): void;
  tellAll<E extends HostEvent>(event: E, payload: HostEventPayload<E>, workspace?: string): void;
  /** Gives the window a fresh engine port, if the engine is up. */
  connect(place: Place): void;
  refreshMenu(): void;
}

export function createDesktop(parts: DesktopParts): Desktop {
  const places = new Set<Place>();

  function describe(workspace: string): HostWorkspace {
    return { path: workspace, name: basename(workspace), trusted: parts.isTrusted(workspace) };
  }

  function show(workspace: string, { into, navigation = null }: { readonly into?: Place; readonly navigation?: HostNavigation | null } = {}): Place {
    parts.memory.opened(workspace, Date.now());
    const shown = [...places].find((place) => place.workspace === workspace);
    if (shown !== undefined) return raise(shown, navigation);
    parts.engines().of(workspace);
    if (into === undefined) return openPlace(workspace, navigation);
    const left = into.workspace;
    into.workspace = workspace;
    into.navigation = navigation;
    parts.background().enter(workspace);
    leave(left);
    // Not a reload: the address of the left workspace's page says nothing here.
    void into.window.loadURL(`${pageOrigin}/`);
    keepOpen();
    refreshMenu();
    return into;
  }

  function raise(place: Place, navigation: HostNavigation | null): Place {
    if (place.window.isMinimized()) place.window.restore();
    place.window.focus();
    if (navigation !== null && place.hears) tell(place, "navigate", navigation);
    else if (navigation !== null) place.navigation = navigation;
    return place;
  }

  /** Its engine goes with its window, unless it works on in the background. */
  function leave(workspace: string): void {
    if (isQuitting || !parts.background().leave(workspace)) void parts.engines().stop(workspace);
  }

  let isQuitting = false;
  let mayQuit = false;
  app.on("before-quit", (event) => {
    if (mayQuit || parts.background().busy.length === 0) return void (isQuitting = true);
    event.preventDefault();
    void parts.background().askToQuit().then((isMeant) => {
      mayQuit = isMeant;
      if (isMeant) app.quit();
    });
  });
  /** What was open together comes back together: neither quitting nor closing the last window takes it apart. */
  function keepOpen(): void {
    if (!isQuitting && places.size > 0) parts.memory.keepOpen([...places].map((place) => place.workspace));
  }

  function openPlace(workspace: string, navigation: HostNavigation | null): Place {
    const place: Place = { window: openWorkspaceWindow(workspace, parts.memory), workspace, contexts: new Set(), navigation, hears: false };
    places.add(place);
    parts.background().enter(workspace);
    place.window.webContents.on("did-start-navigation", ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) place.hears = false;
    });
    place.window.webContents.on("did-finish-load", () => connect(place));
    place.window.webContents.on("render-process-gone", (_event, details) => {
      if (details.reason !== "clean-exit" && !place.window.isDestroyed()) place.window.webContents.reload();
    });
    place.window.on("focus", refreshMenu);
    guardClose(place);
    keepOpen();
    refreshMenu();
    return place;
  }

  /** Running tasks end with their window only when the person says so. */
  function guardClose(place: Place): void {
    let mayClose = false;
    place.window.on("close", (event) => {
      if (mayClose || (!isQuitting && parts.background().isOn)) return;
      const running = parts.engines().find(place.workspace)?.running() ?? 0;
      const isOffered = !isQuitting && parts.mayOffer(place.workspace);
      if (!isOffered && running === 0) return;
      event.preventDefault();
      isQuitting = mayQuit = false;
      void mayBeClosed(place, running, isOffered).then((answer) => {
        mayClose = answer;
        if (mayClose) place.window.close();
      });
    });
    place.window.on("closed", () => {
      places.delete(place);
      keepOpen();
      leave(place.workspace);
      refreshMenu();
    });
  }

  async function mayBeClosed(place: Place, running: number, isOffered: boolean): Promise<boolean> {
    if (isOffered && (await offerBackground(place.window, place.workspace, parts.background().scheduledIn(place.workspace)))) {
      parts.onAccepted();
      return true;
    }
    return running === 0 || (await askBeforeStopping(place.window, running)) === "stop";
  }

  function connect(place: Place): void {
    const port = parts.engines().connect(place.workspace);
    if (port !== null) place.window.webContents.postMessage(enginePortMessage, null, [port]);
  }

  function tell<E extends HostEvent>(place: Place, event: E, payload: HostEventPayload<E>): void {
    if (!place.window.isDestroyed()) place.window.webContents.send(hostEventChannel, event, payload);
  }

  function tellAll<E extends HostEvent>(event: E, payload: HostEventPayload<E>, workspace?: string): void {
    for (const place of places) if (workspace === undefined || place.workspace === workspace) tell(place, event, payload);
  }

  function focused(): Place | null {
    return [...places].find((place) => place.window.isFocused()) ?? [...places][0] ?? null;
  }

  let toldRecents = "";
  function tellRecents(recent: readonly { readonly path: string; readonly name: string }[], open: (path: string) => void): void {
    const now = recent.map(({ path }) => path).join("\n");
    if (now === toldRecents) return;
    toldRecents = now;
    tellSystemRecents(recent, app.isPackaged ? [] : [app.getAppPath()], open);
  }

  function refreshMenu(): void {
    const place = focused();
    const recent = parts.memory.recent(parts.isTrusted).filter((each) => each.exists);
    const openRecent = (path: string): Place => show(path, ...(focused() === null ? [] : [{ into: focused() as Place }]));
    tellRecents(recent, openRecent);
    setNativeMenu({
      contexts: new Set([...(place?.contexts ?? []), "desktop"]),
      keys: parts.keys(),
      recent,
      choose: (id) => {
        const at = focused();
        if (at !== null) tell(at, "command", { id });
      },
      edit: (act) => {
        const at = focused();
        if (at !== null) tell(at, "edit", { act });
      },
      forgetRecent: () => {
        for (const { path } of parts.memory.recent(parts.isTrusted)) parts.memory.forget(path);
        refreshMenu();
      },
      openRecent,
    });
  }

  return {
    places,
    placeOf: (contentsId) => [...places].find((place) => !place.window.isDestroyed() && place.window.webContents.id === contentsId) ?? null,
    show,
    raise,
    describe,
    tell,
    tellAll,
    connect,
    refreshMenu,
  };
}

export function applyTheme(theme: "system" | "light" | "dark"): void {
  nativeTheme.themeSource = theme;
}

/** A Mac's program stays in the Dock without windows; elsewhere it stays only to work in the background. */
export function quitWhenAllClosed(background: { readonly isOn: boolean }): void {
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin" && !background.isOn) app.quit();
  });
}
