/** Brings one task back to what it was in another version of the file, as edits of the text as it is. Pure. */
import { copyTasks } from "../clipboard/copy-tasks.ts";
import { applyEdits } from "../dag-file/apply-edits.ts";
import type { DagEdit } from "../dag-file/edit.ts";
import { formatPath, parsePath } from "../dag-file/field-path.ts";
import { parseDag } from "../dag-file/parse-dag.ts";
import { contentOfText } from "./dag-content.ts";
import { diffDags, type FieldChange } from "./dag-diff.ts";

export type Restoring = { readonly ok: true; readonly edits: readonly DagEdit[] } | { readonly ok: false; readonly message: string };

/** Refuses, with the reason, where the task cannot be what it was while the rest of the file is as it is. */
export function planRestoreTask(now: string, then: string, id: string): Restoring {
  const [current, old] = [contentOfText(now), contentOfText(then)];
  if (current === null || old === null) return { ok: false, message: "One of the texts is no YAML that can be read." };
  const change = diffDags(current, old).tasks.find((task) => task.id === id);
  if (change === undefined) return { ok: false, message: `Task ${id} is the same in both.` };
  if (change.kind === "removed") return tried(now, [{ kind: "removeTask", id }]);
  if (change.kind === "added") {
    const yaml = copyTasks(then, [id], parseDag(then, { file: "" }).ui.positions);
    return yaml === null ? { ok: false, message: `Task ${id} cannot be read from that version.` } : tried(now, [{ kind: "insertTasks", yaml }]);
  }
  const steps = tried(now, change.fields.map((field) => fieldEdit(id, field)));
  // Fields that only make sense together are written together.
  return steps.ok ? steps : tried(now, [{ kind: "setValue", path: formatPath(["tasks", id]), value: old.tasks.get(id) }]);
}

function fieldEdit(id: string, { path, after }: FieldChange): DagEdit {
  const at = formatPath(["tasks", id, ...(parsePath(path) ?? [path])]);
  return after === undefined ? { kind: "removeValue", path: at } : { kind: "setValue", path: at, value: after };
}

function tried(text: string, edits: readonly DagEdit[]): Restoring {
  const result = applyEdits(text, edits);
  return result.ok ? { ok: true, edits } : { ok: false, message: result.diagnostics[0]?.message ?? "The task cannot be written back." };
}
