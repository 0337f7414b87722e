/** What the store keeps of tries and pins. */
import type { TryMode } from "../../shared/contract/tries.ts";
import type { MadeTable } from "./sql-host.ts";

/** A try, as it was asked for. */
export interface TrialAsk {
  readonly mode: TryMode;
  readonly chosen: readonly string[];
  /** Unsaved files that it runs with, by path in the workspace. */
  readonly files: Readonly<Record<string, string>>;
  /** Pins by task, as the text names them. */
  readonly pins: Readonly<Record<string, string>>;
}

export interface PinRow {
  readonly id: string;
  readonly dagId: string;
  readonly taskId: string;
  readonly madeAt: number;
  readonly runId: string;
  readonly outputs: readonly { readonly connection: string; readonly made: readonly MadeTable[] }[];
  readonly xcoms: Readonly<Record<string, unknown>>;
  readonly log: string | null;
}

export interface TrialAreaRow {
  readonly dagId: string;
  readonly connection: string;
  readonly schema: string;
}
