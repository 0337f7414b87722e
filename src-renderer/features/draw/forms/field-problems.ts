/** Which diagnostics belong to which field, and what to do about keys that nobody knows. Pure. */
import type { DagEdit } from "../../../../shared/dag-file/edit.ts";
import { formatPath, parsePath, type FieldPath } from "../../../../shared/dag-file/field-path.ts";
import { meantKey } from "../../../../shared/dag-file/meant-key.ts";
import { nodeAt, toPlain, type TreeNode } from "../../../../shared/dag-file/yaml-tree.ts";
import type { Diagnostic } from "../../../../shared/model/diagnostic.ts";
import type { Binding } from "./binding.ts";

const unknownKey = "dag/unknown-key";

/** `below`: also what stands deeper, for fields that show nothing deeper themselves. */
export function problemsAt(diagnostics: readonly Diagnostic[], { targets }: Binding, reach: "here" | "below"): Diagnostic[] {
  const paths = targets.map(({ path }) => formatPath(path));
  return diagnostics.filter(({ field, code }) => field !== undefined && code !== unknownKey && paths.some((path) => field === path || (reach === "below" && isBelow(field, path))));
}

function isBelow(field: string, path: string): boolean {
  return field.startsWith(`${path}.`) || field.startsWith(`${path}[`);
}

export interface UnknownKey {
  readonly path: FieldPath;
  readonly key: string;
  readonly message: string;
  /** The key that was probably meant, where it is not written already. */
  readonly meant: string | null;
}

/** The unknown keys below the subject; of the DAG itself (an empty path) not those of its tasks. */
export function unknownKeys(diagnostics: readonly Diagnostic[], subject: { readonly path: FieldPath; readonly node: TreeNode | null }, known: readonly string[]): UnknownKey[] {
  return diagnostics.flatMap(({ code, field, message }) => {
    const path = code === unknownKey && field !== undefined ? parsePath(field) : null;
    const isInside = path !== null && subject.path.every((step, index) => path[index] === step) && (subject.path.length > 0 || path[0] !== "tasks");
    if (path === null || !isInside) return [];
    const key = String(path.at(-1));
    const meant = path.length === subject.path.length + 1 ? meantKey(key, known) : null;
    const isFree = meant !== null && nodeAt(subject.node, [...path.slice(subject.path.length, -1), meant]) === null;
    return [{ path, key, message, meant: isFree ? meant : null }];
  });
}

export function removeKey({ path }: UnknownKey): DagEdit[] {
  return [{ kind: "removeValue", path: formatPath(path) }];
}

export function renameToMeant({ path, meant }: UnknownKey, subject: { readonly path: FieldPath; readonly node: TreeNode | null }): DagEdit[] {
  const value = toPlain(nodeAt(subject.node, path.slice(subject.path.length)));
  return [{ kind: "removeValue", path: formatPath(path) }, { kind: "setValue", path: formatPath([...path.slice(0, -1), meant ?? ""]), value }];
}
