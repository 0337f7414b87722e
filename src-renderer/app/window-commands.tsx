/** What the window itself can do, whatever page is open: go places, palette, theme, workspace, engine. */
import { useMantineColorScheme } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { lazy, Suspense, useState, type ReactNode } from "react";
import type { CommandId } from "../../shared/commands/commands.ts";
import { useChangeSettings } from "../features/settings/use-settings.ts";
import { useEngineInfo } from "../rpc/engine-info.ts";
import { toFailure } from "../rpc/failure.ts";
import { useEngineClient } from "../rpc/rpc-provider.tsx";
import { useCommandContexts, useCommandHandlers, type CommandHandler } from "./command-handlers.ts";
import { useHost } from "./host-context.tsx";
import { KeysWindow } from "./keys-window.tsx";
import { Palette } from "./palette.tsx";
import { navigate, type Route } from "./route.ts";

const NewDagDialog = lazy(async () => ({ default: (await import("../features/draw/new-dag-dialog.tsx")).NewDagDialog }));
const UnsavedDialog = lazy(async () => ({ default: (await import("../features/recovery/unsaved-dialog.tsx")).UnsavedDialog }));

type Overlay = "palette" | "commands" | "keys" | "new" | "unsaved" | null;

const goTo: Partial<Record<CommandId, Route>> = {
  "go.home": { page: "home" },
  "go.dags": { page: "dags" },
  "go.runs": { page: "runs" },
  "go.find": { page: "find", text: "" },
  "go.data": { page: "data" },
  "go.health": { page: "health" },
  "go.settings": { page: "settings" },
};
const goHandlers = Object.fromEntries(Object.entries(goTo).map(([id, route]) => [id, (): void => navigate(route)])) as Partial<Record<CommandId, CommandHandler>>;

export function WindowCommands(): ReactNode {
  const [overlay, setOverlay] = useState<Overlay>(null);
  const host = useHost();
  const client = useEngineClient();
  const openNewQuery = (): void => {
    const told = (thrown: unknown): void => void notifications.show({ color: "red", title: "No query was made", message: toFailure(thrown).message });
    import("../features/sql/new-query.ts").then(({ newQuery }) => newQuery(client)).catch(told);
  };
  const info = useEngineInfo();
  useThemeCommands();
  useCommandContexts(info !== null && "workspace", info !== null && (info.workspace.trusted ? "trusted" : "untrusted"), host.kind === "desktop" && "desktop");
  useCommandHandlers(goHandlers);
  useCommandHandlers({
    "palette.open": (key) => setOverlay(key?.includes("Shift") === true ? "commands" : "palette"),
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
      navigate({ page: "dag", dagId, face: "draw" });
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

function useThemeCommands(): void {
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const change = useChangeSettings();
  const choose = (theme: "light" | "dark" | "system"): void => {
    setColorScheme(theme === "system" ? "auto" : theme);
    change.mutate({ scope: "user", patch: { theme } });
  };
  useCommandHandlers({ "theme.light": () => choose("light"), "theme.dark": () => choose("dark"), "theme.system": () => choose("system") });
}
