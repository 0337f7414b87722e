/**
 * Scratch queries: texts that have no file and no name of a person's yet. One lives as a draft under a path that a file could have, so
 * that it outlives crashes as every other edit does; it becomes a file when it is kept under a name. Pure.
 */
import type { DraftInfo } from "../../shared/contract/documents.ts";

export const queryFolder = "queries";
const pattern = new RegExp(`^${queryFolder}/untitled-([1-9]\\d{0,5})\\.sql$`);

/** Whether a text of this path, as long as it has no file, is a scratch query. */
export function isScratchPath(path: string): boolean {
  return pattern.test(path);
}

export function isScratchDraft({ path, baseHash }: Pick<DraftInfo, "path" | "baseHash">): boolean {
  return baseHash === null && isScratchPath(path);
}

/** The first one that is neither a file, nor a draft, nor open. */
export function freeScratchPath(taken: Iterable<string>): string {
  const used = new Set([...taken].map((path) => path.toLowerCase()));
  for (let number = 1; ; number += 1) {
    const path = `${queryFolder}/untitled-${number}.sql`;
    if (!used.has(path)) return path;
  }
}

/** The path that a name and a folder come to. Throws what would be right. */
export function queryPath(folder: string, typed: string): string {
  const name = typed.trim().replace(/\.sql$/i, "");
  if (name === "" || /[/\\]/.test(name) || name.startsWith(".")) throw new Error("Write a name without slashes, such as claims-by-day.");
  const parts = folder.trim().replaceAll("\\", "/").split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..") || /^([/\\]|[A-Za-z]:)/.test(folder.trim())) throw new Error(`Write a folder of this workspace, such as ${queryFolder} or ${queryFolder}/claims.`);
  return [...parts, `${name}.sql`].join("/");
}
