/**
 * What is written in the text, as trees that the fields read: the DAG without its tasks, and one task. Only the asked piece is
 * read again after a change, so that a form beside a file of thousands of lines costs its own task; where the piece leans on an
 * anchor elsewhere, the whole file is read. Pure.
 */
import { formatPath } from "../../../../shared/dag-file/field-path.ts";
import { readDag, type ParsedDag } from "../../../../shared/dag-file/parse-dag.ts";
import { nodeAt, type TreeNode } from "../../../../shared/dag-file/yaml-tree.ts";

export interface FormSource {
  readonly dag: () => TreeNode | null;
  readonly task: (id: string) => TreeNode | null;
}

/** `parsed` is the reading of this very text. */
export function readFormSource(text: string, parsed: Pick<ParsedDag, "nodeRanges">): FormSource {
  const whole = once(() => readDag(text, "").root);
  const piece = (source: string): TreeNode | null => {
    const read = readDag(source, "");
    return read.isSound ? read.root : null;
  };
  const tasks = new Map<string, TreeNode | null>();
  return {
    dag: once(() => {
      const range = parsed.nodeRanges.get("tasks")?.value;
      const short = range === undefined ? null : piece(`${text.slice(0, range.start)}{}\n${text.slice(range.end)}`);
      return short ?? whole();
    }),
    task(id) {
      const known = tasks.get(id);
      if (known !== undefined) return known;
      const range = parsed.nodeRanges.get(formatPath(["tasks", id]))?.value;
      const found = (range === undefined ? null : piece(indented(text, range.start, range.end))) ?? nodeAt(whole(), ["tasks", id]);
      tasks.set(id, found);
      return found;
    },
  };
}

/** The first line of a block stands as far in as the others. */
function indented(text: string, start: number, end: number): string {
  const column = start - (text.lastIndexOf("\n", start - 1) + 1);
  return " ".repeat(column) + text.slice(start, end);
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}
