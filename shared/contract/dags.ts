/** Procedures about DAG files as they stand in the workspace. */
import { z } from "zod";
import { Dag, GraphTask } from "../model/dag.ts";
import { DagOutline } from "../model/dag-ui.ts";
import { Diagnostic } from "../model/diagnostic.ts";
import { RunSummary } from "../model/run.ts";
import { procedure } from "./base.ts";
import { largestDocumentBytes } from "./documents.ts";

export const DagSummary = z.object({
  dagId: z.string(),
  /** Path of the file, relative to the workspace. */
  file: z.string(),
  owner: z.string().nullable(),
  doc: z.string().nullable(),
  tags: z.array(z.string()),
  scheduleText: z.string().nullable(),
  scheduleWords: z.string().nullable(),
  timezone: z.string(),
  /** When it is due next by its schedule, whether that is on or not. */
  nextRunAt: z.number().nullable(),
  /** Whether the engine starts it by its schedule; off until a person turns it on. */
  scheduleOn: z.boolean(),
  /** The assets that it waits for, and how many loads of each came since its last run by assets; absent where it waits for none. */
  assets: z.array(z.object({ name: z.string(), waiting: z.number() })).optional(),
  /** Its runs are started by events; absent where they are not. */
  hasQueue: z.literal(true).optional(),
  /** It has params without a default: a run has to be given them. Absent where it has none. */
  needsParams: z.literal(true).optional(),
  taskCount: z.number(),
  /** Its tasks have slots of their own; absent where they have not. */
  latencySensitive: z.literal(true).optional(),
  /** While there are any it cannot run. */
  errors: z.number(),
  warnings: z.number(),
  /** Errors by what other DAGs are: circles of which it is a part. It runs all the same. Absent where there are none. */
  circles: z.number().optional(),
  /** Newest first, at most 14; fewer in a list of more than 700 DAGs. */
  lastRuns: z.array(RunSummary),
});
export type DagSummary = z.infer<typeof DagSummary>;

export const DagDetail = z.object({
  summary: DagSummary,
  /** Null when the file has errors that leave no meaning. */
  dag: Dag.nullable(),
  tasks: z.array(GraphTask),
  outline: DagOutline,
  source: z.string(),
  diagnostics: z.array(Diagnostic),
  /** What is wrong with the names of other DAGs, their tasks and assets in it, as their files stand. */
  findings: z.array(Diagnostic),
});
export type DagDetail = z.infer<typeof DagDetail>;

export const RenderedPreview = z.object({
  fields: z.array(
    z.object({ name: z.string(), template: z.string(), text: z.string().nullable(), error: z.string().nullable() }),
  ),
});
export type RenderedPreview = z.infer<typeof RenderedPreview>;

/** What each template of a task in a draft comes to. */
export const DraftPreview = z.object({
  fields: z.array(
    z.object({
      /** Below the task, as in the file's short forms: `sql`, `env.DAY`, `checks[0].min`. */
      field: z.string(),
      /** The file that the template is from; null when it stands in the DAG file. */
      file: z.string().nullable(),
      text: z.string().nullable(),
      error: z.string().nullable(),
      /** Where in the template, from 1, and how many characters; null when the fault has no place. */
      place: z.object({ line: z.number(), column: z.number(), length: z.number() }).nullable(),
    }),
  ),
  /** Why nothing could be rendered, or not all; null when nothing stood in the way. */
  trouble: z.string().nullable(),
});
export type DraftPreview = z.infer<typeof DraftPreview>;

export const RenderDraft = z.object({
  /** Of the DAG file, relative to the workspace; nothing is read from it but its name. */
  path: z.string().min(1).max(1024),
  text: z.string().max(largestDocumentBytes),
  taskId: z.string(),
  /** Epoch milliseconds; now when absent. */
  logicalDate: z.number().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  conf: z.record(z.string(), z.unknown()).optional(),
});
export type RenderDraft = z.infer<typeof RenderDraft>;

const Values = z.record(z.string(), z.unknown());
/** A DAG file as it is being edited; without `text` as it is on the disk. `files` are texts of other files that are not saved yet, by path. */
export const DagDraft = z.object({
  path: z.string().max(1024).regex(/\.dag\.yaml$/, { error: "a path that ends in .dag.yaml" }),
  text: z.string().max(largestDocumentBytes).optional(),
  files: z.record(z.string().max(1024), z.string().max(largestDocumentBytes)).optional(),
});
export type DagDraft = z.infer<typeof DagDraft>;

