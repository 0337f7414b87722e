/** Renames a task or the DAG itself in its own file: by the edits of the file, and in Python that stands in it. Pure. */
import { applyEdits } from "../dag-file/apply-edits.ts";
import { taskIdPattern, taskIdWords } from "../dag-file/check-graph.ts";
import { parseDag } from "../dag-file/parse-dag.ts";
import { applyChanges } from "../document/text-change.ts";
import { renameInPython, type Names } from "./plan-rename.ts";

export type OwnRename = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

export function renameTaskInFile(text: string, names: Names): OwnRename {
  const renamed = edited(text, { kind: "renameTask", ...names });
  return renamed.ok ? { ok: true, text: withPython(renamed.text, names) } : renamed;
}

export function renameDagInFile(text: string, { to }: Names): OwnRename {
  if (!taskIdPattern.test(to)) return { ok: false, message: `An id has ${taskIdWords}.` };
  return edited(text, { kind: "setValue", path: "dag", value: to });
}

function edited(text: string, edit: Parameters<typeof applyEdits>[1][number]): OwnRename {
  const result = applyEdits(text, [edit]);
  return result.ok ? { ok: true, text: result.text } : { ok: false, message: result.diagnostics[0]?.message ?? "This name cannot be used." };
}

/** As the text is written: quotes may be doubled or escaped there. */
function withPython(text: string, names: Names): string {
  const { tasks, nodeRanges } = parseDag(text, { file: "" });
  const changes = tasks.flatMap(({ id, kind }) => {
    if (kind !== "PythonTask") return [];
    const { value } = nodeRanges.get(`tasks.${id}.python.text`) ?? nodeRanges.get(`tasks.${id}.python`) ?? { value: null };
    if (value === null) return [];
    const raw = text.slice(value.start, value.end);
    const renamed = renameInPython(raw, names);
    return renamed === raw ? [] : [{ ...value, text: renamed }];
  });
  return changes.length === 0 ? text : applyChanges(text, changes).text;
}
