/** The table of contents of a run capsule, `manifest.json` in it. The format is described in docs/capsule-format.md. */
import { z } from "zod";
import { RunState, RunType } from "../model/states.ts";

export const capsuleFormat = "dagwright-run";
/** Raised when a reader of before could misread what is written now. */
export const capsuleFormatVersion = 1;

export const longestManifestText = 4096;
const Text = z.string().max(longestManifestText);
const Count = z.number().int().min(0);
const Instant = z.number();

/** Of the file's name. */
export const capsuleEnding = ".dagwright-run";

export function isCapsuleName(name: string): boolean {
  return name.toLowerCase().endsWith(capsuleEnding);
}

export const ColumnMask = z.enum(["hash", "replace"]);
export type ColumnMask = z.infer<typeof ColumnMask>;

const PackedFile = z.object({ name: Text, bytes: Count, sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** A text that the DAG names, as it was in the workspace when the capsule was made. */
export const CapsuleText = z.object({
  /** In the workspace. */
  path: Text,
  /** Null where it could not be read; `note` says why. */
  entry: Text.nullable(),
  /** Something in it was masked, so it may not run as it is. */
  isMasked: z.boolean(),
  /** It was saved after the run began. */
  isNewer: z.boolean(),
  note: Text.nullable(),
});
export type CapsuleText = z.infer<typeof CapsuleText>;

export const CapsuleLog = z.object({
  taskId: Text,
  tryNumber: Count,
  /** Null where it was left out. */
  entry: Text.nullable(),
  bytes: Count,
  /** Bytes that the log itself no longer had. */
  droppedBytes: Count,
  /** Only its first and last parts are here. */
  isCut: z.boolean(),
});
export type CapsuleLog = z.infer<typeof CapsuleLog>;

export const CapsuleColumn = z.object({ name: Text, type: Text, mask: ColumnMask.nullable() });
export type CapsuleColumn = z.infer<typeof CapsuleColumn>;

/** A table that a task filled. */
export const CapsuleOutput = z.object({
  taskId: Text,
  connection: Text,
  dialect: z.enum(["duckdb", "postgres"]),
  schema: Text,
  table: Text,
  /** Null where the rows are not here; `note` says why. */
  entry: Text.nullable(),
  rows: Count,
  /** Null where it is not known. */
  totalRows: Count.nullable(),
  isCut: z.boolean(),
  /** False when a later run has filled the table anew before this was made; null where that is not known. */
  isOfRun: z.boolean().nullable(),
  columns: z.array(CapsuleColumn).max(10_000),
  note: Text.nullable(),
});
export type CapsuleOutput = z.infer<typeof CapsuleOutput>;

export const CapsuleManifest = z.object({
  format: z.literal(capsuleFormat),
  formatVersion: z.number().int().min(1),
  tool: z.object({ name: Text, version: Text }),
  exportedAt: Instant,
  origin: z.object({ workspace: Text.nullable(), host: Text.nullable() }),
  run: z.object({ dagId: Text, runId: Text, state: RunState, runType: RunType, queuedAt: Instant, startedAt: Instant.nullable(), endedAt: Instant.nullable() }),
  /** The how-manieth version of the DAG it was, where it ran. */
  version: z.number().int().min(1),
  /** Of the rows in `run.jsonl`. */
  schema: z.number().int().min(1),
  texts: z.array(CapsuleText).max(100_000),
  logs: z.array(CapsuleLog).max(100_000),
  outputs: z.array(CapsuleOutput).max(100_000),
  masks: z.object({
    /** Names of params and keys of conf whose values were taken out. */
    params: z.array(Text),
    conf: z.array(Text),
    /** XComs were taken out. */
    xcoms: z.boolean(),
    /** Places at which a secret or something like one was taken out of a text. */
    secrets: Count,
  }),
  environment: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  /** What a reader should know, as sentences. */
  notes: z.array(Text),
  files: z.array(PackedFile).max(100_000),
});
export type CapsuleManifest = z.infer<typeof CapsuleManifest>;

/** The sentence behind "newer": told before anything else of a manifest is looked at. */
export function formatVersionIn(value: unknown): number | null {
  if (typeof value !== "object" || value === null || !("format" in value) || value.format !== capsuleFormat) return null;
  return "formatVersion" in value && typeof value.formatVersion === "number" ? value.formatVersion : null;
}
