/** Applies the settings that change how the window looks: theme, density, motion, time zone. */
import { useMantineColorScheme } from "@mantine/core";
import { useMediaQuery, useReducedMotion } from "@mantine/hooks";
import { useEffect, useMemo, type ReactNode } from "react";
import { useSettings } from "../features/settings/use-settings.ts";
import { setKeyOverrides } from "./key-map.ts";
import { setPreviews } from "./use-halves.ts";
import { defaultPreferences, PreferencesProvider } from "../ui/preferences.tsx";

export function PreferencesBridge({ children }: { children: ReactNode }): ReactNode {
  const settings = useSettings().effective;
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const theme = settings?.theme ?? null;
  const density = settings?.density ?? "compact";
  const wantsStill = useReducedMotion();
  const reducedMotion = (settings?.reducedMotion ?? false) || wantsStill;
  const wantsContrast = useMediaQuery("(prefers-contrast: more)") ?? false;
  const chosen = settings?.contrast ?? "system";
  const contrast = chosen === "system" ? (wantsContrast ? "high" : "normal") : chosen;
  const keys = settings?.keys;
  const previews = settings?.previewTabs ?? true;
  useEffect(() => {
    if (theme !== null) setColorScheme(theme === "system" ? "auto" : theme);
  }, [theme, setColorScheme]);
  useEffect(() => {
    document.documentElement.dataset.density = density;
    document.documentElement.dataset.reducedMotion = String(reducedMotion);
    document.documentElement.dataset.contrast = contrast;
  }, [density, reducedMotion, contrast]);
  useEffect(() => setKeyOverrides(keys ?? {}), [keys]);
  useEffect(() => setPreviews(previews), [previews]);
  const value = useMemo(() => ({ ...(settings ?? defaultPreferences), reducedMotion }), [settings, reducedMotion]);
  return <PreferencesProvider value={value}>{children}</PreferencesProvider>;
}
