/** What each host channel does. The door has checked sender and input; what changes rights goes through a native dialog here. */
import { randomUUID } from "node:crypto";
import { basename, join } from "node:path";
import { clipboard, shell, type BrowserWindow } from "electron";
import type { EngineState, HostWorkspace, UserSettings } from "../../shared/contract/host.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { TrustedWorkspaces } from "../platform/trusted-workspaces.ts";
import { createBackupFolder } from "../platform/backup-folder.ts";
import { knownSchema } from "../platform/known-schema.ts";
import { ownDataFolder } from "../platform/workspace-folder.ts";
import type { Desktop, Place } from "./desktop.ts";
import type { DesktopMemory } from "./desktop-memory.ts";
import { readDiagnostics } from "./diagnostics.ts";
import { askForFolder, askForRestore, askForTrust, chooseFile, saveFile, showAbout } from "./dialogs.ts";
import type { Engines } from "./engines.ts";
import type { HostHandlers } from "./host-call.ts";
import { isDataFile } from "./launch-words.ts";
import type { Notices } from "./notices.ts";
import { openExternal } from "./open-external.ts";
import { appInfo } from "./runtime.ts";
import type { SettingsFile } from "./settings-file.ts";
import { fileInside, workspaceFolder, workspaceOfFile } from "./workspace-of.ts";

export interface HandlerParts {
  readonly desktop: Desktop;
  readonly engines: Engines;
  readonly memory: DesktopMemory;
  readonly settings: SettingsFile;
  /** Writes, then tells everyone who goes by them. */
  readonly keepSettings: (write: () => UserSettings) => UserSettings;
  readonly trust: TrustedWorkspaces;
  readonly notices: Notices;
  readonly log: (line: string) => void;
}

