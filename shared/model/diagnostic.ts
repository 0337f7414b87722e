/** A problem found in a file, with its place. Lines and columns start at 1; offsets at 0, in UTF-16 units. */
import { z } from "zod";

export const Diagnostic = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning", "info"]),
  message: z.string(),
  /** Path relative to the workspace. */
  file: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  endLine: z.number().int().optional(),
  endColumn: z.number().int().optional(),
  /** Dotted path of the field, such as `tasks.dim_member.deps[0]`. */
  field: z.string().optional(),
});
export type Diagnostic = z.infer<typeof Diagnostic>;
