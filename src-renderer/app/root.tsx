/** The whole window: providers around the frame. */
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { StrictMode, useEffect, useLayoutEffect, type ReactNode } from "react";
import { DocumentsProvider } from "../document/documents-provider.tsx";
import { t } from "../strings/t.ts";
import { useQueryClient } from "@tanstack/react-query";
import { readAhead } from "./read-ahead.ts";
import { useRunNotices } from "./run-notices.ts";
import { useEngineInfo } from "../rpc/engine-info.ts";
import { ActDialogs } from "../run-acts/act-dialogs.tsx";
import { RpcProvider, useRpc, type Rpc } from "../rpc/rpc-provider.tsx";
import { theme } from "../ui/theme.ts";
import { CapsuleWindows } from "./capsule-windows.tsx";
import { bindCommandKeys } from "./command-keys.ts";
import { runCommand, watchContexts } from "./command-handlers.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { FileDrop } from "./file-drop.tsx";
import { followFile } from "./follow-file.ts";
import { Frame } from "./frame.tsx";
import { HostProvider, useHost } from "./host-context.tsx";
import type { Host } from "./host.ts";
import { PreferencesBridge } from "./preferences-bridge.tsx";
import { useHostNavigation } from "./host-navigation.ts";
import { useRoute } from "./route.ts";
import { performEdit } from "./edit-acts.ts";
import { keepFocus } from "./keep-focus.ts";
import { TabCommands } from "./tab-commands.tsx";
import { tabOf } from "./tabs.ts";
import { followAddress, keepHalves } from "./use-halves.ts";
import { WindowCommands } from "./window-commands.tsx";

/** The nonce of this response; the page's policy lets no other style element in. Kit styles come as text, never as markup. */
function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
}

export function Root({ host, rpc }: { host: Host; rpc: Rpc }): ReactNode {
  return (
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false} deduplicateInlineStyles getStyleNonce={pageNonce}>
        <ErrorBoundary where={t("The window")}>
          <HostProvider host={host}>
            <RpcProvider rpc={rpc}>
              <PreferencesBridge>
                <DocumentsProvider onMoved={followFile}>
                  <WindowWiring />
                  <Frame />
                  <WindowCommands />
                  <TabCommands />
                  <ActDialogs />
                  <CapsuleWindows />
                  <FileDrop />
                  <Notifications position="bottom-right" limit={4} />
                </DocumentsProvider>
              </PreferencesBridge>
            </RpcProvider>
          </HostProvider>
        </ErrorBoundary>
      </MantineProvider>
    </StrictMode>
  );
}

/** Joins the window with what is outside React: keys, menus, title, kept tabs. */
function WindowWiring(): null {
  const host = useHost();
  const route = useRoute();
  const workspace = useEngineInfo()?.workspace.name ?? null;
  useHostNavigation();
  // Before anything is seen: what is seen invites to press.
  useLayoutEffect(() => bindCommandKeys(window), []);
  useEffect(() => keepFocus(), []);
  useEffect(() => followAddress(), []);
  useEffect(() => keepHalves(), []);
  useEffect(() => watchContexts((contexts) => host.setContexts([...contexts])), [host]);
  const [queries, cache] = [useRpc(), useQueryClient()];
  useEffect(() => readAhead(window, { queries, cache }), [queries, cache]);
  useRunNotices();
  useEffect(() => host.on("edit", ({ act }) => performEdit(act, host)), [host]);
  useEffect(() => host.on("command", ({ id }) => void runCommand(id)), [host]);
  const place = tabOf(route)?.title ?? null;
  useEffect(() => host.setTitle([place, workspace, "Dagwright"].filter((part) => part !== null).join(" · ")), [host, place, workspace]);
  return null;
}
