/**
 * Procedures of the SQL editor: run a text, page through what came, explain it, export it, profile it, and look at what was run.
 * Cells are exact display text (null is SQL NULL); results stay beside the engine and go when released, unused for a while, or with their host.
 */
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { procedure } from "./base.ts";
import { ChartData, ChartSpec, FoundCell, SqlCompare, SqlFind } from "./sql-look.ts";
import { ColumnProfile } from "./warehouse.ts";

/** The most rows of one result that are kept unless the caller says otherwise, and at all. */
export const defaultMaxRows = 100_000;
export const largestMaxRows = 10_000_000;
export const longestSqlText = 4_000_000;
/** Characters of all values of one run that the history keeps. */
export const keptParams = 20_000;
/** Characters of a cell that a page holds; `sql.cell` gives the rest. */
export const pageCellLimit = 10_000;

/** What a column holds, for its alignment, its order and its filters; the database's own name of the type is beside it. */
export const ColumnKind = z.enum(["integer", "decimal", "float", "boolean", "date", "time", "timestamp", "text", "binary", "nested", "other"]);
export type ColumnKind = z.infer<typeof ColumnKind>;
export const ResultColumn = z.object({ name: z.string(), type: z.string(), kind: ColumnKind });
export type ResultColumn = z.infer<typeof ResultColumn>;

/** A value for `:name`, `$name`, `$1`, or DuckDB's `?` (named `?1`, `?2` … in each statement): bound, never put into the text. A null value is SQL NULL. */
export const SqlParam = z.object({ type: z.enum(["text", "number", "boolean", "date", "timestamp"]), value: z.string().max(1_000_000).nullable() });
export type SqlParam = z.infer<typeof SqlParam>;
export const SqlParams = z.record(z.string().max(200), SqlParam);

/** A place in the text that was given to run: `offset` counts UTF-16 units from 0, line and column from 1. */
export const SqlPlace = z.object({ offset: z.number(), line: z.number(), column: z.number() });
export type SqlPlace = z.infer<typeof SqlPlace>;

export const SqlFailureInfo = z.object({
  message: z.string(),
  /** What the database adds: detail and hint. */
  detail: z.string().nullable(),
  /** SQLSTATE, or the database's own name of the trouble; "" when there is none. */
  state: z.string(),
  place: SqlPlace.nullable(),
  kind: z.enum(["sql", "connection", "cancelled", "timeout", "host", "refused"]),
});
export type SqlFailureInfo = z.infer<typeof SqlFailureInfo>;

const Statement = z.object({ index: z.number() });

export const SqlEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("started"), queryId: z.string(), statements: z.number(), at: z.number() }),
  /** `words` are its first words in upper case; `writes` is told by them, so that the catalogue is read anew; `end` is exclusive. */
  Statement.extend({ kind: z.literal("statement"), words: z.string(), writes: z.boolean(), place: SqlPlace, end: z.number() }),
  /** It returns rows: they can be paged from now on, as far as they have come. */
  Statement.extend({ kind: z.literal("columns"), resultId: z.string(), columns: z.array(ResultColumn) }),
  /** Rows so far, told at most ten times a second. */
  Statement.extend({ kind: z.literal("rows"), rows: z.number() }),
  Statement.extend({ kind: z.literal("notice"), text: z.string() }),
  /** `rows`: kept rows, or rows changed where there is no result; `capped`: there were more than were asked for. */
  Statement.extend({ kind: z.literal("finished"), resultId: z.string().nullable(), rows: z.number().nullable(), capped: z.boolean(), ms: z.number() }),
  Statement.extend({ kind: z.literal("failed"), failure: SqlFailureInfo, ms: z.number() }),
  /** The last one, whatever happened; `failure` says why it is not a success, also where no statement is to blame. */
  z.object({ kind: z.literal("ended"), state: z.enum(["success", "failed", "cancelled"]), failure: SqlFailureInfo.nullable(), ms: z.number() }),
]);
export type SqlEvent = z.infer<typeof SqlEvent>;

