/** One window: made without any right of its own, shown when drawn, its place kept. Which workspace it shows is the desktop's business. */
import { join } from "node:path";
import { BrowserWindow, nativeTheme, screen } from "electron";
import type { DesktopMemory } from "./desktop-memory.ts";
import { pageOrigin } from "./page-address.ts";
import { checksSpelling, offerTextMenu } from "./text-menu.ts";
import { restoredBounds, smallestWindow } from "./window-bounds.ts";

const longestWaitMs = 3000;
/** The surface colours of the page, so that no white flash comes before it. */
const surface = { light: "#ffffff", dark: "#131316" };

export function openWorkspaceWindow(workspace: string, memory: DesktopMemory): BrowserWindow {
  const saved = memory.windowOf(workspace);
  const primary = screen.getPrimaryDisplay();
  const areas = [primary, ...screen.getAllDisplays().filter((display) => display.id !== primary.id)].map((display) => display.workArea);
  const window = new BrowserWindow({
    ...restoredBounds(saved?.bounds ?? null, areas),
    minWidth: Math.min(smallestWindow.width, primary.workArea.width),
    minHeight: Math.min(smallestWindow.height, primary.workArea.height),
    show: false,
    title: "Dagwright",
    backgroundColor: nativeTheme.shouldUseDarkColors ? surface.dark : surface.light,
    webPreferences: {
      preload: join(__dirname, "..", "preload", "preload.cjs"),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      spellcheck: checksSpelling,
      navigateOnDragDrop: false,
    },
  });
  if (saved?.isMaximized === true) window.maximize();
  if (saved?.isFullScreen === true) window.setFullScreen(true);
  offerTextMenu(window);
  showWhenDrawn(window);
  keepPlace(window, workspace, memory);
  void window.loadURL(`${pageOrigin}/`);
  return window;
}

/** A first frame that never comes (a broken graphics driver) must not leave the person without a window. */
function showWhenDrawn(window: BrowserWindow): void {
  const show = (): void => {
    clearTimeout(timer);
    if (!window.isDestroyed() && !window.isVisible()) window.show();
  };
  const timer = setTimeout(show, longestWaitMs);
  window.once("ready-to-show", show);
  window.once("closed", () => clearTimeout(timer));
}

function keepPlace(window: BrowserWindow, workspace: string, memory: DesktopMemory): void {
  window.on("close", () => memory.keepWindow(workspace, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized(), isFullScreen: window.isFullScreen() }));
}
