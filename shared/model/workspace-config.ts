/**
 * `dagwright.json`: what a workspace says about itself. Every key is optional; secrets are references, never values.
 * Each `error` says what is right, and completes "found …; expected".
 */
import { z } from "zod";
import { parseDuration } from "../base/duration.ts";
import { ChannelConfig } from "./channel-config.ts";

/** The name under which the embedded DuckDB is always there, unless the workspace gives the name to another. */
export const embeddedConnection = "warehouse";

const text = (what: string): string => `${what}, as a text in double quotes`;
const portError = { error: "a whole number from 1 to 65535, without quotes" };
const slotsError = { error: "a whole number of slots, 1 or more, without quotes" };
const readOnlyField = z.boolean({ error: "true or false, without quotes" }).default(false).describe("Nothing that writes runs on it: neither tasks nor what is typed in the SQL editor.");
const variableError = { error: text("the name of an environment variable") };

export const connectionColors = ["red", "orange", "yellow", "green", "teal", "blue", "purple", "grey"] as const;
export const ConnectionColor = z.enum(connectionColors, { error: `one of ${connectionColors.join(", ")}` });
export type ConnectionColor = z.infer<typeof ConnectionColor>;
const labelError = { error: text("a short word such as PROD, 20 characters at most") };

/** How a connection is told from others, and what is asked of a person before something writes there. */
const look = {
  color: ConnectionColor.optional().describe("The bar that marks it in the SQL editor."),
  label: z.string(labelError).trim().min(1, labelError).max(20, labelError).optional().describe("A word beside its name, such as PROD."),
  production: z.boolean({ error: "true or false, without quotes" }).default(false).describe("What is typed in the SQL editor only reads, unless a person allows that very run to write. Tasks write as ever."),
};

/** A text, or the name of an environment variable of the engine that holds it. */
const SecretRef = z.union([z.string(), z.strictObject({ env: z.string(variableError) })], { error: '{"env": "NAME"}, the environment variable that holds it' });

export const ConnectionConfig = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("duckdb"), file: z.string({ error: text("the database file, relative to the workspace") }).describe("Database file, relative to the workspace."), read_only: readOnlyField, ...look }),
    z.strictObject({
      kind: z.literal("postgres"),
      host: z.string({ error: text("a host name, or the folder of a Unix socket") }).default("localhost").describe("Host name, or the folder of a Unix socket."),
      port: z.number(portError).int(portError).min(1, portError).max(65535, portError).default(5432),
      database: z.string({ error: text("the name of the database") }),
      user: z.string({ error: text("the user of the database") }),
      password: SecretRef.optional().describe('Better {"env": "NAME"} than the text itself.'),
      ssl: z.boolean({ error: "true or false, without quotes" }).default(false),
      read_only: readOnlyField,
      ...look,
    }),
  ],
  // Also said of an entry that is no object at all.
  { error: '"duckdb" or "postgres" as its kind' },
);
export type ConnectionConfig = z.infer<typeof ConnectionConfig>;

export const SecretVariable = z.strictObject({ env: z.string(variableError) }, { error: '{"env": "NAME"}, the environment variable that holds it' });
export const Pool = z.number(slotsError).int(slotsError).min(1, slotsError);

const ageError = { error: 'a duration of at least an hour such as "30d" or "12h", in double quotes' };
const countError = { error: "a whole number of runs, 1 or more, without quotes" };
const isAge = (text: string): boolean => (parseDuration(text) ?? 0) >= 3_600_000;

/** So long the keys of events are kept at least where the workspace says nothing. */
export const defaultEventKeys = "30d";

export const RetentionConfig = z.strictObject({
  max_age: z.string(ageError).refine(isAge, ageError).optional().describe("Runs that ended longer ago may go."),
  max_runs: z.number(countError).int(countError).min(1, countError).optional().describe("Of the newest runs of each DAG so many stay."),
  automatic: z.boolean({ error: "true or false, without quotes" }).optional().describe("Drops once a day what may go, while an engine is there."),
  event_keys: z.string(ageError).refine(isAge, ageError).optional().describe("For so long the key of an event is kept at least, and as long as its run is."),
  archive: z.boolean({ error: "true or false, without quotes" }).optional().describe("What goes is put into Parquet files in .dagwright/archive before."),
});
export type RetentionConfig = z.infer<typeof RetentionConfig>;

/** So long after its end a run is packed where the workspace says nothing. */
export const defaultCompactAfter = "7d";
const compactError = { error: 'a duration of at least an hour such as "7d" or "12h", or "never", in double quotes' };

export const HistoryConfig = z.strictObject({
  compact_after: z
    .string(compactError)
    .refine((text) => text === "never" || isAge(text), compactError)
    .optional()
    .describe(`Finished runs are packed into few bytes so long after their end; ${defaultCompactAfter} by default.`),
});
export type HistoryConfig = z.infer<typeof HistoryConfig>;

export const WorkspaceConfig = z.object({
  name: z.string().optional(),
  settings: z.record(z.string(), z.unknown()).default({}),
  connections: z.record(z.string(), ConnectionConfig).default({}),
  vars: z.record(z.string(), z.unknown()).default({}).describe("Values for {{ var.name }} in templates."),
  secrets: z.record(z.string(), SecretVariable).default({}).describe("Values for {{ secret.name }}, taken from the engine's environment and masked in logs."),
  channels: z.record(z.string(), ChannelConfig).default({}).describe("Where messages go, by the name that DAGs call it."),
  retention: RetentionConfig.default({}).describe("Which finished runs are kept, for DAGs that say nothing themselves; all by default."),
  history: HistoryConfig.default({}).describe("How the history of runs is stored."),
  pools: z.record(z.string(), Pool).default({}).describe("Slots of each pool; a pool that is not named has as many as the engine."),
});
export type WorkspaceConfig = z.infer<typeof WorkspaceConfig>;
