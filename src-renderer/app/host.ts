/**
 * What surrounds the window: the desktop program or a browser. One interface for both; `kind` says which acts exist.
 * In the browser, what only a native program may do (choose a folder, trust it) answers false.
 */
import { enginePortMessage, type EditAct, type EngineState, type HostAppInfo, type HostBridge, type HostChannel, type HostEvent, type HostEventPayload, type HostInput, type HostNotice, type HostOutput, type HostReply, type RecentWorkspace, type UserSettings } from "../../shared/contract/host.ts";
import type { ExportTarget } from "../../shared/contract/sql.ts";
import type { CommandContext } from "../../shared/commands/commands.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { isErrorCode } from "../../shared/errors/codes.ts";
import { toBase64 } from "./base64.ts";
import { navigate } from "./route.ts";
import type { PortSource } from "../rpc/port-transport.ts";

export interface Host {
  readonly kind: "desktop" | "browser";
  appInfo(): Promise<HostAppInfo | null>;
  about(): Promise<void>;
  recentWorkspaces(): Promise<readonly RecentWorkspace[]>;
  openWorkspace(): Promise<boolean>;
  openRecent(path: string): Promise<boolean>;
  forgetRecent(path: string): Promise<readonly RecentWorkspace[]>;
  requestTrust(): Promise<boolean>;
  revealWorkspace(): Promise<void>;
  restartEngine(): Promise<void>;
  /** Why the engine cannot serve, by its own word; null where it does, or may yet. */
  engineFailure(): Promise<EngineFailure | null>;
  /** False when the person closed the dialog. */
  restoreState(): Promise<boolean>;
  /** Looks at a state that a newer version wrote. */
  openForReading(): Promise<void>;
  /** User settings where the host keeps them; null where the engine does. */
  readUserSettings(): Promise<UserSettings | null>;
  writeUserSettings(patch: Record<string, unknown>): Promise<boolean>;
  openExternal(url: string): Promise<void>;
  /** False when the person closed the dialog. */
  saveText(name: string, text: string): Promise<boolean>;
  /** The same for what is no text. */
  saveFile(name: string, content: Blob): Promise<boolean>;
  /** Where an export goes; null when the person closed the dialog. */
  chooseExport(name: string): Promise<ExportTarget | null>;
  /** The file of this workspace that was dropped; null when another window shows it, or in a browser, which does not say where it lies. */
  droppedFile(file: File): Promise<string | null>;
  edit(act: EditAct): Promise<void>;
  actOnWindow(act: HostInput<"window.act">["act"]): Promise<void>;
  notify(notice: HostNotice): Promise<void>;
  /** A number at the program's icon. */
  setCount(count: number): void;
  copyText(text: string): Promise<void>;
  /** What is on the clipboard as text, for a person who pastes. Throws where the page may not. */
  pastedText(): Promise<string>;
  revealLogs(): Promise<void>;
  readDiagnostics(): Promise<readonly string[]>;
  setTitle(title: string): void;
  setContexts(contexts: readonly CommandContext[]): void;
  takeNavigation(): Promise<HostOutput<"app.takeNavigation">>;
  on<E extends HostEvent>(event: E, listener: (payload: HostEventPayload<E>) => void): () => void;
}

export interface EngineFailure {
  readonly message: string;
  readonly code: string;
}

export function failureOf({ state, message, code }: EngineState): EngineFailure | null {
  return state === "failed" && message !== null ? { message, code: code ?? "internal" } : null;
}

/** The bridge that preload puts on the window; null in a browser. */
export function bridgeOf(win: object): HostBridge | null {
  const candidate: unknown = Reflect.get(win, "host");
  return isBridge(candidate) ? candidate : null;
}

function isBridge(value: unknown): value is HostBridge {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, "call") === "function" && typeof Reflect.get(value, "on") === "function";
}

function valueOf<T>(reply: HostReply<T>): T {
  if (reply.ok) return reply.value;
  throw new AppError(isErrorCode(reply.error.code) ? reply.error.code : "internal", reply.error.message, reply.error.details);
}

