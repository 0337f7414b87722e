/** Whether a message comes from the page itself: the main frame of its window, at our address. Pure; every doubt is a no. */
import { isPageAddress } from "./page-address.ts";

interface Frame {
  readonly url: string;
}

export interface CallEvent {
  /** Null once the frame is gone. */
  readonly senderFrame: Frame | null;
  readonly sender: { readonly mainFrame: Frame };
}

export function isFromPage(event: CallEvent): boolean {
  try {
    const frame = event.senderFrame;
    // A frame that is gone has no address; a missing one is no reason to believe it.
    return frame !== null && frame === event.sender.mainFrame && isPageAddress(frame.url);
  } catch {
    return false;
  }
}
