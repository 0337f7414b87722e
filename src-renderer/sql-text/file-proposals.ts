/** Files of the workspace where SQL reads one: folders, and the files that fit the function. */
import { fileAt } from "../../shared/sql/file-at.ts";
import type { FileEntry } from "../../shared/contract/files.ts";
import type { Proposal } from "../editor/editor-parts.ts";
import { t } from "../strings/t.ts";
import { formatBytes } from "../ui/format.ts";
import type { SqlSubject } from "./sql-subject.ts";

/** Null where the text reads no file. */
export async function fileProposals({ dialect, listFolder }: Pick<SqlSubject, "dialect" | "listFolder">, text: string, offset: number): Promise<readonly Proposal[] | null> {
  const place = dialect === "duckdb" ? fileAt(text, offset) : null;
  if (place === null) return null;
  const { from: start, to: end, endings } = place;
  const fits = ({ kind, name }: FileEntry): boolean => !name.includes("'") && (kind === "folder" || endings.length === 0 || endings.some((ending) => name.toLowerCase().endsWith(ending)));
  // A folder that is not there holds nothing.
  const entries = await listFolder(place.folder).catch(() => []);
  return entries.filter(fits).map(({ kind, name, size }) => ({ label: name, kind: "file", detail: kind === "folder" ? t("folder") : formatBytes(size), replace: { start, end }, order: `${kind === "folder" ? 1 : 0}${name}` }));
}
