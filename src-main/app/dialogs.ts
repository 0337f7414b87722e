/** Every native question the desktop asks. Each says what will happen, and the safe answer is the default. */
import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { app, dialog, type BrowserWindow } from "electron";
import { AppError } from "../../shared/errors/app-error.ts";
import type { BackupFile } from "../../shared/model/backup-name.ts";
import type { StopQuestion } from "./background.ts";
import { appInfo } from "./runtime.ts";
import { previewTrust } from "./trust-preview.ts";

/** Older backups are for the command line. */
const mostOffered = 3;

export async function askForFolder(window: BrowserWindow | null): Promise<string | null> {
  const options = { title: "Open workspace", buttonLabel: "Open", properties: ["openDirectory", "createDirectory"] } as const satisfies Electron.OpenDialogOptions;
  const answer = window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  return answer.canceled ? null : (answer.filePaths[0] ?? null);
}

export async function askForTrust(window: BrowserWindow, workspace: string): Promise<boolean> {
  const preview = previewTrust(workspace);
  const dags = preview.dagCount === 1 ? "1 DAG" : `${preview.dagCount} DAGs`;
  const detail = [
    workspace,
    "",
    `It holds ${dags}. Once trusted, their tasks run as you, with everything that you may read and change. Dagwright puts no fence around them.`,
    preview.unreadable > 0 ? `${preview.unreadable} of the files could not be read.` : "",
    preview.lines.length > 0 ? "\nWhat would run:" : "",
    ...preview.lines.map((line) => `  ${line}`),
    preview.moreTasks > 0 ? `  … and ${preview.moreTasks} more tasks` : "",
  ];
  const answer = await dialog.showMessageBox(window, {
    type: "warning",
    message: `Do you trust “${basename(workspace)}”?`,
    detail: detail.filter((line, at) => line !== "" || at === 1).join("\n"),
    buttons: ["Trust and allow runs", "Only view and edit"],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return answer.response === 0;
}

/** What a lost or damaged state is replaced by: the name of a backup, `present` or `empty`; null when the person wants none of it now. */
export async function askForRestore(window: BrowserWindow, { workspace, trouble, backups, mayKeep }: { workspace: string; trouble: string; backups: readonly BackupFile[]; mayKeep: boolean }): Promise<string | null> {
  const offered = backups.slice(0, mostOffered);
  const sizeOf = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
  const choices = [...offered.map(({ name }) => name), ...(mayKeep ? ["present", "empty"] : []), null];
  const detail = [trouble, "", "The files that are there now are set aside, never deleted. Schedules of a restored history are paused, since runs that are not in it may have been made."];
  if (backups.length === 0) detail.push("", mayKeep ? "There is no backup of this workspace." : "There is no backup that this version can open.");
  const answer = await dialog.showMessageBox(window, {
    type: "warning",
    message: `Restore the history of “${basename(workspace)}”?`,
    detail: detail.join("\n"),
    buttons: [...offered.map(({ at, bytes }) => `Backup of ${new Date(at).toLocaleString()} (${sizeOf(bytes)})`), ...(mayKeep ? ["Keep what can be read", "Begin with an empty history"] : []), "Not now"],
    defaultId: choices.length - 1,
    cancelId: choices.length - 1,
    noLink: true,
  });
  return choices[answer.response] ?? null;
}

/** Null when the dialog was closed. */
export async function chooseFile(window: BrowserWindow, name: string): Promise<string | null> {
  const answer = await dialog.showSaveDialog(window, { defaultPath: basename(name.replaceAll("\\", "/")) || "dagwright.txt" });
  return answer.canceled || !answer.filePath ? null : answer.filePath;
}

/** Null when the dialog was closed. */
export async function saveFile(window: BrowserWindow, name: string, content: string | Uint8Array): Promise<string | null> {
  const path = await chooseFile(window, name);
  if (path === null) return null;
  try {
    await writeFile(path, content);
  } catch (error) {
    throw new AppError("workspace/invalid", `${path}: could not be written (${error instanceof Error ? error.message : String(error)}); choose another place.`);
  }
  return path;
}

export type LeaveAnswer = "stop" | "stay";

export async function askBeforeStopping(window: BrowserWindow, running: number): Promise<LeaveAnswer> {
  const answer = await dialog.showMessageBox(window, {
    type: "question",
    message: running === 1 ? "1 task is running" : `${running} tasks are running`,
    detail: "Closing this window stops them; their runs then show as failed.",
    buttons: ["Stop tasks and close", "Keep open"],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return answer.response === 0 ? "stop" : "stay";
}

/** Asked once, when the first window closes whose DAGs run by schedule. */
export async function offerBackground(window: BrowserWindow, workspace: string, scheduled: number): Promise<boolean> {
  const answer = await dialog.showMessageBox(window, {
    type: "question",
    message: `Keep “${basename(workspace)}” running by schedule?`,
    detail: `${scheduled === 1 ? "1 DAG here runs" : `${scheduled} DAGs here run`} by schedule, which stops when this window is closed. Dagwright can go on without a window, with an icon in the tray, until you quit it there. You find this later in Settings under “Background”.`,
    buttons: ["Keep running in the background", "Stop with the window"],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return answer.response === 0;
}

/** True to stop what works in the background. */
export async function askToStopBackground({ act, busy }: StopQuestion): Promise<boolean> {
  const running = busy.reduce((sum, each) => sum + each.running, 0);
  const answer = await dialog.showMessageBox({
    type: "question",
    message: running === 1 ? "1 task is running in the background" : `${running} tasks are running in the background`,
    detail: `In ${busy.map((each) => `“${each.name}” (${each.running})`).join(", ")}. ${act === "quit" ? "Quitting" : "Stopping"} ends them; their runs then show as failed.`,
    buttons: [act === "quit" ? "Stop tasks and quit" : "Stop tasks", "Keep running"],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return answer.response === 0;
}

export function showAbout(window: BrowserWindow): void {
  const info = appInfo();
  const detail = [`Version ${info.version}`, `Electron ${info.electron}, Chromium ${info.chrome}, Node ${info.node}`, `${info.platform} ${info.arch}`, "Apache License 2.0", info.runtimeNote ?? ""];
  void dialog.showMessageBox(window, { type: "info", title: `About ${app.name}`, message: "Dagwright", detail: detail.filter(Boolean).join("\n"), buttons: ["Close"] });
}

export function showTrouble(title: string, message: string): void {
  dialog.showErrorBox(title, message);
}
