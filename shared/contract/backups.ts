/** Backups of the state database. Restoring one needs that no engine is there, and is no business of the engine's. */
import { z } from "zod";
import { procedure } from "./base.ts";

export const Backup = z.object({
  /** Of the file in `.dagwright/backups`. */
  name: z.string(),
  at: z.number(),
  /** `upgrade`: before a newer version changed the database. */
  why: z.enum(["daily", "upgrade", "asked"]),
  /** Number of the newest migration that it has. */
  schema: z.number(),
  bytes: z.number(),
});
export type Backup = z.infer<typeof Backup>;

export const backupsContract = {
  /** The newest first. `trouble` says why the last one could not be made. */
  list: procedure.input(z.object({})).output(z.object({ backups: z.array(Backup), trouble: z.string().nullable() })),
  /** Answers when it is on the disk; one that is under way is waited for. */
  make: procedure.input(z.object({})).output(Backup),
};
