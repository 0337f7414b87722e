/** What each host channel does. The door has checked sender and input; what changes rights goes through a native dialog here. */
import { randomUUID } from "node:crypto";
import { shell } from "electron";
import type { EngineState, HostWorkspace, UserSettings } from "../../shared/contract/host.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { TrustedWorkspaces } from "../platform/trusted-workspaces.ts";
import type { Desktop, Place } from "./desktop.ts";
import type { DesktopMemory } from "./desktop-memory.ts";
import { askForFolder, askForTrust, chooseFile, saveText, showAbout } from "./dialogs.ts";
import type { Engines } from "./engines.ts";
import type { HostHandlers } from "./host-call.ts";
import { openExternal } from "./open-external.ts";
import { appInfo } from "./runtime.ts";
import type { SettingsFile } from "./settings-file.ts";
import { workspaceFolder } from "./workspace-of.ts";

export interface HandlerParts {
  readonly desktop: Desktop;
  readonly engines: Engines;
  readonly memory: DesktopMemory;
  readonly settings: SettingsFile;
  /** Writes, then tells everyone who goes by them. */
  readonly keepSettings: (write: () => UserSettings) => UserSettings;
  readonly trust: TrustedWorkspaces;
  readonly log: (line: string) => void;
}

export function hostHandlers({ desktop, engines, memory, settings, keepSettings, trust, log }: HandlerParts): HostHandlers<Place> {
  const recent = () => memory.recent(trust.has);
  const stateOf = (place: Place): EngineState => engines.of(place.workspace).state();

  function switchTo(place: Place, path: string): { opened: boolean } {
    desktop.show(workspaceFolder(path), { into: place });
    return { opened: true };
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

  return {
    "app.info": () => appInfo(),
    "app.about": (_input, place) => (showAbout(place.window), {}),
    "app.takeNavigation": (_input, place) => {
      const { navigation } = place;
      place.navigation = null;
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

    "settings.get": () => settings.read(),
    "settings.set": ({ patch }) => keepSettings(() => settings.write(patch)),

    "external.open": async ({ url }) => {
      if (!(await openExternal(url, log))) throw new AppError("input/invalid", `Address "${url.slice(0, 80)}": only http and https addresses are opened.`);
      return {};
    },
    "file.save": async ({ name, text }, place) => {
      const path = await saveText(place.window, name, text);
      return { saved: path !== null, path };
    },
    "file.chooseExport": async ({ name }, place) => {
      const path = await chooseFile(place.window, name);
      if (path === null) return { grant: null, path: null };
      const grant = randomUUID();
      engines.find(place.workspace)?.post({ kind: "allowExport", grant, path });
      return { grant, path };
    },
    "window.setTitle": ({ title }, place) => (place.window.setTitle(title), {}),
    "menu.setContext": ({ contexts }, place) => {
      place.contexts = new Set(contexts);
      desktop.refreshMenu();
      return {};
    },
  };
}
