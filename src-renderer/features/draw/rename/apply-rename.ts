/** Carries a rename out in all chosen files, or in none: first every file is looked at once more, then all of them are changed in one go. */
import type { TextChange } from "../../../../shared/document/text-change.ts";
import type { TextDocument } from "../../../document/text-document.ts";
import { t } from "../../../strings/t.ts";

export interface FileChange {
  readonly document: TextDocument;
  /** The text that the changes are of. */
  readonly text: string;
  readonly changes: readonly TextChange[];
}

/** Null when it is done; else why nothing was changed. */
export async function applyRename(name: string, files: readonly FileChange[]): Promise<string | null> {
  await Promise.all(files.map(({ document }) => document.look()));
  const moved = files.filter(({ document, text }) => document.get().text !== text);
  if (moved.length > 0) return t("Nothing was renamed: {{namesOf}} changed meanwhile. The lines below are new; look at them again.", { namesOf: namesOf(moved) });
  const blocked = files.filter(({ document }) => document.get().conflict !== null || document.get().readOnly !== null);
  if (blocked.length > 0) return t("Nothing was renamed: {{namesOf}} cannot be written now (read only, or changed on disk too). Leave it out, or end that first.", { namesOf: namesOf(blocked) });
  for (const { document, changes } of files) document.change(name, changes);
  return null;
}

/** Null when all are saved; else which are not, and why. */
export async function saveAll(files: readonly FileChange[]): Promise<string | null> {
  const failed: string[] = [];
  for (const { document } of files) {
    const saved = await document.save();
    if (!saved.ok) failed.push(saved.message);
  }
  return failed.length === 0 ? null : t("Renamed, but not all is saved: {{failed}}", { failed: failed.join(" ") });
}

function namesOf(files: readonly FileChange[]): string {
  return files.map(({ document }) => document.path).join(", ");
}
