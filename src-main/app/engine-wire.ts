/** The messages between the desktop and its engine process, beside the RPC ports. What comes from the engine is checked. */
import { z } from "zod";
import { Standing } from "../../shared/contract/standing.ts";

export interface EngineOptions {
  readonly workspace: string;
  readonly trusted: boolean;
  readonly mode: "desktop";
  /** The user's settings; the engine lays the workspace's over them. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What a person chose to put in the place of the state before it is opened: the name of a backup, `present` or `empty`. */
  readonly restore?: string;
  /** Only look at the state, which a newer version wrote. */
  readonly reading?: boolean;
}

export type PowerNews = "suspend" | "resume" | "lock" | "unlock";

export type ToEngine =
  | { readonly kind: "start"; readonly options: EngineOptions }
  | { readonly kind: "trust"; readonly trusted: boolean }
  | { readonly kind: "settings"; readonly settings: Readonly<Record<string, unknown>> }
  /** A person chose this file for an export in the native dialog. */
  | { readonly kind: "allowExport"; readonly grant: string; readonly path: string }
  /** What the system says of its power; a screen that is unlocked is a moment to look at the clock. */
  | { readonly kind: "power"; readonly news: PowerNews }
  /** A person chose it in the tray. */
  | { readonly kind: "pauseSchedules"; readonly paused: boolean }
  | { readonly kind: "stop"; readonly stopTasks: boolean };

export const FromEngine = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready"), info: z.unknown() }),
  z.object({ kind: z.literal("heartbeat"), at: z.number(), running: z.number().optional() }),
  /** Sent when it is another one than before. */
  z.object({ kind: z.literal("standing"), standing: Standing }),
  /** A person changed user settings through the engine; the desktop keeps the file. */
  z.object({ kind: z.literal("saveSettings"), settings: z.record(z.string(), z.unknown()) }),
  z.object({ kind: z.literal("stopped") }),
  z.object({ kind: z.literal("failed"), code: z.string(), message: z.string() }),
]);
export type FromEngine = z.infer<typeof FromEngine>;

/** One engine process, however it is hosted. `Port` is what a window's wire ends in. */
export interface EngineProcess<Port> {
  readonly pid: number | undefined;
  post(message: ToEngine): void;
  attach(port: Port): void;
  kill(): void;
}

export interface EngineEars {
  message(message: unknown): void;
  /** Once, when the process is gone. */
  exit(how: string): void;
}

export type StartEngineProcess<Port> = (ears: EngineEars) => EngineProcess<Port>;