export function hostHandlers({ desktop, engines, memory, settings, keepSettings, trust, notices, log }: HandlerParts): HostHandlers<Place> {
  const recent = () => memory.recent(trust.has);
  const stateOf = (place: Place): EngineState => engines.of(place.workspace).state();

  function switchTo(place: Place, path: string): { opened: boolean } {
    desktop.show(workspaceFolder(path), { into: place });
    return { opened: true };
  }

  /** What lies in the window's workspace is the page's business; a DAG or a query of elsewhere opens where it belongs. */
  function openDropped(path: string, place: Place): { file: string | null } {
    const found = workspaceOfFile(path);
    const inside = fileInside(place.workspace, found);
    if (inside !== null) return { file: inside };
    if (isDataFile(path)) throw new AppError("workspace/outside", `${basename(path)}: lies outside of this workspace, whose queries and tasks read only what is in it. Copy it into ${place.workspace} first.`);
    desktop.show(found.workspace, { navigation: { to: "file", file: found.file } });
    return { file: null };
  }

  async function requestTrust(place: Place): Promise<{ trusted: boolean }> {
    const { workspace } = place;
    if (!trust.has(workspace)) {
      if (!(await askForTrust(place.window, workspace))) return { trusted: false };
      trust.add(workspace);
      engines.find(workspace)?.post({ kind: "trust", trusted: true });
      desktop.tellAll("workspace", desktop.describe(workspace), workspace);
    }
    return { trusted: true };
  }

  async function restoreState(place: Place): Promise<{ restored: boolean }> {
    const { code, message } = stateOf(place);
    if (code !== "store/damaged" && code !== "store/newer") throw new AppError("input/invalid", "The state of this workspace is sound; there is nothing to restore.");
    const known = knownSchema(join(__dirname, "..", "engine", "migrations"));
    const backups = createBackupFolder(ownDataFolder(place.workspace)).list().filter(({ schema }) => schema <= known);
    const chosen = await askForRestore(place.window, { workspace: place.workspace, trouble: message ?? "", backups, mayKeep: code === "store/damaged" });
    if (chosen === null) return { restored: false };
    engines.of(place.workspace).restart({ restore: chosen });
    return { restored: true };
  }

  function openForReading(place: Place): EngineState {
    if (stateOf(place).code !== "store/newer") throw new AppError("input/invalid", "The state of this workspace is not of a newer version; it can be worked on.");
    engines.of(place.workspace).restart({ reading: true });
    return stateOf(place);
  }

  return {
    "app.info": () => appInfo(),
    "app.about": (_input, place) => (showAbout(place.window), {}),
    "app.takeNavigation": (_input, place) => {
      const { navigation } = place;
      place.navigation = null;
      place.hears = true;
      return navigation;
    },

    "workspace.current": (_input, place): HostWorkspace => desktop.describe(place.workspace),
    "workspace.open": async (_input, place) => {
      const path = await askForFolder(place.window);
      return path === null ? { opened: false } : switchTo(place, path);
    },
    "workspace.openRecent": ({ path }, place) => {
      if (!recent().some((each) => each.path === path)) throw new AppError("workspace/outside", `${path}: is not among the recent workspaces; open it with "Open workspace…".`);
      return switchTo(place, path);
    },
    "workspace.recent": () => recent(),
    "workspace.forget": ({ path }) => {
      memory.forget(path);
      desktop.refreshMenu();
      return recent();
    },
    "workspace.requestTrust": (_input, place) => requestTrust(place),
    "workspace.reveal": (_input, place) => (shell.showItemInFolder(place.workspace), {}),

    "engine.connect": (_input, place) => {
      desktop.connect(place);
      return stateOf(place);
    },
    "engine.state": (_input, place) => stateOf(place),
    "engine.restart": (_input, place) => {
      engines.of(place.workspace).restart();
      return stateOf(place);
    },

    "state.restore": (_input, place) => restoreState(place),
    "state.read": (_input, place) => openForReading(place),

    "settings.get": () => settings.read(),
    "settings.set": ({ patch }) => keepSettings(() => settings.write(patch)),

    "external.open": async ({ url }) => {
      if (!(await openExternal(url, log))) throw new AppError("input/invalid", `Address "${url.slice(0, 80)}": only http and https addresses are opened.`);
      return {};
    },
    "file.save": async ({ name, text, encoding }, place) => {
      const path = await saveFile(place.window, name, encoding === "base64" ? Buffer.from(text, "base64") : text);
      return { saved: path !== null, path };
    },
    "file.chooseExport": async ({ name }, place) => {
      const path = await chooseFile(place.window, name);
      if (path === null) return { grant: null, path: null };
      const grant = randomUUID();
      engines.find(place.workspace)?.post({ kind: "allowExport", grant, path });
      return { grant, path };
    },
    "file.dropped": ({ path }, place) => openDropped(path, place),
    "window.edit": ({ act }, place) => (place.window.webContents[act](), {}),
    "window.act": ({ act }, place) => (actOnWindow(place.window, act), {}),
    "notice.show": (notice, place) => (notices.show(notice, place), {}),
    "notice.count": ({ count }, place) => (notices.count(count, place), {}),
    "clipboard.write": ({ text }) => (clipboard.writeText(text), {}),
    "logs.reveal": async (_input, place) => {
      const why = await shell.openPath(join(ownDataFolder(place.workspace), "logs"));
      if (why !== "") throw new AppError("workspace/invalid", `The logs folder could not be opened (${why}); it is .dagwright/logs in the workspace.`);
      return {};
    },
    "diagnostics.read": async (_input, place) => ({ lines: await readDiagnostics(place.workspace, ownDataFolder(place.workspace)) }),
    "window.setTitle": ({ title }, place) => (place.window.setTitle(title), {}),
    "menu.setContext": ({ contexts }, place) => {
      place.contexts = new Set(contexts);
      desktop.refreshMenu();
      return {};
    },
  };
}

const zoomBounds = { least: -4, most: 6, step: 0.5 };

function actOnWindow(window: BrowserWindow, act: "zoomIn" | "zoomOut" | "zoomReset" | "fullScreen"): void {
  if (act === "fullScreen") return window.setFullScreen(!window.isFullScreen());
  const { webContents } = window;
  const step = act === "zoomIn" ? zoomBounds.step : -zoomBounds.step;
  webContents.setZoomLevel(act === "zoomReset" ? 0 : Math.max(zoomBounds.least, Math.min(zoomBounds.most, webContents.getZoomLevel() + step)));
}