export const SqlRun = z.object({
  connection: z.string(),
  text: z.string().max(longestSqlText),
  params: SqlParams.optional(),
  maxRows: z.number().int().min(1).max(largestMaxRows).optional(),
  /** The caller's own name for it, so that it can be cancelled before the first event. */
  queryId: z.string().min(1).max(100).optional(),
  /** Where the text stands in what the person sees: places and events are counted from there. */
  origin: z.object({ offset: z.number().int().min(0), line: z.number().int().min(1), column: z.number().int().min(1) }).optional(),
  timeoutMs: z.number().int().min(1).optional(),
  /** The person has seen what writes and wants it. On a production connection nothing writes without; elsewhere it says nothing. */
  mayWrite: z.boolean().optional(),
});
export type SqlRun = z.infer<typeof SqlRun>;

const ColumnIndex = z.number().int().min(0).max(100_000);
export const ResultSort = z.object({ column: ColumnIndex, descending: z.boolean() });
export const ResultFilter = z.object({
  column: ColumnIndex,
  op: z.enum(["contains", "not contains", "starts with", "=", "<>", "<", "<=", ">", ">=", "is null", "is not null"]),
  /** Compared by the column's kind: numbers as numbers. Text is searched without regard to case. */
  value: z.string().max(10_000).optional(),
});
export const ResultOrder = z.object({ sort: z.array(ResultSort).max(8).optional(), filter: z.array(ResultFilter).max(32).optional() });
export type ResultOrder = z.infer<typeof ResultOrder>;

export const SqlPageInput = ResultOrder.extend({ resultId: z.string(), offset: z.number().int().min(0), limit: z.number().int().min(1).max(5000) });
export type SqlPageInput = z.infer<typeof SqlPageInput>;
export const SqlPage = z.object({
  offset: z.number(),
  rows: z.array(z.array(z.string().nullable())),
  /** Rows of the result after the filter; while it is being read, those that have come. */
  totalRows: z.number(),
  /** Cells that are longer than the page shows: [row in this page, column, characters of the whole]. */
  cut: z.array(z.tuple([z.number(), z.number(), z.number()])),
});
export type SqlPage = z.infer<typeof SqlPage>;

const planFacts = {
  name: z.string(),
  /** Table, index, condition and the like, in the database's words. */
  details: z.array(z.object({ name: z.string(), value: z.string() })),
  rowsPlanned: z.number().nullable(),
  rowsActual: z.number().nullable(),
  /** Of this step and what is below it. */
  ms: z.number().nullable(),
  cost: z.number().nullable(),
};
export interface PlanNode extends z.infer<z.ZodObject<typeof planFacts>> {
  children: PlanNode[];
}
export const PlanNode: z.ZodType<PlanNode> = z.object({ ...planFacts, children: z.lazy(() => z.array(PlanNode)) });
export const SqlPlan = z.object({ text: z.string(), tree: PlanNode.nullable(), ms: z.number() });
export type SqlPlan = z.infer<typeof SqlPlan>;

export const exportFormats = ["csv", "parquet", "json", "xlsx"] as const;
export const ExportFormat = z.enum(exportFormats);
export type ExportFormat = z.infer<typeof ExportFormat>;
export const CsvOptions = z.object({
  delimiter: z.enum([",", ";", "\t", "|"]).optional(),
  header: z.boolean().optional(),
  /** What stands for NULL; "" by default. */
  nullText: z.string().max(20).optional(),
  /** Puts ' before text that a spreadsheet would take for a formula. Off by default: the cells are then exactly those of the result. */
  guardFormulas: z.boolean().optional(),
});

/** Where to: inside the workspace; where the native save dialog allowed (`grant`); or to be fetched from the engine's web server. */
export const ExportTarget = z.discriminatedUnion("to", [
  z.object({ to: z.literal("workspace"), path: z.string().min(1).max(4096), overwrite: z.boolean().optional() }),
  z.object({ to: z.literal("granted"), grant: z.string().min(1).max(100) }),
  z.object({ to: z.literal("download"), name: z.string().min(1).max(200) }),
]);
export type ExportTarget = z.infer<typeof ExportTarget>;
export const SqlExport = z.object({
  /** Of a result as it is kept, or of a query that runs for this, without a row limit. */
  source: z.union([ResultOrder.extend({ resultId: z.string() }), z.object({ connection: z.string(), text: z.string().max(longestSqlText), params: SqlParams.optional() })]),
  format: ExportFormat,
  target: ExportTarget,
  csv: CsvOptions.optional(),
  /** To cancel it by; leaving the stream cancels it too. */
  queryId: z.string().min(1).max(100).optional(),
});
export type SqlExport = z.infer<typeof SqlExport>;
export const ExportEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("progress"), rows: z.number(), totalRows: z.number().nullable(), bytes: z.number() }),
  /** `path` is where the file lies (null for a download, whose address is `download`); `notes` say what the format could not hold. */
  z.object({ kind: z.literal("done"), rows: z.number(), bytes: z.number(), path: z.string().nullable(), download: z.string().nullable(), notes: z.array(z.string()) }),
]);
export type ExportEvent = z.infer<typeof ExportEvent>;

