/**
 * Procedures about tries: runs of some tasks of a text that need not be saved. A try goes the way of any run but publishes nothing; its
 * logs, states and events are those of a run of type `try`.
 */
import { z } from "zod";
import { RunSummary, TaskInstance } from "../model/run.ts";
import { procedure } from "./base.ts";
import { largestDocumentBytes } from "./documents.ts";

const Values = z.record(z.string(), z.unknown());
const DagRef = z.object({ dagId: z.string() });
const Text = z.string().max(largestDocumentBytes);

/** The chosen tasks alone; they and what they come after, up to pins; they and what comes after them. */
export const TryMode = z.enum(["one", "upTo", "from"]);
export type TryMode = z.infer<typeof TryMode>;

const DagText = z.object({
  /** Of the DAG file, relative to the workspace. */
  path: z.string().min(1).max(1024),
  text: Text,
  /** Unsaved texts of other files that the DAG names, by path in the workspace. */
  files: z.record(z.string(), Text).optional(),
});

export const StartTry = DagText.extend({
  mode: TryMode,
  tasks: z.array(z.string()).min(1),
  params: Values.optional(),
  conf: Values.optional(),
  logicalDate: z.number().optional(),
});
export type StartTry = z.infer<typeof StartTry>;

export const TryOrigin = z.enum(["pinned", "tried", "published"]);
export type TryOrigin = z.infer<typeof TryOrigin>;

/** A table as somebody downstream would read it: where its rows lie, and how many there are, as far as known. */
export const AskColumns = DagText.extend({ taskId: z.string(), params: Values.optional() });
export type AskColumns = z.infer<typeof AskColumns>;

export const TaskColumns = z.object({ columns: z.array(z.object({ name: z.string(), type: z.string() })), dialect: z.enum(["duckdb", "postgres"]) });
export type TaskColumns = z.infer<typeof TaskColumns>;

export const TriedTable = z.object({
  connection: z.string(),
  /** What it stands for, `schema.table`. */
  name: z.string(),
  schema: z.string(),
  table: z.string(),
  rows: z.number().nullable(),
  origin: TryOrigin,
});
export type TriedTable = z.infer<typeof TriedTable>;

export const TriedTask = z.object({
  run: RunSummary,
  instance: TaskInstance,
  /** What it left to be looked at. */
  tables: z.array(TriedTable),
  reads: z.array(z.object({ task: z.string(), table: z.string(), origin: TryOrigin })),
});
export type TriedTask = z.infer<typeof TriedTask>;

export const Pin = z.object({
  id: z.string(),
  taskId: z.string(),
  madeAt: z.number(),
  /** The run or try that it was taken from. */
  runId: z.string(),
  tables: z.array(TriedTable),
  xcoms: Values,
  log: z.string().nullable(),
});
export type Pin = z.infer<typeof Pin>;

export const TryState = z.object({
  /** The newest try of each task. */
  tasks: z.array(TriedTask),
  /** Tries that have not ended. */
  active: z.array(RunSummary),
  pins: z.array(Pin),
});
export type TryState = z.infer<typeof TryState>;

export const TaskOutput = z.object({ taskId: z.string(), tables: z.array(TriedTable) });
export type TaskOutput = z.infer<typeof TaskOutput>;

export const triesContract = {
  /** The tasks that it runs, in file order. */
  start: procedure.input(StartTry).output(z.object({ run: RunSummary, tasks: z.array(z.string()) })),
  /** Stops every try of the DAG. */
  cancel: procedure.input(DagRef).output(z.object({ runs: z.array(RunSummary) })),
  /** Newest first; a bounded number is kept. */
  list: procedure.input(DagRef).output(z.object({ tries: z.array(RunSummary) })),
  state: procedure.input(DagRef).output(TryState),
  /** Drops what was tried, tables and logs; pins stay. */
  forget: procedure.input(DagRef).output(z.object({ forgotten: z.number() })),
  /** Keeps what a task handed on, in its newest try or else its last run that ended well. */
  pin: procedure.input(DagRef.extend({ taskId: z.string() })).output(Pin),
  editPin: procedure.input(DagRef.extend({ pinId: z.string(), xcoms: Values })).output(Pin),
  /** The columns that the query of a task gives, on what a try of it would read; nothing is run. */
  columns: procedure.input(AskColumns).output(TaskColumns),
  /** What each task of the text hands on to those after it: pinned, tried or published. */
  outputs: procedure.input(DagText.pick({ path: true, text: true, files: true })).output(z.object({ tasks: z.array(TaskOutput) })),
};
