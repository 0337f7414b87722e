/** What the window itself can do, whatever page is open: go places, palette, theme, workspace, engine. */
import { useMantineColorScheme } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { lazy, Suspense, useState, type ReactNode } from "react";
import type { CommandId } from "../../shared/commands/commands.ts";
import { useChangeSettings, useSettings } from "../features/settings/use-settings.ts";
import { useEngineInfo } from "../rpc/engine-info.ts";
import { toFailure } from "../rpc/failure.ts";
import { useEngineClient } from "../rpc/rpc-provider.tsx";
import { t } from "../strings/t.ts";
import { useCommandContexts, useCommandHandlers, type CommandHandler } from "./command-handlers.ts";
import { useCopyAddress } from "./copy-link.ts";
import { useHelpCommands } from "./help-commands.ts";
import type { Host } from "./host.ts";
import { useHost } from "./host-context.tsx";
import { KeysWindow } from "./keys-window.tsx";
import { Palette } from "./palette.tsx";
import { navigate, type Route } from "./route.ts";
import { openToStay } from "./use-halves.ts";

const NewDagDialog = lazy(async () => ({ default: (await import("../features/draw/new-dag-dialog.tsx")).NewDagDialog }));
const UnsavedDialog = lazy(async () => ({ default: (await import("../features/recovery/unsaved-dialog.tsx")).UnsavedDialog }));

type Overlay = "palette" | "commands" | "keys" | "new" | "unsaved" | null;

const goTo: Partial<Record<CommandId, Route>> = {
  "go.home": { page: "home" },
  "go.dags": { page: "dags" },
  "go.runs": { page: "runs" },
  "go.timeline": { page: "timeline" },
  "go.schedules": { page: "schedules" },
  "go.audit": { page: "audit" },
  "go.find": { page: "find", text: "" },
  "go.data": { page: "data" },
  "go.health": { page: "health" },
  "go.assets": { page: "assets" },
  "go.pools": { page: "pools" },
  "go.retention": { page: "retention" },
  "go.settings": { page: "settings" },
  "settings.keys": { page: "settings", face: "keys" },
};
const goHandlers = Object.fromEntries(Object.entries(goTo).map(([id, route]) => [id, (): void => navigate(route)])) as Partial<Record<CommandId, CommandHandler>>;

const stepHandlers = { "go.back": () => history.back(), "go.forward": () => history.forward() };

export function WindowCommands(): ReactNode {
  const [overlay, setOverlay] = useState<Overlay>(null);
  const host = useHost();
  const client = useEngineClient();
  const openNewQuery = (): void => {
    const told = (thrown: unknown): void => void notifications.show({ color: "red", title: t("No query was made"), message: toFailure(thrown).message });
    import("../features/sql/new-query.ts").then(({ newQuery }) => newQuery(client)).catch(told);
  };
  const info = useEngineInfo();
  useThemeCommands();
  useHelpCommands();
  useCopyAddress();
  useShellCommands(host);
  useCommandContexts(info !== null && "workspace", info !== null && info.reading === undefined && "writable", info !== null && info.reading === undefined && (info.workspace.trusted ? "trusted" : "untrusted"), host.kind === "desktop" && "desktop");
  useCommandHandlers(goHandlers);
  useCommandHandlers(stepHandlers);
  useCommandHandlers({
    "palette.open": () => setOverlay("palette"),
    "palette.commands": () => setOverlay("commands"),
    "dag.new": () => setOverlay("new"),
    "sql.new": openNewQuery,
    "files.unsaved": () => setOverlay("unsaved"),
    "help.keys": () => setOverlay("keys"),
    "help.about": () => void host.about(),
    "workspace.open": () => void host.openWorkspace(),
    "workspace.trust": () => void host.requestTrust(),
    "workspace.reveal": () => void host.revealWorkspace(),
    "engine.restart": () => void host.restartEngine(),
  });
  const close = (): void => setOverlay(null);
  if (overlay === "new") {
    const open = (dagId: string): void => {
      close();
      openToStay({ page: "dag", dagId, face: "draw" });
    };
    return (
      <Suspense fallback={null}>
        <NewDagDialog onClose={close} onMade={open} />
      </Suspense>
    );
  }
  if (overlay === "unsaved") {
    return (
      <Suspense fallback={null}>
        <UnsavedDialog onClose={close} />
      </Suspense>
    );
  }
  if (overlay === "keys") return <KeysWindow onClose={close} />;
  return overlay === null ? null : <Palette key={overlay} commandsOnly={overlay === "commands"} onClose={close} />;
}

/** What the program around the page does; in a browser nobody answers these. */
function useShellCommands(host: Host): void {
  const change = useChangeSettings();
  const quiet = useSettings().state?.effective.doNotDisturb ?? false;
  useCommandHandlers(host.kind === "browser" ? { "notices.allow": () => void allowNotices() } : {});
  useCommandHandlers({
    "window.zoomIn": () => void host.actOnWindow("zoomIn"),
    "window.zoomOut": () => void host.actOnWindow("zoomOut"),
    "window.zoomReset": () => void host.actOnWindow("zoomReset"),
    "window.fullScreen": () => void host.actOnWindow("fullScreen"),
    "notices.quiet": () => {
      change.mutate({ scope: "user", patch: { doNotDisturb: quiet ? null : true } });
      notifications.show({ message: quiet ? t("Notifications are shown again.") : t("No notifications until you say so again.") });
    },
  });
}

/** A browser asks only when a person did something. */
async function allowNotices(): Promise<void> {
  const answer = typeof Notification === "undefined" ? "denied" : await Notification.requestPermission();
  notifications.show({ message: answer === "granted" ? t("Runs that fail while this page is not in front are told by a notification.") : t("The browser refuses notifications of this page; its settings of the page say so.") });
}

function useThemeCommands(): void {
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const change = useChangeSettings();
  const choose = (theme: "light" | "dark" | "system"): void => {
    setColorScheme(theme === "system" ? "auto" : theme);
    change.mutate({ scope: "user", patch: { theme } });
  };
  useCommandHandlers({ "theme.light": () => choose("light"), "theme.dark": () => choose("dark"), "theme.system": () => choose("system"), "theme.contrast": () => change.mutate({ scope: "user", patch: { contrast: document.documentElement.dataset.contrast === "high" ? "normal" : "high" } }) });
}
