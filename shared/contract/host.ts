/**
 * What the window may ask of the desktop program around it, and what it hears from there. Each channel is named here
 * once with the schema of its input and of its answer; the bridge carries nothing else. In the browser there is no host.
 */
import { z } from "zod";
import { commandContexts, commands } from "../commands/commands.ts";

const nothing = z.strictObject({});
const text = (max: number) => z.string().max(max);

export const HostAppInfo = z.object({
  name: z.string(),
  version: z.string(),
  platform: z.string(),
  arch: z.string(),
  electron: z.string(),
  chrome: z.string(),
  node: z.string(),
  /** True on the end-of-life runtime that is for development and tests only. */
  developmentRuntime: z.boolean(),
  /** A sentence to show while that is so; null on a shipped runtime. */
  runtimeNote: z.string().nullable(),
});
export type HostAppInfo = z.infer<typeof HostAppInfo>;

export const HostWorkspace = z.object({ path: z.string(), name: z.string(), trusted: z.boolean() });
export type HostWorkspace = z.infer<typeof HostWorkspace>;

export const RecentWorkspace = HostWorkspace.extend({ openedAt: z.number(), exists: z.boolean() });
export type RecentWorkspace = z.infer<typeof RecentWorkspace>;

/** Where a deep link or an opened file asks the window to go. It never starts anything. */
export const HostNavigation = z.discriminatedUnion("to", [
  z.object({ to: z.literal("dag"), dagId: z.string() }),
  z.object({
    to: z.literal("run"),
    dagId: z.string(),
    runId: z.string(),
    taskId: z.string().optional(),
    tryNumber: z.number().int().optional(),
    /** Of the try's log. */
    line: z.number().int().optional(),
    face: z.string().optional(),
    /** The run that it is compared with. */
    other: z.string().optional(),
  }),
  z.object({ to: z.literal("runs") }),
  z.object({ to: z.literal("find"), text: z.string() }),
  /** A DAG file, a query or a data file, relative to the workspace. */
  z.object({ to: z.literal("file"), file: z.string() }),
  /** Nowhere: why a link is not followed. */
  z.object({ to: z.literal("nowhere"), reason: z.string() }),
]);
export type HostNavigation = z.infer<typeof HostNavigation>;

export const EngineState = z.object({
  state: z.enum(["starting", "up", "restarting", "failed", "none"]),
  /** Why it is not up, for a person. */
  message: z.string().nullable(),
  code: z.string().nullable(),
  /** How often it was restarted since the workspace was opened. */
  restarts: z.number(),
});
export type EngineState = z.infer<typeof EngineState>;

export const UserSettings = z.object({ user: z.record(z.string(), z.unknown()), problems: z.array(z.string()) });
export type UserSettings = z.infer<typeof UserSettings>;

/** What the Edit menu asks for; the page knows what it means where the focus is. */
export const EditAct = z.enum(["undo", "redo", "cut", "copy", "paste", "selectAll"]);
export type EditAct = z.infer<typeof EditAct>;

export const HostNotice = z.strictObject({ title: text(200), body: text(1000), /** Where the click leads. */ open: HostNavigation });
export type HostNotice = z.infer<typeof HostNotice>;

