/** The one place where messages of windows come in. A call counts only from the main frame of a window of ours that shows our page. */
import { ipcMain, type IpcMainInvokeEvent } from "electron";
import { hostCallChannel } from "../../shared/contract/host-wire.ts";
import type { HostReply } from "../../shared/contract/host.ts";
import type { Desktop, Place } from "./desktop.ts";
import { answerHostCall, type HostDoor } from "./host-call.ts";
import { isPageAddress } from "./page-address.ts";

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
  try {
    const frame = event.senderFrame;
    // A frame that is gone has no address; a missing one is no reason to believe it.
    const isOurs = frame !== null && frame === event.sender.mainFrame && isPageAddress(frame.url);
    return isOurs ? desktop.placeOf(event.sender.id) : null;
  } catch {
    return null;
  }
}