/** A template of its own, rendered as if a task of the DAG had it. */
export const RenderText = DagDraft.extend({
  /** Null where no task is meant. */
  taskId: z.string().nullable(),
  template: z.string().max(largestDocumentBytes),
  /** Epoch milliseconds; now when absent. */
  logicalDate: z.number().optional(),
  params: Values.optional(),
  conf: Values.optional(),
});
export type RenderText = z.infer<typeof RenderText>;
export const RenderedText = z.object({
  /** Null where it cannot be rendered; `error` says why. */
  text: z.string().nullable(),
  error: z.string().nullable(),
  /** Where in the template, from 1, and how many characters. */
  place: z.object({ line: z.number(), column: z.number(), length: z.number() }).nullable(),
  /** A secret stands in it as `***`: it can be read, not run. */
  isMasked: z.boolean(),
  interval: z.object({ start: z.number(), end: z.number() }).nullable(),
});
export type RenderedText = z.infer<typeof RenderedText>;

const TaskTable = z.object({ task: z.string(), connection: z.string(), schema: z.string(), table: z.string(), columns: z.array(z.object({ name: z.string(), type: z.string() })) });
/** What the SQL of the tasks says about their dependencies, and other DAGs about the names of theirs. */
export const DagAdvice = z.object({
  missing: z.array(
    z.object({
      task: z.string(),
      /** The task that builds what `task` reads. */
      dep: z.string(),
      schema: z.string(),
      table: z.string(),
      /** `its sql`, or the file that reads it, and the line there. */
      where: z.string(),
      line: z.number(),
    }),
  ),
  superfluous: z.array(z.object({ task: z.string(), dep: z.string() })),
  builds: z.array(TaskTable),
  /** What is wrong with the names of other DAGs, their tasks and assets in it, as their saved files stand. */
  findings: z.array(Diagnostic),
});
export type DagAdvice = z.infer<typeof DagAdvice>;

/** The SQL of a DAG's tasks, their files read: what lineage across tasks is told by. */
export const DagSqlTexts = z.object({
  prepSchema: z.string(),
  finalSchema: z.string(),
  tasks: z.array(
    z.object({
      id: z.string(),
      deps: z.array(z.string()),
      connection: z.string(),
      dialect: z.enum(["duckdb", "postgres"]),
      ddl: z.object({ where: z.string(), text: z.string() }).nullable(),
      sql: z.array(z.object({ where: z.string(), text: z.string() })),
    }),
  ),
});
export type DagSqlTexts = z.infer<typeof DagSqlTexts>;

/** A task that names a file of the workspace as its program. */
export const FileUse = z.object({ dagId: z.string(), file: z.string(), taskId: z.string(), path: z.string(), field: z.enum(["sql", "ddl", "python", "bash"]) });
export type FileUse = z.infer<typeof FileUse>;

/** How far the first reading of the files is; the list is that of the files read so far. */
export const DagScan = z.object({ read: z.number(), total: z.number() });
export type DagScan = z.infer<typeof DagScan>;

export const DagList = z.object({ dags: z.array(DagSummary), diagnostics: z.array(Diagnostic), scan: DagScan.nullable().optional() });
export type DagList = z.infer<typeof DagList>;

const DagRef = z.object({ dagId: z.string() });

export const dagsContract = {
  list: procedure.input(z.object({})).output(DagList),
  get: procedure.input(DagRef).output(DagDetail),
  /** Turns the schedule on or off. `from: now` passes over what `catchup` would make up for; see `schedules.plan`. */
  setSchedule: procedure.input(DagRef.extend({ on: z.boolean(), from: z.enum(["missed", "now"]).optional() })).output(DagSummary),
  /** Renders a task's templates for a logical date (now when absent), without running anything. */
  render: procedure
    .input(DagRef.extend({ taskId: z.string(), logicalDate: z.number().optional(), params: z.record(z.string(), z.unknown()).optional(), conf: z.record(z.string(), z.unknown()).optional() }))
    .output(RenderedPreview),
  /** The same for a text that need not be saved: every template by itself, also when another fails. */
  renderDraft: procedure.input(RenderDraft).output(DraftPreview),
  renderText: procedure.input(RenderText).output(RenderedText),
  /** Which dependencies its SQL asks for, and which it gives no reason for; nothing where the text has errors that leave no meaning. */
  advise: procedure.input(DagDraft).output(DagAdvice),
  sqlTexts: procedure.input(DagDraft).output(DagSqlTexts),
  /** Tasks of the workspace whose program is this file, or any file. */
  usesOf: procedure.input(z.object({ path: z.string().min(1).max(1024).optional() })).output(z.object({ uses: z.array(FileUse) })),
};
