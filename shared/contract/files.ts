/** Procedures about the folders of the workspace: what there is to open. */
import { z } from "zod";
import { procedure } from "./base.ts";

export const FileEntry = z.object({
  name: z.string(),
  /** Relative to the workspace. */
  path: z.string(),
  kind: z.enum(["file", "folder"]),
  /** Bytes; 0 for a folder. */
  size: z.number(),
});
export type FileEntry = z.infer<typeof FileEntry>;

export const filesContract = {
  /** Folders first, each by name; `""` is the workspace itself. At most 5,000, `more` says that some are left out. */
  list: procedure.input(z.object({ folder: z.string().max(1024) })).output(z.object({ entries: z.array(FileEntry), more: z.boolean() })),
};
