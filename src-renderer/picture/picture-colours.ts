/**
 * The colours of a picture. A picture may be of the other theme than the screen, and leaves the page: so these are the values of
 * `ui/tokens.css`, written out. A test compares the two.
 */
export type PictureTheme = "light" | "dark";

const themes = {
  light: {
    surface: "#ffffff",
    "surface-2": "#f7f7f8",
    "surface-3": "#eeeef0",
    border: "#dedee3",
    "border-strong": "#8b8b95",
    text: "#18181b",
    "text-2": "#52525b",
    "note-yellow": "#fdf6cf",
    "note-yellow-line": "#d9bf4a",
    "note-green": "#e4f5e4",
    "note-green-line": "#86bd8a",
    "note-blue": "#e3effc",
    "note-blue-line": "#84add9",
    "note-red": "#fde8e6",
    "note-red-line": "#dd938d",
    "note-violet": "#efe8fb",
    "note-violet-line": "#ab93d6",
    "note-grey": "#ececef",
    "note-grey-line": "#a9a9b3",
    "state-none": "#62626b",
    "state-scheduled": "#7a5c34",
    "state-queued": "#5b6068",
    "state-running": "#44720a",
    "state-success": "#13703a",
    "state-failed": "#c01c1c",
    "state-up_for_retry": "#8f5206",
    "state-up_for_reschedule": "#0b6b7c",
    "state-deferred": "#7a24c6",
    "state-upstream_failed": "#b0430a",
    "state-skipped": "#bb1e73",
    "state-removed": "#666b73",
    "state-interrupted": "#98189f",
    "state-unknown": "#52525b",
  },
  dark: {
    surface: "#131316",
    "surface-2": "#1a1a1f",
    "surface-3": "#232329",
    border: "#2f2f37",
    "border-strong": "#73737f",
    text: "#ededf0",
    "text-2": "#a1a1aa",
    "note-yellow": "#35300f",
    "note-yellow-line": "#7d6f2a",
    "note-green": "#16301c",
    "note-green-line": "#3f7048",
    "note-blue": "#14293f",
    "note-blue-line": "#3d648c",
    "note-red": "#3a1d1b",
    "note-red-line": "#84504c",
    "note-violet": "#2a2140",
    "note-violet-line": "#66548f",
    "note-grey": "#27272d",
    "note-grey-line": "#5b5b66",
    "state-none": "#9a9aa5",
    "state-scheduled": "#d2b48c",
    "state-queued": "#a3a8b2",
    "state-running": "#a3e635",
    "state-success": "#4ade80",
    "state-failed": "#f87171",
    "state-up_for_retry": "#fbbf24",
    "state-up_for_reschedule": "#2dd4e0",
    "state-deferred": "#c084fc",
    "state-upstream_failed": "#fb923c",
    "state-skipped": "#f9a8d4",
    "state-removed": "#9196a0",
    "state-interrupted": "#e879f9",
    "state-unknown": "#a1a1aa",
  },
} as const satisfies Readonly<Record<PictureTheme, Readonly<Record<string, string>>>>;

export type ColourName = keyof (typeof themes)["light"];

export interface PictureColours {
  readonly of: (name: ColourName) => string;
  /** The ground of the canvas and of its cards. */
  readonly canvas: string;
  readonly card: string;
  readonly state: (state: string) => string;
}

export function coloursOf(theme: PictureTheme): PictureColours {
  const all: Readonly<Record<string, string>> = themes[theme];
  const of = (name: string): string => all[name] ?? all["text-2"] ?? "#808080";
  const isDark = theme === "dark";
  return { of, canvas: of(isDark ? "surface" : "surface-2"), card: of(isDark ? "surface-2" : "surface"), state: (state) => of(`state-${state}`) };
}

/** For the test. */
export function namedColours(theme: PictureTheme): Readonly<Record<string, string>> {
  return themes[theme];
}
