/**
 * What is written in the text, as trees that the fields read: the DAG without its tasks, and one task. Only the asked piece is
 * read again after a change, so that a form beside a file of thousands of lines costs its own task; where the piece leans on an
 * anchor, the DAG around it is read too, and the whole file only for an anchor in another task. Pure.
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
  /** The DAG with this task only: has the anchors that stand at its top. */
  const withoutOthers = (id: string): string => {
    const [all, one] = ["tasks", formatPath(["tasks", id])].map((path) => parsed.nodeRanges.get(path));
    if (all === undefined || one?.key == null || text[all.value.start] === "{") return text;
    return `${text.slice(0, all.value.start)}${text.slice(one.key.start, one.value.end)}\n${text.slice(all.value.end)}`;
  };
  return {
    dag: once(() => {
      const range = parsed.nodeRanges.get("tasks")?.value;
      const short = range === undefined ? null : piece(`${text.slice(0, range.start)}{}\n${text.slice(range.end)}`);
      return short ?? whole();
    }),
    task(id) {
      const known = tasks.get(id);
      if (known !== undefined) return known;
      const range = parsed.nodeRanges.get(formatPath(["tasks", id]));
      const found = (range === undefined ? null : piece(indented(text, range.value.start, range.value.end))) ?? nodeAt(piece(withoutOthers(id)) ?? whole(), ["tasks", id]);
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