/** Rows by what became of them; a changed row is kept twice, as it was and as it is. */
export const SqlComparison = z.object({ resultId: z.string(), columns: z.array(ResultColumn), rows: z.number(), added: z.number(), gone: z.number(), changed: z.number(), same: z.number(), notes: z.array(z.string()) });
export type SqlComparison = z.infer<typeof SqlComparison>;

export const ProfileSubject = z.union([z.object({ resultId: z.string() }), z.object({ connection: z.string(), schema: z.string(), table: z.string() })]);
export const SqlProfile = z.object({ of: ProfileSubject, from: ColumnIndex.optional(), count: z.number().int().min(1).optional() });
export type SqlProfile = z.infer<typeof SqlProfile>;
/** Profiles of the next columns in order; `total` counts all columns of the subject. */
export const ProfileEvent = z.object({ columns: z.array(ColumnProfile), done: z.number(), total: z.number() });
export type ProfileEvent = z.infer<typeof ProfileEvent>;

export const HistoryEntry = z.object({
  id: z.number(),
  connection: z.string(),
  text: z.string(),
  startedAt: z.number(),
  ms: z.number(),
  state: z.enum(["success", "failed", "cancelled"]),
  /** Of the last statement that said how many. */
  rows: z.number().nullable(),
  error: z.string().nullable(),
  /** The values it ran with; null where they are not kept: together larger than `keptParams`, or of an older version. */
  params: SqlParams.nullable(),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

export const sqlContract = {
  /** Leaving the stream cancels what still runs. */
  run: procedure.input(SqlRun).output(eventIterator(SqlEvent)),
  /** Also on the database's server. False when nothing of that name runs. */
  cancel: procedure.input(z.object({ queryId: z.string() })).output(z.object({ wasRunning: z.boolean() })),
  page: procedure.input(SqlPageInput).output(SqlPage),
  /** One cell in full, at most `limit` characters (default and most: 5,000,000). */
  cell: procedure
    .input(ResultOrder.extend({ resultId: z.string(), row: z.number().int().min(0), column: ColumnIndex, limit: z.number().int().min(1).max(5_000_000).optional() }))
    .output(z.object({ text: z.string().nullable(), characters: z.number() })),
  release: procedure.input(z.object({ resultIds: z.array(z.string()).max(10_000) })).output(z.object({ released: z.number() })),
  /** With `analyze` the statement is carried out and rolled back. */
  explain: procedure
    .input(z.object({ connection: z.string(), text: z.string().max(longestSqlText), params: SqlParams.optional(), analyze: z.boolean().optional(), queryId: z.string().min(1).max(100).optional() }))
    .output(SqlPlan),
  export: procedure.input(SqlExport).output(eventIterator(ExportEvent)),
  /** Aggregated over the whole result (after its filter). Throws input/invalid where the columns do not fit the chart. */
  chart: procedure.input(ResultOrder.extend({ resultId: z.string(), spec: ChartSpec, queryId: z.string().min(1).max(100).optional() })).output(ChartData),
  /** The next cell that holds the text, without regard to case, round the end; null when none does. */
  find: procedure.input(ResultOrder.extend({ resultId: z.string(), find: SqlFind, queryId: z.string().min(1).max(100).optional() })).output(FoundCell.nullable()),
  /** Keeps the rows that differ as a result of their own, under the columns `change` and those of both. Throws input/invalid when the columns are not the same. */
  compare: procedure.input(SqlCompare).output(SqlComparison),
  profile: procedure.input(SqlProfile).output(eventIterator(ProfileEvent)),
  /** Newest first; `search` looks for the words anywhere in text and error. */
  history: procedure
    .input(z.object({ search: z.string().max(1000).optional(), connection: z.string().optional(), before: z.number().optional(), limit: z.number().int().min(1).max(500).optional() }))
    .output(z.object({ entries: z.array(HistoryEntry), more: z.boolean() })),
  forgetHistory: procedure.input(z.object({ ids: z.array(z.number()).max(500).optional() })).output(z.object({ forgotten: z.number() })),
};