/** Every channel: `area.verb`. */
export const hostChannels = {
  "app.info": { input: nothing, output: HostAppInfo },
  /** Shows the native about box. */
  "app.about": { input: nothing, output: nothing },
  /** The place a link asked for before the window was there to hear it; given once. */
  "app.takeNavigation": { input: nothing, output: HostNavigation.nullable() },

  "workspace.current": { input: nothing, output: HostWorkspace.nullable() },
  /** The native folder dialog. When a folder is chosen the window loads anew on it. */
  "workspace.open": { input: nothing, output: z.strictObject({ opened: z.boolean() }) },
  /** Only a path of the recent list is opened. */
  "workspace.openRecent": { input: z.strictObject({ path: text(4096) }), output: z.strictObject({ opened: z.boolean() }) },
  "workspace.recent": { input: nothing, output: z.array(RecentWorkspace) },
  "workspace.forget": { input: z.strictObject({ path: text(4096) }), output: z.array(RecentWorkspace) },
  /** The native dialog that shows what would run. There is no other way to trust a folder. */
  "workspace.requestTrust": { input: nothing, output: z.strictObject({ trusted: z.boolean() }) },
  "workspace.reveal": { input: nothing, output: nothing },

  /** Asks for a fresh engine port; it arrives as a window message `enginePortMessage` with the port. */
  "engine.connect": { input: nothing, output: EngineState },
  "engine.state": { input: nothing, output: EngineState },
  "engine.restart": { input: nothing, output: EngineState },
  /** The native dialog that offers what a lost or damaged state can be replaced by. There is no other way for a page. */
  "state.restore": { input: nothing, output: z.strictObject({ restored: z.boolean() }) },

  /** Looks at a state that a newer version wrote, without changing it. */
  "state.read": { input: nothing, output: EngineState },

  "settings.get": { input: nothing, output: UserSettings },
  /** A null value takes the key out. */
  "settings.set": { input: z.strictObject({ patch: z.record(text(64), z.unknown()) }), output: UserSettings },

  /** http and https only. */
  "external.open": { input: z.strictObject({ url: text(2048) }), output: nothing },
  /** The native save dialog; `saved` is false when it was closed. */
  "file.save": {
    input: z.strictObject({ name: text(200), text: text(64 * 1024 * 1024), /** `base64`: the text stands for bytes. */ encoding: z.literal("base64").optional() }),
    output: z.strictObject({ saved: z.boolean(), path: z.string().nullable() }),
  },
  /** The native save dialog for an export; the answer is the word by which the engine may write there, once. Null when it was closed. */
  "file.chooseExport": {
    input: z.strictObject({ name: text(200) }),
    output: z.strictObject({ grant: z.string().nullable(), path: z.string().nullable() }),
  },
  /** A file that was dropped on the window. What is of this workspace is answered; what is of another one opens there. */
  "file.dropped": { input: z.strictObject({ path: text(4096) }), output: z.strictObject({ file: z.string().nullable() }) },
  /** Does in the focused text field what the page cannot. */
  "window.edit": { input: z.strictObject({ act: EditAct }), output: nothing },
  "window.act": { input: z.strictObject({ act: z.enum(["zoomIn", "zoomOut", "zoomReset", "fullScreen"]) }), output: nothing },
  /** A notification of the system; the click brings the window to the front and leads to the place. */
  "notice.show": { input: HostNotice, output: nothing },
  /** How many endings a person has not looked at, at the program's icon; 0 takes the number away. */
  "notice.count": { input: z.strictObject({ count: z.number().int().min(0).max(9999) }), output: nothing },
  /** A page may do so itself only while it has the focus; a report takes longer than a person looks on. */
  "clipboard.write": { input: z.strictObject({ text: text(200_000) }), output: nothing },
  "logs.reveal": { input: nothing, output: nothing },
  /** What this machine has and lacks, for a report; secrets and the person's own folder are taken out. */
  "diagnostics.read": { input: nothing, output: z.strictObject({ lines: z.array(z.string()) }) },
  "window.setTitle": { input: z.strictObject({ title: text(200) }), output: nothing },
  /** What is on the screen, so that the native menu enables what can be done. */
  "menu.setContext": { input: z.strictObject({ contexts: z.array(z.enum(commandContexts)).max(commandContexts.length) }), output: nothing },
} as const;
export type HostChannel = keyof typeof hostChannels;
export type HostInput<C extends HostChannel> = z.infer<(typeof hostChannels)[C]["input"]>;
export type HostOutput<C extends HostChannel> = z.infer<(typeof hostChannels)[C]["output"]>;

/** What the window hears without asking. */
export const hostEvents = {
  "engine-state": EngineState,
  /** A menu item was chosen. */
  command: z.strictObject({ id: z.enum(commands.map((command) => command.id)) }),
  /** An item of the Edit menu was chosen. */
  edit: z.strictObject({ act: EditAct }),
  navigate: HostNavigation,
  settings: UserSettings,
  workspace: HostWorkspace,
} as const;
export type HostEvent = keyof typeof hostEvents;
export type HostEventPayload<E extends HostEvent> = z.infer<(typeof hostEvents)[E]>;

/** Longest request in characters of JSON; a file's text may be longer. */
export function hostRequestLimit(channel: HostChannel): number {
  return channel === "file.save" ? 80 * 1024 * 1024 : 256 * 1024;
}

export type HostReply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: { readonly code: string; readonly message: string; readonly details: Readonly<Record<string, unknown>> } };

/** `data` of the window message that carries the engine's MessagePort in `ports[0]`; its origin is the window's own. */
export { enginePortMessage } from "./host-wire.ts";

/** `window.host`, there in the desktop only. */
export interface HostBridge {
  call<C extends HostChannel>(channel: C, input: HostInput<C>): Promise<HostReply<HostOutput<C>>>;
  /** Opens a file that the person dropped; the only way to `file.dropped`, so that a page can name no place of the disk. */
  dropped(file: object): Promise<HostReply<HostOutput<"file.dropped">>>;
  /** Returns the call that stops listening. */
  on<E extends HostEvent>(event: E, listener: (payload: HostEventPayload<E>) => void): () => void;
}
