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
  /** A link to another place of the workspace, where it stands again. */
  isLink: z.boolean().optional(),
});
export type FileEntry = z.infer<typeof FileEntry>;

export const FileMention = z.object({
  path: z.string(),
  /** Ids of the DAGs that name the file as their SQL or script. */
  usedBy: z.array(z.string()),
});
export type FileMention = z.infer<typeof FileMention>;

export const filesContract = {
  /** Text files that have this word, in their text or in a kept draft: at most 200 (`more` says that there are others), none above 1 MB. */
  mentions: procedure.input(z.object({ word: z.string().min(1).max(250) })).output(z.object({ files: z.array(FileMention), more: z.boolean() })),
  /** Folders first, each by name; `""` is the workspace itself. At most 5,000, `more` says that some are left out. */
  list: procedure.input(z.object({ folder: z.string().max(1024) })).output(z.object({ entries: z.array(FileEntry), more: z.boolean() })),
};
