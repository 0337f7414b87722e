/**
 * The SQL and scripts of a DAG that stand in files of their own are part of its version: another text is another version, and a run that is
 * made on the version of an older one gets the texts of then.
 */
import { createHash } from "node:crypto";
import type { Workspace } from "../ports/workspace.ts";
import type { DagFile } from "./read-dag-file.ts";

/** Larger ones are data rather than programs, and stay where they are. In characters. */
const longestText = 1_000_000;

/** Text by path in the workspace. A file that cannot be read has none: its task says so when it starts. */
export function versionFiles(workspace: Pick<Workspace, "readText">, paths: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...new Set(paths)].toSorted().flatMap((path) => {
      const text = readOrNull(workspace, path);
      return text === null || text.length > longestText ? [] : [[path, text]];
    }),
  );
}

/** Of a DAG all in one file, the hash of that file. */
export function versionHash({ hash }: Pick<DagFile, "hash">, files: Readonly<Record<string, string>>): string {
  const entries = Object.entries(files);
  return entries.length === 0 ? hash : createHash("sha256").update(JSON.stringify([hash, entries])).digest("hex").slice(0, 32);
}

function readOrNull(workspace: Pick<Workspace, "readText">, path: string): string | null {
  try {
    return workspace.readText(path);
  } catch {
    return null;
  }
}
