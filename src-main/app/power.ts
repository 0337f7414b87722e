/** What the system says of its power goes to every engine: a sleep is known at once then, and for sure. */
import { powerMonitor } from "electron";
import type { Engines } from "./engines.ts";

export function passOnPower(engines: Engines): void {
  powerMonitor.on("suspend", () => engines.tellPower("suspend"));
  powerMonitor.on("resume", () => engines.tellPower("resume"));
  powerMonitor.on("lock-screen", () => engines.tellPower("lock"));
  powerMonitor.on("unlock-screen", () => engines.tellPower("unlock"));
}
