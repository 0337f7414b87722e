/** Settings: one schema makes the form, the defaults, the JSON file's check and the docs. */
import { z } from "zod";
import { procedure } from "./base.ts";

export const Settings = z.object({
  theme: z.enum(["system", "light", "dark"]).default("system").describe("Colours of the window."),
  contrast: z.enum(["system", "normal", "high"]).default("system").describe("Strength of text and borders: as the system asks for, or always so."),
  density: z.enum(["compact", "comfortable"]).default("compact").describe("Row height of lists and tables."),
  timeZone: z.enum(["local", "utc", "dag"]).default("local").describe("Zone in which times are shown."),
  reducedMotion: z.boolean().default(false).describe("Show changes without animation. Where the system asks for that, there is none anyway."),
  previewTabs: z.boolean().default(true).describe("Open documents as a preview, in italics, whose place the next one takes. A double click, an edit or a drag keeps it."),
  notifications: z.enum(["off", "failed", "all"]).default("failed").describe("Which runs are told by a notification of the system when they end while the window is not in front."),
  doNotDisturb: z.boolean().default(false).describe("Show no notifications for now, whatever the setting above says."),
  background: z.boolean().default(false).describe("In the desktop app, schedules and runs go on when windows are closed. Dagwright stays in the tray until it is quit there."),
  openAtLogin: z.boolean().default(false).describe("Start Dagwright when you log in: without a window where it works in the background, else with one."),
  keys: z.record(z.string(), z.array(z.string())).default({}).describe("Keys of your own: command and its list of keys, [] for none."),
  sqlQuoting: z.enum(["auto", "always"]).default("auto").describe("Names that completion writes stand in double quotes where they need them, or always."),
  sqlKeywordCase: z.enum(["preserve", "upper", "lower"]).default("preserve").describe("Case of SQL words that completion and formatting write; preserve goes on as the text was written."),
  parallelism: z.number().int().min(1).max(256).default(8).describe("Tasks that may run at the same time in this workspace."),
  fastLaneSlots: z.number().int().min(0).max(64).default(2).describe("Slots beside parallelism that are kept for DAGs marked latency_sensitive."),
  onEngineDeath: z.enum(["stop", "keep"]).default("stop").describe("What happens to running tasks when the engine dies and does not come back within 10 seconds."),
  pythonInterpreter: z.string().default("python3").describe("Python for tasks that name no interpreter or environment."),
  warmPython: z.boolean().default(true).describe("Keep a warm Python process and fork tasks from it."),
  httpProxy: z.string().regex(/^(?:|https?:\/\/[^\s/]+\/?)$/).default("").describe("Proxy that HTTP tasks and messages go through, such as http://proxy:3128. Empty: none, whatever the environment says."),
  metrics: z.boolean().default(false).describe("Serve figures for Prometheus at /metrics of `dagwright serve`, to who brings the token in .dagwright/metrics-token."),
  logCapMiB: z.number().int().min(1).max(4096).default(64).describe("Log kept per try, half of it from the start and half from the end."),
});
export type Settings = z.infer<typeof Settings>;

/** The keys that a workspace may override in `dagwright.json`. */
export const workspaceSettingKeys = ["parallelism", "fastLaneSlots", "onEngineDeath", "pythonInterpreter", "warmPython", "httpProxy", "metrics", "logCapMiB", "timeZone", "sqlQuoting", "sqlKeywordCase"] as const satisfies readonly (keyof Settings)[];

/** What would be right where the value is not, as the end of "found …; expected"; null when it is right or the key is no setting. */
export function settingExpectation(key: string, value: unknown): string | null {
  const field = Object.hasOwn(Settings.shape, key) ? Settings.shape[key as keyof typeof Settings.shape] : null;
  if (field === null || field.safeParse(value).success) return null;
  const { type, enum: options, minimum, maximum } = z.toJSONSchema(field, { io: "input" });
  if (options !== undefined) return `one of ${options.join(", ")}`;
  if (type === "integer") return `a whole number from ${minimum} to ${maximum}, without quotes`;
  if (type === "object") return `keys for each command, such as {"go.runs": ["$mod+Shift+x"]}`;
  if (key === "httpProxy") return "an address such as http://proxy:3128, or an empty text";
  return type === "boolean" ? "true or false, without quotes" : "a text";
}

export const SettingsState = z.object({
  effective: Settings,
  user: z.record(z.string(), z.unknown()),
  workspace: z.record(z.string(), z.unknown()),
  /** What the administrator of this machine has laid down; it wins over both. */
  policy: z.record(z.string(), z.unknown()),
  problems: z.array(z.string()),
});
export type SettingsState = z.infer<typeof SettingsState>;

export const settingsContract = {
  get: procedure.input(z.object({})).output(SettingsState),
  /** A null value takes the key out of the scope. */
  set: procedure
    .input(z.object({ scope: z.enum(["user", "workspace"]), patch: z.record(z.string(), z.unknown()) }))
    .output(SettingsState),
};
