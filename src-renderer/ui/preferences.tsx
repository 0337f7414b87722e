/** What the person chose about the look of things, handed down so that the components here need no settings. */
import { createContext, use, type ReactNode } from "react";

export interface Preferences {
  readonly density: "compact" | "comfortable";
  readonly timeZone: "local" | "utc" | "dag";
  readonly reducedMotion: boolean;
  /** How completion and formatting write SQL. */
  readonly sqlQuoting: "auto" | "always";
  readonly sqlKeywordCase: "preserve" | "upper" | "lower";
}

export const defaultPreferences: Preferences = { density: "compact", timeZone: "local", reducedMotion: false, sqlQuoting: "auto", sqlKeywordCase: "preserve" };

const PreferencesContext = createContext<Preferences>(defaultPreferences);
const DagZoneContext = createContext<string | null>(null);

export function PreferencesProvider({ value, children }: { value: Preferences; children: ReactNode }): ReactNode {
  return <PreferencesContext value={value}>{children}</PreferencesContext>;
}

/** Inside, times are shown in this DAG's zone when the person chose "dag". */
export function DagZone({ timezone, children }: { timezone: string | null; children: ReactNode }): ReactNode {
  return <DagZoneContext value={timezone}>{children}</DagZoneContext>;
}

export function usePreferences(): Preferences {
  return use(PreferencesContext);
}

/** Height of a list row in px; virtual lists need the number. */
export function useRowHeight(): number {
  return usePreferences().density === "compact" ? 28 : 36;
}

/** IANA name of the zone to show times in; undefined is this machine's. */
export function useDisplayZone(): string | undefined {
  const { timeZone } = usePreferences();
  const dagZone = use(DagZoneContext);
  if (timeZone === "utc") return "UTC";
  return timeZone === "dag" ? (dagZone ?? "UTC") : undefined;
}
