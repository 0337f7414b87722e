/** The page goes on under the new id of the DAG; the tab of the old one closes. Where the file could not be saved, the DAG is still the old one. */
import { notifications } from "@mantine/notifications";
import { close } from "../../../app/halves.ts";
import { navigate } from "../../../app/route.ts";
import { changeHalves, useHalves } from "../../../app/use-halves.ts";
import type { Renamed } from "./use-rename.ts";

export function followRename(from: string, { to, message, tone, isSaved }: Renamed): void {
  if (isSaved) goThere(from, to);
  notifications.show({ message, ...(tone === "refused" ? { color: "red", autoClose: false as const } : {}) });
}

function goThere(from: string, to: string): void {
  // A tab that is shown would lead to its neighbour when it closes.
  const closeOld = (): void => {
    for (const { id } of useHalves.getState().halves) changeHalves((window) => close(window, id, [`dag:${from}`]));
  };
  addEventListener("hashchange", () => setTimeout(closeOld, 0), { once: true });
  navigate({ page: "dag", dagId: to, face: "draw" });
}
