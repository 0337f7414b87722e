/** The edits of one `dagwright edit`, in the order in which they were written. */
import type { DagEdit } from "../../shared/dag-file/edit.ts";
import { parseSetArgument } from "../../shared/dag-file/set-argument.ts";
import { AppError } from "../../shared/errors/app-error.ts";

export type EditFlag = "set" | "unset" | "rename" | "add-task" | "remove-task" | "connect" | "disconnect";

/** One value given to one flag; a flag that takes two comes as two in a row. */
export interface EditWord {
  readonly flag: EditFlag;
  readonly value: string;
}

const pairFlags: ReadonlySet<EditFlag> = new Set<EditFlag>(["rename", "add-task", "connect", "disconnect"]);
const wanted: Readonly<Record<string, string>> = { rename: "OLD NEW", "add-task": "NAME TYPE", connect: "A B", disconnect: "A B" };

export function editsOf(words: readonly EditWord[]): DagEdit[] {
  if (words.length === 0) throw new AppError("input/invalid", "edit: says nothing to change; give --set, --rename, --add-task, --remove-task or --connect.");
  const edits: DagEdit[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const { flag, value } = words[index] as EditWord;
    if (!pairFlags.has(flag)) {
      edits.push(editOf(flag, value, ""));
      continue;
    }
    const next = words[index + 1];
    if (next?.flag !== flag) throw new AppError("input/invalid", `--${flag} ${value}: needs two values, ${wanted[flag]}.`, { flag });
    edits.push(editOf(flag, value, next.value));
    index += 1;
  }
  return edits;
}

function editOf(flag: EditFlag, first: string, second: string): DagEdit {
  switch (flag) {
    case "set":
      return setOf(first);
    case "unset":
      return { kind: "removeValue", path: first };
    case "rename":
      return { kind: "renameTask", from: first, to: second };
    case "add-task":
      return { kind: "addTask", id: first, taskKind: second };
    case "remove-task":
      return { kind: "removeTask", id: first };
    case "connect":
      return { kind: "connect", from: first, to: second };
    case "disconnect":
      return { kind: "disconnect", from: first, to: second };
  }
}

function setOf(argument: string): DagEdit {
  const parsed = parseSetArgument(argument);
  if (parsed.ok) return parsed.edit;
  throw new AppError("input/invalid", `--set ${argument.slice(0, 200)}: ${parsed.diagnostics.map(({ message }) => message).join(" ")}`, { flag: "set" });
}