export function desktopHost(bridge: HostBridge): Host {
  async function call<C extends HostChannel>(channel: C, input: HostInput<C>): Promise<HostOutput<C>> {
    return valueOf(await bridge.call(channel, input));
  }
  return {
    kind: "desktop",
    appInfo: () => call("app.info", {}),
    about: async () => void (await call("app.about", {})),
    recentWorkspaces: () => call("workspace.recent", {}),
    openWorkspace: async () => (await call("workspace.open", {})).opened,
    openRecent: async (path) => (await call("workspace.openRecent", { path })).opened,
    forgetRecent: (path) => call("workspace.forget", { path }),
    requestTrust: async () => (await call("workspace.requestTrust", {})).trusted,
    revealWorkspace: async () => void (await call("workspace.reveal", {})),
    restartEngine: async () => void (await call("engine.restart", {})),
    engineFailure: async () => failureOf(await call("engine.state", {})),
    restoreState: async () => (await call("state.restore", {})).restored,
    openForReading: async () => void (await call("state.read", {})),
    readUserSettings: () => call("settings.get", {}),
    writeUserSettings: async (patch) => {
      await call("settings.set", { patch });
      return true;
    },
    openExternal: async (url) => void (await call("external.open", { url })),
    saveText: async (name, text) => (await call("file.save", { name, text })).saved,
    saveFile: async (name, content) => (await call("file.save", { name, text: toBase64(new Uint8Array(await content.arrayBuffer())), encoding: "base64" })).saved,
    chooseExport: async (name) => {
      const { grant } = await call("file.chooseExport", { name });
      return grant === null ? null : { to: "granted", grant };
    },
    droppedFile: async (file) => valueOf(await bridge.dropped(file)).file,
    edit: async (act) => void (await call("window.edit", { act })),
    actOnWindow: async (act) => void (await call("window.act", { act })),
    notify: async (notice) => void (await call("notice.show", notice)),
    setCount: (count) => void call("notice.count", { count }).catch(() => undefined),
    copyText: async (text) => void (await call("clipboard.write", { text })),
    pastedText: () => takePaste(() => call("window.edit", { act: "paste" })),
    revealLogs: async () => void (await call("logs.reveal", {})),
    readDiagnostics: async () => (await call("diagnostics.read", {})).lines,
    setTitle: (title) => void call("window.setTitle", { title }).catch(() => undefined),
    setContexts: (contexts) => void call("menu.setContext", { contexts: [...contexts] }).catch(() => undefined),
    takeNavigation: () => call("app.takeNavigation", {}),
    on: (event, listener) => bridge.on(event, listener),
  };
}

export function browserHost(): Host {
  return {
    kind: "browser",
    appInfo: async () => null,
    about: async () => undefined,
    recentWorkspaces: async () => [],
    openWorkspace: async () => false,
    openRecent: async () => false,
    forgetRecent: async () => [],
    requestTrust: async () => false,
    revealWorkspace: async () => undefined,
    restartEngine: async () => undefined,
    engineFailure: async () => null,
    restoreState: async () => false,
    openForReading: async () => undefined,
    readUserSettings: async () => null,
    writeUserSettings: async () => false,
    openExternal: async (url) => void window.open(url, "_blank", "noopener,noreferrer"),
    saveText: async (name, text) => download(name, new Blob([text], { type: "text/plain;charset=utf-8" })),
    saveFile: async (name, content) => download(name, content),
    chooseExport: async (name) => ({ to: "download", name }),
    droppedFile: async () => null,
    // A browser has its own menus for that.
    edit: async () => undefined,
    actOnWindow: async () => undefined,
    notify: async (notice) => showWebNotice(notice),
    setCount: () => undefined,
    copyText: (text) => navigator.clipboard.writeText(text),
    pastedText: () => navigator.clipboard.readText(),
    revealLogs: async () => undefined,
    readDiagnostics: async () => [],
    setTitle: (title) => {
      document.title = title;
    },
    setContexts: () => undefined,
    takeNavigation: async () => null,
    on: () => () => undefined,
  };
}

/** The page may never read the clipboard in the desktop; the program around it pastes, as its Edit menu does, and the page hears of that. */
async function takePaste(paste: () => Promise<unknown>): Promise<string> {
  const stopping = new AbortController();
  try {
    return await new Promise<string>((resolve, reject) => {
      const hear = (event: ClipboardEvent): void => {
        event.preventDefault();
        event.stopPropagation();
        resolve(event.clipboardData?.getData("text/plain") ?? "");
      };
      document.addEventListener("paste", hear, { capture: true, signal: stopping.signal });
      setTimeout(() => reject(new AppError("internal", "The clipboard was not handed over; try again.")), 2_000);
      paste().catch(reject);
    });
  } finally {
    stopping.abort();
  }
}

/** Only where the person has allowed it, by the command that asks. */
function showWebNotice({ title, body, open }: HostNotice): void {
  if (typeof Notification === "undefined" || Notification.permission !== "granted") return;
  const shown = new Notification(title, { body });
  shown.addEventListener("click", () => {
    window.focus();
    if (open.to === "run") navigate({ page: "run", dagId: open.dagId, runId: open.runId, ...(open.taskId === undefined ? {} : { taskId: open.taskId }) });
    if (open.to === "runs") navigate({ page: "runs", state: "failed" });
  });
}

function download(name: string, content: Blob): boolean {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  return true;
}

/** Engine ports arrive as window messages of our own origin; anything else is not for us. */
export function windowPorts(win: Window): PortSource {
  return (receive) => {
    const listener = (event: MessageEvent): void => {
      const [port] = event.ports;
      if (event.source === win && event.data === enginePortMessage && port !== undefined) receive(port);
    };
    win.addEventListener("message", listener);
    return () => win.removeEventListener("message", listener);
  };
}
