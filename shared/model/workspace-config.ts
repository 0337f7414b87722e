/** `dagwright.json`: what a workspace says about itself. Every key is optional; secrets are references, never values. */
import { z } from "zod";

/** The name under which the embedded DuckDB is always there, unless the workspace gives the name to another. */
export const embeddedConnection = "warehouse";

/** A text, or the name of an environment variable of the engine that holds it. */
export const SecretRef = z.union([z.string(), z.strictObject({ env: z.string() })]);

export const ConnectionConfig = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("duckdb"), file: z.string().describe("Database file, relative to the workspace.") }),
  z.strictObject({
    kind: z.literal("postgres"),
    host: z.string().default("localhost").describe("Host name, or the folder of a Unix socket."),
    port: z.number().int().min(1).max(65535).default(5432),
    database: z.string(),
    user: z.string(),
    password: SecretRef.optional().describe('Better {"env": "NAME"} than the text itself.'),
    ssl: z.boolean().default(false),
  }),
]);
export type ConnectionConfig = z.infer<typeof ConnectionConfig>;

export const WorkspaceConfig = z.object({
  name: z.string().optional(),
  settings: z.record(z.string(), z.unknown()).default({}),
  connections: z.record(z.string(), ConnectionConfig).default({}),
  vars: z.record(z.string(), z.unknown()).default({}).describe("Values for {{ var.name }} in templates."),
  secrets: z.record(z.string(), z.strictObject({ env: z.string() })).default({}).describe("Values for {{ secret.name }}, taken from the engine's environment and masked in logs."),
  pools: z.record(z.string(), z.number().int().min(1)).default({}).describe("Slots of each pool; a pool that is not named has as many as the engine."),
});
export type WorkspaceConfig = z.infer<typeof WorkspaceConfig>;
