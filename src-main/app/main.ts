/** Start-up of the desktop program, in order. */
import { basename, join } from "node:path";
import { app, session } from "electron";
import type { HostNavigation, UserSettings } from "../../shared/contract/host.ts";
import { keyMapOf } from "../../shared/commands/key-map.ts";
import { trustedWorkspaces } from "../platform/trusted-workspaces.ts";
import { configFolder, starterFolder } from "../platform/user-folders.ts";
import { linkScheme, readDeepLink } from "../../shared/links/deep-link.ts";
import { lockEveryPage, lockSession } from "./deny-by-default.ts";
import { Background } from "./background.ts";
import { applyTheme, createDesktop, quitWhenAllClosed, type Desktop } from "./desktop.ts";
import { desktopMemory } from "./desktop-memory.ts";
import { askForFolder, askToStopBackground, showTrouble } from "./dialogs.ts";
import { createEngines, type Engines } from "./engines.ts";
import { forkedEngine } from "./forked-engine.ts";
import { startAtLogin } from "./login-start.ts";
import { createNotices } from "./notices.ts";
import { openHostDoor } from "./host-door.ts";
import { hostHandlers } from "./host-handlers.ts";
import { isShownFile, isTooLong, readLaunchWords, type LaunchWords } from "./launch-words.ts";
import { claimPageScheme, servePage } from "./page-server.ts";
import { passOnPower } from "./power.ts";
import { appInfo, canHostEngine, engineFile, isDevelopmentRuntime, nodeBinary } from "./runtime.ts";
import { createTrayIcon } from "./tray.ts";
import { settingsFile } from "./settings-file.ts";
import { utilityEngine } from "./utility-engine.ts";
import { workspaceFolder, workspaceOfFile } from "./workspace-of.ts";

const log = (line: string): void => console.error(`desktop: ${line}`);
/** In a clone the first word after the program is the app's folder. */
const ownWords = (argv: readonly string[]): string[] => argv.slice(app.isPackaged ? 1 : 2);

function start(): void {
  app.setName("Dagwright");
  // A root shell cannot have Chromium's sandbox; only the development runtime may be asked to do without it.
  if (!(isDevelopmentRuntime && app.commandLine.hasSwitch("no-sandbox"))) app.enableSandbox();
  claimPageScheme();
  // An instance that already runs is handed this whole line; one beyond its buffer makes it crash, so it never gets there.
  if (isTooLong(process.argv, process.cwd())) {
    log("start refused: the command line is longer than anything that Dagwright is asked for");
    return app.exit(2);
  }
  if (!app.requestSingleInstanceLock({ words: ownWords(process.argv), from: process.cwd() })) return app.quit();
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);
  lockEveryPage(log);
  // macOS hands files and links over as events, possibly before the app is ready.
  const early: LaunchWords[] = [];
  let open = (words: LaunchWords, _from: string): void => void early.push(words);
  app.on("open-file", (event, path) => (event.preventDefault(), isShownFile(path) && open({ workspace: null, file: path, link: null, background: false }, "/")));
  app.on("open-url", (event, link) => (event.preventDefault(), open({ workspace: null, file: null, link, background: false }, "/")));
  app.on("second-instance", (_event, _argv, from, data) => open(readLaunchWords(wordsOf(data)), from));
  void app.whenReady().then(async () => {
    open = await run();
    const words = early.length > 0 ? early : [readLaunchWords(ownWords(process.argv))];
    for (const each of words) open(each, process.cwd());
  });
}

