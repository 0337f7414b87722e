/** Notifications of the system and the number at the program's icon. Both are told by the windows; a click leads back into the one that told. */
import { app, Notification } from "electron";
import type { HostNotice } from "../../shared/contract/host.ts";
import type { Desktop, Place } from "./desktop.ts";

export interface Notices {
  show(notice: HostNotice, place: Place): void;
  count(count: number, place: Place): void;
  /** Of a workspace that has no window. */
  tell(notice: Pick<HostNotice, "title" | "body">, onClick: () => void): void;
}

export function createNotices(desktop: Pick<Desktop, "places" | "raise">, log: (line: string) => void): Notices {
  const counts = new Map<Place, number>();
  // A notification that nobody holds is forgotten together with its click.
  const held = new Set<Notification>();

  function tell({ title, body }: Pick<HostNotice, "title" | "body">, onClick: () => void): void {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body });
    held.add(notification);
    notification.on("click", onClick);
    for (const end of ["click", "close"] as const) notification.on(end as "close", () => void held.delete(notification));
    notification.on("failed", (_event, why) => {
      held.delete(notification);
      log(`notification not shown: ${why}`);
    });
    notification.show();
  }

  function count(now: number, place: Place): void {
    counts.set(place, now);
    for (const known of counts.keys()) if (!desktop.places.has(known)) counts.delete(known);
    app.setBadgeCount([...counts.values()].reduce((sum, each) => sum + each, 0));
    // Windows has no number at the icon: the task bar's button calls instead.
    if (process.platform === "win32" && !place.window.isDestroyed()) place.window.flashFrame(now > 0);
  }

  const show = ({ open, ...notice }: HostNotice, place: Place): void => tell(notice, () => void (desktop.places.has(place) && desktop.raise(place, open)));
  return { show, count, tell };
}
