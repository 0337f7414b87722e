/** Starts Dagwright with the person's log-in, if they ask for it: by the system where it has a way, by an autostart entry on Linux, which goes when it is turned off. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { app } from "electron";
import { autostartEntry, isOurEntry } from "./autostart-entry.ts";
import { backgroundWord } from "./launch-words.ts";

export function startAtLogin(isOn: boolean, log: (line: string) => void): void {
  try {
    if (process.platform === "linux") keepEntry(isOn);
    else if (app.getLoginItemSettings({ args: [backgroundWord] }).openAtLogin !== isOn) app.setLoginItemSettings({ openAtLogin: isOn, args: [backgroundWord] });
  } catch (error) {
    log(`starting at log-in could not be turned ${isOn ? "on" : "off"}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What is there under our name and is not ours stays. */
function keepEntry(isOn: boolean): void {
  const file = join(configHome(), "autostart", "dagwright.desktop");
  const before = textOf(file);
  if (before !== null && !isOurEntry(before)) return;
  if (!isOn) return before === null ? undefined : rmSync(file, { force: true });
  const entry = autostartEntry([process.env["APPIMAGE"] ?? process.execPath, ...(app.isPackaged ? [] : [app.getAppPath()]), backgroundWord]);
  if (entry === before) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, entry);
}

function configHome(): string {
  const { XDG_CONFIG_HOME: named } = process.env;
  return named !== undefined && isAbsolute(named) ? named : join(homedir(), ".config");
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
