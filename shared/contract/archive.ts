/** Procedures of the archive: Parquet files of the data folder that hold what retention took out of the history. All of them only read. */
import { z } from "zod";
import { RunState } from "../model/states.ts";
import { procedure } from "./base.ts";

export const ArchivedTry = z.object({
  tryNumber: z.number(),
  state: z.string(),
  queuedAt: z.number(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  exitCode: z.number().nullable(),
  signal: z.string().nullable(),
  reason: z.string().nullable(),
  /** `schema.table` that it published. */
  table: z.string().nullable(),
  rowsLoaded: z.number().nullable(),
  logBytes: z.number().nullable(),
  cpuMs: z.number().nullable(),
  peakRssBytes: z.number().nullable(),
});
export type ArchivedTry = z.infer<typeof ArchivedTry>;

export const ArchivedTask = z.object({
  taskId: z.string(),
  mapIndex: z.number().nullable(),
  state: z.string(),
  tryNumber: z.number(),
  queuedAt: z.number().nullable(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  reason: z.string().nullable(),
  tries: z.array(ArchivedTry),
});
export type ArchivedTask = z.infer<typeof ArchivedTask>;

export const ArchivedKey = z.object({
  key: z.string(),
  value: z.string(),
  /** As it is compared. */
  norm: z.string(),
  source: z.string(),
});
export type ArchivedKey = z.infer<typeof ArchivedKey>;

/** What a person did with it. */
export const ArchivedAct = z.object({ at: z.number(), by: z.string(), act: z.string(), taskId: z.string().nullable(), reason: z.string().nullable() });
export type ArchivedAct = z.infer<typeof ArchivedAct>;

/** Everything that is kept of a run. */
export const ArchivedRun = z.object({
  /** Its number in the history that it comes from, which gives none twice. */
  number: z.number(),
  dagId: z.string(),
  runId: z.string(),
  state: RunState,
  runType: z.string(),
  logicalDate: z.number().nullable(),
  dataIntervalStart: z.number().nullable(),
  dataIntervalEnd: z.number().nullable(),
  queuedAt: z.number(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  reason: z.string().nullable(),
  /** JSON text, both. */
  conf: z.string(),
  params: z.string(),
  /** What its DAG's version is told by, and the file it stood in. */
  dagHash: z.string(),
  dagFile: z.string(),
  searchKeys: z.array(ArchivedKey),
  tasks: z.array(ArchivedTask),
  acts: z.array(ArchivedAct),
});
export type ArchivedRun = z.infer<typeof ArchivedRun>;

/** What a file holds of one DAG. */
export const ArchivedDag = z.object({
  dagId: z.string(),
  runs: z.number(),
  tasks: z.number(),
  tries: z.number(),
  /** When the first and the last of these runs were queued. */
  oldest: z.number(),
  newest: z.number(),
});
export type ArchivedDag = z.infer<typeof ArchivedDag>;

export const ArchiveFile = z.object({
  id: z.number(),
  /** Path from the workspace. */
  file: z.string(),
  madeAt: z.number(),
  bytes: z.number(),
  dags: z.array(ArchivedDag),
  /** Runs in it that are in the history still: they are counted above, and not found in it. */
  pending: z.number(),
  isThere: z.boolean(),
});
export type ArchiveFile = z.infer<typeof ArchiveFile>;

export const ArchiveHit = z.object({
  archive: z.number(),
  number: z.number(),
  dagId: z.string(),
  runId: z.string(),
  state: RunState,
  runType: z.string(),
  logicalDate: z.number().nullable(),
  queuedAt: z.number(),
  endedAt: z.number().nullable(),
  tasks: z.number(),
  /** Keys that hold what was asked for, a few at most. */
  keys: z.array(ArchivedKey.omit({ norm: true })),
});
export type ArchiveHit = z.infer<typeof ArchiveHit>;

/** A file that could not be read, and why. */
export const ArchiveTrouble = z.object({ file: z.string(), reason: z.string() });
export type ArchiveTrouble = z.infer<typeof ArchiveTrouble>;

export const ArchiveSearch = z.object({
  /** What a run may be looked up by, or a part of it; without it all. */
  text: z.string().max(512).optional(),
  /** The whole value, not a part of it. */
  exact: z.boolean().optional(),
  dagId: z.string().optional(),
  runId: z.string().optional(),
  state: RunState.optional(),
  /** Queued from, and up to and without. */
  from: z.number().optional(),
  to: z.number().optional(),
  limit: z.number().int().min(1).max(1_000).default(100),
  offset: z.number().int().min(0).default(0),
});
export type ArchiveSearch = z.infer<typeof ArchiveSearch>;

export const archiveContract = {
  /** Newest first. */
  list: procedure.input(z.object({})).output(z.object({ archives: z.array(ArchiveFile) })),
  /** Newest runs first; `total` counts all that match in the files that could be read. */
  search: procedure.input(ArchiveSearch).output(z.object({ hits: z.array(ArchiveHit), total: z.number(), files: z.number(), runs: z.number(), troubles: z.array(ArchiveTrouble), tookMs: z.number() })),
  get: procedure.input(z.object({ dagId: z.string(), runId: z.string() })).output(z.object({ archive: ArchiveFile, run: ArchivedRun })),
};
