/** The settings in force and the way to change them, wherever the scope is kept (host or engine). */
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type { UserSettings } from "../../../shared/contract/host.ts";
import { Settings, settingExpectation, type SettingsState } from "../../../shared/contract/settings.ts";
import { useHost } from "../../app/host-context.tsx";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";

export type SettingsScope = "user" | "workspace";

const hostUserKey = ["host", "user-settings"] as const;

/** The engine's answer with the host's user settings laid over it, workspace overrides on top. */
export function mergeHostUser(state: SettingsState, host: UserSettings | null): SettingsState {
  if (host === null) return state;
  const merged = Settings.safeParse({ ...rightOf(host), ...state.workspace, ...state.policy });
  return { ...state, user: host.user, effective: merged.success ? merged.data : state.effective, problems: [...state.problems, ...host.problems] };
}

/** What of the person's own settings counts, with the defaults for the rest. */
function rightOf({ user }: UserSettings): Settings {
  return Settings.parse(Object.fromEntries(Object.entries(user).filter(([key, value]) => Object.hasOwn(Settings.shape, key) && settingExpectation(key, value) === null)));
}

/** `effective` is there as soon as the host has said what the person chose, before the engine knows of the workspace's. */
export function useSettings(): { state: SettingsState | null; effective: Settings | null; error: unknown; retry: () => void } {
  const host = useHost();
  const cache = useQueryClient();
  const fromEngine = useQuery(useRpc().settings.get.queryOptions({ input: {} }));
  const fromHost = useQuery({ queryKey: hostUserKey, queryFn: () => host.readUserSettings() });
  useEffect(() => host.on("settings", (user) => cache.setQueryData(hostUserKey, user)), [host, cache]);
  const state = fromEngine.data === undefined ? null : mergeHostUser(fromEngine.data, fromHost.data ?? null);
  const early = useMemo(() => (fromHost.data ? rightOf(fromHost.data) : null), [fromHost.data]);
  return { state, effective: state?.effective ?? early, error: fromEngine.error, retry: () => void fromEngine.refetch() };
}

export interface SettingsChange {
  readonly scope: SettingsScope;
  /** A null value takes the key out of the scope. */
  readonly patch: Record<string, unknown>;
}

export function useChangeSettings() {
  const host = useHost();
  const rpc = useRpc();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({ scope, patch }: SettingsChange) => {
      const keptByHost = scope === "user" && (await host.writeUserSettings(patch));
      return keptByHost ? null : rpc.settings.set.call({ scope, patch });
    },
    onSuccess: async (state) => {
      const key = rpc.settings.get.queryKey({ input: {} });
      if (state !== null) return cache.setQueryData(key, state);
      await Promise.all([cache.invalidateQueries({ queryKey: hostUserKey }), cache.invalidateQueries({ queryKey: key })]);
    },
  });
}

/** Changes settings and says when that failed, or, where it asks for it, that it went well. */
export function useSaveSettings(): { readonly save: (change: SettingsChange, done?: string) => void; readonly saving: boolean } {
  const change = useChangeSettings();
  const save = (wanted: SettingsChange, done?: string): void =>
    change.mutate(wanted, {
      onError: (thrown) => notifications.show({ color: "red", title: t("The setting was not saved"), message: toFailure(thrown).message, autoClose: 10_000 }),
      onSuccess: () => done !== undefined && notifications.show({ message: done }),
    });
  return { save, saving: change.isPending };
}
