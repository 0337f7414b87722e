/** The one place where messages of windows come in. A call counts only from the main frame of a window of ours that shows our page. */
import { ipcMain, type IpcMainInvokeEvent } from "electron";
import { hostCallChannel } from "../../shared/contract/host-wire.ts";
import type { HostReply } from "../../shared/contract/host.ts";
import type { Desktop, Place } from "./desktop.ts";
import { isFromPage } from "./call-sender.ts";
import { answerHostCall, type HostDoor } from "./host-call.ts";

const stranger: HostReply<never> = { ok: false, error: { code: "input/invalid", message: "Host call: this frame may not call.", details: {} } };

export function openHostDoor(door: HostDoor<Place>, desktop: Desktop): void {
  ipcMain.handle(hostCallChannel, (event, channel: unknown, text: unknown) => {
    const place = callerOf(event, desktop);
    if (place !== null) return answerHostCall(door, place, channel, text);
    door.log("host call refused: not from the main frame of one of our windows");
    return stranger;
  });
}

function callerOf(event: IpcMainInvokeEvent, desktop: Desktop): Place | null {
  return isFromPage(event) ? desktop.placeOf(event.sender.id) : null;
}