async function run(): Promise<(words: LaunchWords, from: string) => void> {
  const note = appInfo().runtimeNote;
  if (note !== null) log(note);
  const folder = configFolder();
  const settings = settingsFile(folder);
  const memory = desktopMemory(folder);
  const trust = trustedWorkspaces();
  applyTheme(settings.get("theme"));
  lockSession(session.defaultSession, log);
  servePage(session.defaultSession, join(__dirname, "..", "renderer"));
  const desktop: Desktop = createDesktop({ memory, keys: () => keyMapOf(settings.get("keys")), isTrusted: trust.has, engines: () => engines, background: () => background, mayOffer, onAccepted: () => void keepSettings(() => settings.write({ background: true })) });
  const engines: Engines = createEngines({
    start: canHostEngine ? utilityEngine(engineFile(), nodeBinary()) : forkedEngine(engineFile(), nodeBinary()),
    isTrusted: trust.has,
    settings: () => settings.read().user,
    log,
    onSaveSettings(values) {
      try {
        keepSettings(() => settings.replace(values));
      } catch (error) {
        log(`the engine's settings were not kept: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    onStanding: (workspace, standing) => background.hear(workspace, standing),
    onState(workspace, state) {
      desktop.tellAll("engine-state", state, workspace);
      if (state.state !== "up") background.forget(workspace);
      if (state.state === "up") for (const place of desktop.places) if (place.workspace === workspace) desktop.connect(place);
    },
  });
  const notices = createNotices(desktop, log);
  const background: Background = new Background({
    ...{ memory, askToStop: askToStopBackground, onChange: showTray },
    isOn: () => settings.get("background"),
    hasWindow: (workspace) => [...desktop.places].some((place) => place.workspace === workspace),
    runningIn: (workspace) => engines.find(workspace)?.running() ?? 0,
    start: (workspace) => void engines.of(workspace),
    stop: (workspace) => void engines.stop(workspace).then(quitIfIdle),
    onFailure: (workspace, { dagId, runId }) => {
      if (settings.get("notifications") === "off" || settings.get("doNotDisturb")) return;
      notices.tell({ title: `${dagId} failed`, body: `${basename(workspace)}: ${runId}` }, () => void desktop.show(workspace, { navigation: { to: "run", dagId, runId } }));
    },
  });
  const tray = createTrayIcon(log);
  openHostDoor({ log, handlers: hostHandlers({ desktop, engines, memory, settings, keepSettings, trust, notices, log }) }, desktop);
  const stopWatching = settings.watch(() => keepSettings(() => settings.read()));
  app.once("will-quit", stopWatching);
  passOnPower(engines);
  quitWhenAllClosed(background);
  stopEnginesBeforeQuit(engines);
  app.on("activate", () => desktop.places.size === 0 && open({ workspace: null, file: null, link: null, background: false }, "/"));

  function keepSettings(write: () => UserSettings): UserSettings {
    const now = write();
    applyTheme(settings.get("theme"));
    engines.tellSettings();
    desktop.tellAll("settings", now);
    desktop.refreshMenu();
    startAtLogin(settings.get("openAtLogin"), log);
    background.settle();
    showTray();
    return now;
  }

  function showTray(): void {
    if (!background.isOn) return tray.show(null);
    const workspaces = background.list([...desktop.places].map((place) => place.workspace));
    const openOne = (path: string | null): void => void (path === null ? showOrAsk(null, null) : desktop.show(path));
    tray.show({ workspaces, now: Date.now(), open: openOne, pause: (path, paused) => engines.find(path)?.post({ kind: "pauseSchedules", paused }), stop: (path) => void background.stop(path), quit: () => app.quit() });
  }

  /** The last of those that worked without a window is gone, and none may any more. */
  function quitIfIdle(): void {
    if (!background.isOn && desktop.places.size === 0 && process.platform !== "darwin") app.quit();
  }

  function mayOffer(workspace: string): boolean {
    return !background.isOn && background.scheduledIn(workspace) > 0 && memory.offerBackground();
  }

  /** The workspace to show when none was named: the last one that is still there, else the sample. */
  function lastWorkspace(): string | null {
    return memory.recent(trust.has).find((each) => each.exists)?.path ?? null;
  }

  function open(words: LaunchWords, from: string): void {
    try {
      if (words.background && background.isOn) return background.resume(memory.lastOpen());
      if (words.link !== null) return openLink(words.link);
      if (words.file !== null) {
        const { workspace, file } = workspaceOfFile(words.file);
        return void desktop.show(workspace, { navigation: { to: "file", file } });
      }
      showOrAsk(words.workspace === null ? null : workspaceFolder(words.workspace, from), null);
    } catch (error) {
      showTrouble("Dagwright", error instanceof Error ? error.message : String(error));
      if (desktop.places.size === 0) showOrAsk(null, null);
    }
  }

  function openLink(link: string): void {
    const reading = readDeepLink(link);
    if (!reading.ok) log(`link refused: ${reading.reason}`);
    showOrAsk(null, reading.ok ? reading.navigation : { to: "nowhere", reason: reading.reason });
  }

  function showOrAsk(named: string | null, navigation: HostNavigation | null): void {
    const shown = [...desktop.places].find((place) => place.window.isFocused()) ?? [...desktop.places][0];
    // A start that names nothing goes on where the person left.
    const left = named === null && shown === undefined ? memory.lastOpen() : [];
    for (const path of left.slice(0, -1)) desktop.show(path);
    const workspace = named ?? shown?.workspace ?? left.at(-1) ?? lastWorkspace() ?? folderOrNull(starterFolder());
    if (workspace !== null) return void desktop.show(workspace, { navigation });
    void askForFolder(null).then((path) => (path === null ? app.quit() : desktop.show(workspaceFolder(path), { navigation })));
  }

  startAtLogin(settings.get("openAtLogin"), log);
  background.resume();
  showTray();
  return open;
}

function folderOrNull(path: string): string | null {
  try {
    return workspaceFolder(path);
  } catch {
    return null;
  }
}

/** Every window is closed by now; the program stays until the engines have put their runs in order. */
function stopEnginesBeforeQuit(engines: Engines): void {
  app.on("will-quit", (event) => {
    event.preventDefault();
    void engines.stopAll().finally(() => app.exit());
  });
}

function wordsOf(data: unknown): string[] {
  const words = typeof data === "object" && data !== null && "words" in data ? data.words : [];
  return Array.isArray(words) ? words.filter((word): word is string => typeof word === "string") : [];
}

start();
