/** Procedures about the databases that a workspace connects to: catalogue, rows, column profile. */
import { z } from "zod";
import { ConnectionColor } from "../model/workspace-config.ts";
import { procedure } from "./base.ts";

export const ConnectionInfo = z.object({
  id: z.string(),
  kind: z.enum(["duckdb", "postgres"]),
  /** Host and database, or the file; never a password. */
  label: z.string(),
  /** Marked `read_only` in `dagwright.json`: nothing that writes runs on it. */
  readOnly: z.boolean(),
  /** What `dagwright.json` shows it with; null where it says nothing. */
  color: ConnectionColor.nullable(),
  mark: z.string().nullable(),
  /** What is typed only reads unless that run is allowed to write. */
  isProduction: z.boolean(),
});
export type ConnectionInfo = z.infer<typeof ConnectionInfo>;

/** What came of opening a connection: its version, or why not, in the database's own words. */
export const ConnectionTest = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), version: z.string(), ms: z.number() }),
  z.object({ ok: z.literal(false), message: z.string(), detail: z.string().nullable(), ms: z.number() }),
]);
export type ConnectionTest = z.infer<typeof ConnectionTest>;

export const CatalogColumn = z.object({ name: z.string(), type: z.string(), nullable: z.boolean() });
export const CatalogTable = z.object({
  schema: z.string(),
  name: z.string(),
  kind: z.enum(["table", "view"]),
  /** An estimate where the database has only that. */
  rowCount: z.number().nullable(),
  columns: z.array(CatalogColumn),
});
export type CatalogTable = z.infer<typeof CatalogTable>;
export const Catalog = z.object({ connection: z.string(), tables: z.array(CatalogTable), takenAt: z.number() });
export type Catalog = z.infer<typeof Catalog>;

/** Cells are exact display text; null is SQL NULL. Nothing is rounded. */
export const RowSet = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.string().nullable())),
  /** Of the whole table, when known. */
  totalRows: z.number().nullable(),
});
export type RowSet = z.infer<typeof RowSet>;

export const ColumnProfile = z.object({
  name: z.string(),
  type: z.string(),
  rowCount: z.number(),
  nullCount: z.number(),
  distinctCount: z.number(),
  min: z.string().nullable(),
  max: z.string().nullable(),
  mean: z.string().nullable(),
  /** The commonest values, or equal-width buckets for numbers and dates. */
  buckets: z.array(z.object({ label: z.string(), count: z.number() })),
  /** Set when the figures come from a sample: the rows of the whole table (an estimate where the database has only that). */
  sampledFrom: z.number().optional(),
});
export type ColumnProfile = z.infer<typeof ColumnProfile>;

const TableRef = z.object({ connection: z.string(), schema: z.string(), table: z.string() });

export const warehouseContract = {
  connections: procedure.input(z.object({})).output(z.object({ connections: z.array(ConnectionInfo), diagnostics: z.array(z.string()) })),
  /** Throws connection/not-found, workspace/untrusted; everything else is told. */
  test: procedure.input(z.object({ connection: z.string() })).output(ConnectionTest),
  catalog: procedure.input(z.object({ connection: z.string() })).output(Catalog),
  rows: procedure
    .input(TableRef.extend({ limit: z.number().int().min(1).max(5000), offset: z.number().int().min(0).optional() }))
    .output(RowSet),
  profile: procedure.input(TableRef).output(z.object({ columns: z.array(ColumnProfile) })),
};
