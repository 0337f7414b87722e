/** Applies the settings that change how the window looks: theme, density, motion, time zone. */
import { useMantineColorScheme } from "@mantine/core";
import { useEffect, type ReactNode } from "react";
import { useSettings } from "../features/settings/use-settings.ts";
import { PreferencesProvider, type Preferences } from "../ui/preferences.tsx";

const untilKnown: Preferences = { density: "compact", timeZone: "local", reducedMotion: false };

export function PreferencesBridge({ children }: { children: ReactNode }): ReactNode {
  const settings = useSettings().state?.effective ?? null;
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const theme = settings?.theme ?? null;
  const density = settings?.density ?? "compact";
  const reducedMotion = settings?.reducedMotion ?? false;
  useEffect(() => {
    if (theme !== null) setColorScheme(theme === "system" ? "auto" : theme);
  }, [theme, setColorScheme]);
  useEffect(() => {
    document.documentElement.dataset.density = density;
    document.documentElement.dataset.reducedMotion = String(reducedMotion);
  }, [density, reducedMotion]);
  return <PreferencesProvider value={settings ?? untilKnown}>{children}</PreferencesProvider>;
}
