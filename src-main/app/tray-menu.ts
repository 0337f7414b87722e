/** What the tray's menu says and does, from what the engines said of themselves. Pure: `electron` gives types only. */
import type { MenuItemConstructorOptions } from "electron";
import type { KeptWorkspace } from "./background.ts";

export interface TrayChoices {
  readonly workspaces: readonly KeptWorkspace[];
  readonly now: number;
  readonly open: (path: string | null) => void;
  readonly pause: (path: string, isPaused: boolean) => void;
  readonly stop: (path: string) => void;
  readonly quit: () => void;
}

export function trayMenu({ workspaces, now, open, pause, stop, quit }: TrayChoices): MenuItemConstructorOptions[] {
  const items = workspaces.flatMap((workspace): MenuItemConstructorOptions[] => [
    { id: `workspace:${workspace.path}`, label: plain(workspace.name), sublabel: workspace.path, click: () => open(workspace.path) },
    ...factsOf(workspace, now).map((label): MenuItemConstructorOptions => ({ label: `    ${label}`, enabled: false })),
    ...(workspace.standing === null || workspace.standing.scheduled === 0 ? [] : [pauseItem(workspace.path, workspace.standing.paused, pause)]),
    ...(workspace.hasWindow ? [] : [{ id: `stop:${workspace.path}`, label: "    Stop in the background", click: () => stop(workspace.path) }]),
    { type: "separator" },
  ]);
  const none: MenuItemConstructorOptions[] = [{ label: "No workspace is open", enabled: false }, { type: "separator" }];
  return [{ id: "open", label: "Open Dagwright", click: () => open(null) }, { type: "separator" }, ...(items.length === 0 ? none : items), { id: "quit", label: "Quit Dagwright", click: quit }];
}

/** In a few words, where the system shows them. */
export function trayTip(workspaces: readonly KeptWorkspace[]): string {
  const runs = workspaces.reduce((sum, { standing }) => sum + (standing?.runs ?? 0), 0);
  const failed = workspaces.reduce((sum, { failedSince }) => sum + failedSince, 0);
  return ["Dagwright", ...(runs === 0 ? [] : [`${counted(runs, "run")} going on`]), ...(failed === 0 ? [] : [`${counted(failed, "run")} failed`])].join(" · ");
}

function factsOf({ standing, failedSince }: KeptWorkspace, now: number): string[] {
  if (standing === null) return ["Starting"];
  const { scheduled, next, runs, paused } = standing;
  return [
    paused ? "Schedules are paused" : scheduled === 0 ? "Nothing runs by schedule" : `${counted(scheduled, "DAG")} by schedule${next === null ? "" : `, next ${plain(next.dagId)} ${whenWords(next.at, now)}`}`,
    ...(runs === 0 ? [] : [`${counted(runs, "run")} going on`]),
    ...(failedSince === 0 ? [] : [`${counted(failedSince, "run")} failed since you last looked`]),
  ];
}

function pauseItem(path: string, isPaused: boolean, pause: TrayChoices["pause"]): MenuItemConstructorOptions {
  return { id: `pause:${path}`, label: isPaused ? "    Resume schedules" : "    Pause schedules", click: () => pause(path, !isPaused) };
}

/** On this machine's clock: the time, and the day where it is another one. */
function whenWords(at: number, now: number): string {
  const [then, today] = [new Date(at), new Date(now)];
  const time = then.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return then.toDateString() === today.toDateString() ? `at ${time}` : `on ${then.toLocaleDateString([], { weekday: "short", day: "numeric", month: "short" })} at ${time}`;
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;
/** An ampersand would underline the letter after it. */
const plain = (name: string): string => name.replaceAll("&", "&&");
