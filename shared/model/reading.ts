/** A state that is only looked at: why, and what of it cannot be shown. */
import { z } from "zod";

/**
 * What of another version's state is not shown. `column` alone: it is not there. `rows` alone: so many rows do not fit. Both: so many rows have a
 * word there that is not known. Neither: nothing of the table.
 */
export const MissingPart = z.object({ table: z.string(), column: z.string().nullable(), rows: z.number().nullable() });
export type MissingPart = z.infer<typeof MissingPart>;

export const Reading = z.object({
  /** Of the state, and the newest that this program knows. */
  schema: z.number(),
  known: z.number(),
  /** The version that wrote it, where that is known. */
  writtenBy: z.string().nullable(),
  missing: z.array(MissingPart),
});
export type Reading = z.infer<typeof Reading>;

/** Names of the database, for people who ask their colleagues: they are the same in both versions. */
export function missingWords({ table, column, rows }: MissingPart): string {
  if (rows === null) return column === null ? `all of ${table}` : `${table}.${column}`;
  const count = `${rows} ${rows === 1 ? "row" : "rows"} of ${table}`;
  return column === null ? count : `the ${column} of ${count}`;
}
