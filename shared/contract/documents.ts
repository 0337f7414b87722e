/**
 * Procedures about the text files of the workspace: open, keep what is not saved, save, and look back. Paths are relative to the
 * workspace, with forward slashes; none may lead out of it or into `.dagwright` or `.git`. An untrusted workspace may be edited too.
 * Texts have no byte order mark; the file keeps the one it has. `hash` names the bytes of a file; null says that there is no file.
 */
import { z } from "zod";
import { procedure } from "./base.ts";

/** Bytes of UTF-8: what fits into one message of the wire. */
export const largestDocumentBytes = 6 * 1024 * 1024;

const Path = z.string().min(1).max(1024);
const Hash = z.string().max(128).nullable();
const Text = z.string().max(largestDocumentBytes);
const PathRef = z.object({ path: Path });

/** What was typed and not saved, kept beside the workspace's other data. */
export const DraftText = z.object({ text: z.string(), /** The file that it was made from. */ baseHash: Hash, savedAt: z.number() });
export type DraftText = z.infer<typeof DraftText>;

export const OpenDocument = z.object({
  path: z.string(),
  /** Empty where there is no file any more, only a draft. */
  text: z.string(),
  hash: Hash,
  draft: DraftText.extend({
    /** The text that the draft was made from, where that is not the file any more and is still known. */
    base: z.string().nullable(),
  }).nullable(),
  /** Why it cannot be saved, as a sentence; null when it can. */
  readOnly: z.string().nullable(),
});
export type OpenDocument = z.infer<typeof OpenDocument>;

export const DiskText = z.object({ text: z.string(), hash: z.string() });
export const SaveReply = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), hash: z.string() }),
  /** The file is another than the one that was edited; null when it is gone. Nothing was written. */
  z.object({ ok: z.literal(false), disk: DiskText.nullable() }),
]);
export type SaveReply = z.infer<typeof SaveReply>;

export const DraftInfo = z.object({ path: z.string(), baseHash: Hash, savedAt: z.number(), /** There is no file by that name any more. */ isGone: z.boolean() });
export type DraftInfo = z.infer<typeof DraftInfo>;

export const DocumentVersion = z.object({
  /** For `documents.version`. */
  id: z.string(),
  source: z.enum(["git", "saved"]),
  /** Epoch milliseconds. */
  at: z.number(),
  /** The first line of the commit; empty for a save. */
  title: z.string(),
  author: z.string().nullable(),
});
export type DocumentVersion = z.infer<typeof DocumentVersion>;

export const documentsContract = {
  open: procedure.input(PathRef).output(OpenDocument),
  /** Keeps a draft, or forgets it (null); on the disk when this answers. `handed`: texts that the same page has asked to save and has no answer for; the draft was made from them, where one of them is the file by now. */
  draft: procedure.input(PathRef.extend({ baseHash: Hash, text: Text.nullable(), handed: z.array(Text).max(2).default([]) })).output(z.object({ savedAt: z.number().nullable() })),
  /** Writes only onto the file that `baseHash` names, and forgets the draft. */
  save: procedure.input(PathRef.extend({ text: Text, baseHash: Hash })).output(SaveReply),
  /** Newest first. */
  drafts: procedure.input(z.object({})).output(z.object({ drafts: z.array(DraftInfo) })),
  /** Newest first, at most 200: commits (of a trusted workspace in git), and what was saved here. */
  versions: procedure.input(PathRef).output(z.object({ versions: z.array(DocumentVersion), /** Why git is not asked, as a sentence. */ note: z.string().nullable() })),
  version: procedure.input(PathRef.extend({ id: z.string().max(200) })).output(z.object({ text: z.string() })),
  /** Where another program took a file that held these bytes and is gone; null when that cannot be told. Its draft and versions go with it. */
  moved: procedure.input(PathRef.extend({ hash: z.string().max(128) })).output(z.object({ to: z.string().nullable() })),
  create: procedure.input(PathRef.extend({ text: Text })).output(z.object({ hash: z.string() })),
  rename: procedure.input(z.object({ from: Path, to: Path })).output(z.object({ hash: z.string() })),
  /** What it held stays among its versions. */
  delete: procedure.input(PathRef).output(z.object({})),
};
