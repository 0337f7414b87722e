/** The recent workspaces where the system lists them: the jump list of Windows, the dock's menu of macOS. */
import { app, Menu } from "electron";

export interface RecentPlace {
  readonly path: string;
  readonly name: string;
}

const shownAtMost = 10;

/** @param program the words before our own on a command line; in a clone the app's folder is one of them */
export function tellSystemRecents(recent: readonly RecentPlace[], program: readonly string[], open: (path: string) => void): void {
  const shown = recent.slice(0, shownAtMost);
  if (process.platform === "darwin") app.dock?.setMenu(Menu.buildFromTemplate(shown.map(({ path, name }) => ({ label: name, click: () => open(path) }))));
  if (process.platform !== "win32") return;
  app.setJumpList([
    {
      type: "custom",
      name: "Workspaces",
      items: shown.map(({ path, name }) => ({ type: "task", title: name, description: path, program: process.execPath, args: [...program, "--workspace", path].map(quoted).join(" "), iconPath: process.execPath, iconIndex: 0 })),
    },
  ]);
}

/** As Windows takes a command line apart again. A path holds no quotes there. */
function quoted(word: string): string {
  return /[\s"]/.test(word) ? `"${word.replaceAll('"', "")}"` : word;
}
