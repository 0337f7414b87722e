/** The address of what is shown, for somebody else to open: of the page in a browser, of the program in the desktop. */
import { notifications } from "@mantine/notifications";
import { deepLinkOf } from "../../shared/links/deep-link.ts";
import { toFailure } from "../rpc/failure.ts";
import { t } from "../strings/t.ts";
import { useCommandHandlers } from "./command-handlers.ts";
import type { Host } from "./host.ts";
import { useHost } from "./host-context.tsx";
import { currentRoute, formatRoute, type Route } from "./route.ts";

/** `route` is asked for when the link is. A page that shows more than the address says answers before the window does. */
export function useCopyLink(route: () => Route): void {
  const host = useHost();
  useCommandHandlers({ "link.copy": () => void copyLink(host, route()) });
}

export const useCopyAddress = (): void => useCopyLink(currentRoute);

async function copyLink(host: Host, route: Route): Promise<void> {
  const link = host.kind === "desktop" ? desktopLink(route) : `${location.origin}${location.pathname}${formatRoute(route)}`;
  if (link === null) return void notifications.show({ message: isElsewhere(route) ? t("What comes from a capsule has no link: hand on the capsule itself.") : t("Nothing here has a link of its own; DAGs, runs and searches have.") });
  try {
    await host.copyText(link);
    notifications.show({ id: "link-copied", title: t("A link is on the clipboard"), message: link });
  } catch (thrown) {
    notifications.show({ color: "red", title: t("The link could not be copied"), message: toFailure(thrown).message });
  }
}

function desktopLink(route: Route): string | null {
  if (route.page === "dag") return deepLinkOf({ to: "dag", dagId: route.dagId });
  if (route.page === "find" && route.text !== "") return deepLinkOf({ to: "find", text: route.text });
  if (route.page !== "run" || isElsewhere(route)) return null;
  const { dagId, runId, taskId, tryNumber, line, face, other } = route;
  const more = { taskId, tryNumber, line, face, other };
  return deepLinkOf({ to: "run", dagId, runId, ...Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined)) });
}

/** Names of sources mean something on this machine only. */
function isElsewhere(route: Route): boolean {
  return route.page === "run" && (route.source !== undefined || route.otherSource !== undefined);
}
