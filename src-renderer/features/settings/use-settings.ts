/** The settings in force and the way to change them, wherever the scope is kept (host or engine). */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { Settings, type SettingsState } from "../../../shared/contract/settings.ts";
import { useHost } from "../../app/host-context.tsx";
import { useRpc } from "../../rpc/rpc-provider.tsx";

export type SettingsScope = "user" | "workspace";

const hostUserKey = ["host", "user-settings"] as const;

/** The engine's answer with the host's user settings laid over it, workspace overrides on top. */
export function mergeHostUser(state: SettingsState, hostUser: Record<string, unknown> | null): SettingsState {
  if (hostUser === null) return state;
  const merged = Settings.safeParse({ ...hostUser, ...state.workspace });
  return { ...state, user: hostUser, effective: merged.success ? merged.data : state.effective };
}

export function useSettings(): { state: SettingsState | null; error: unknown; retry: () => void } {
  const host = useHost();
  const cache = useQueryClient();
  const fromEngine = useQuery(useRpc().settings.get.queryOptions({ input: {} }));
  const fromHost = useQuery({ queryKey: hostUserKey, queryFn: () => host.readUserSettings() });
  useEffect(() => host.on("settings", ({ user }) => cache.setQueryData(hostUserKey, user)), [host, cache]);
  const state = fromEngine.data === undefined ? null : mergeHostUser(fromEngine.data, fromHost.data ?? null);
  return { state, error: fromEngine.error, retry: () => void fromEngine.refetch() };
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
