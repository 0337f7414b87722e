/** What is known about a DAG file while it is written, from its last reading. Pure. */
import { parsePath } from "../../shared/dag-file/field-path.ts";
import type { ParsedDag } from "../../shared/dag-file/parse-dag.ts";
import { proposeForDag } from "./dag-proposals.ts";
import type { TextKnowledge } from "./editor-parts.ts";
import { defineTask, explainField } from "./field-docs.ts";
import { taskAt, taskPlaces } from "./task-places.ts";

export interface WorkspaceWords {
  readonly connections: readonly string[];
}

export function knowDag(parsed: Pick<ParsedDag, "tasks" | "nodeRanges">, words: WorkspaceWords): TextKnowledge {
  return {
    propose: ({ text, offset }) =>
      proposeForDag(text, offset, {
        ...words,
        task: taskAt(taskPlaces(text, parsed), offset),
        tasks: parsed.tasks.map(({ id }) => id),
        params: paramsOf(parsed),
      }),
    explain: ({ offset }) => explainField(parsed, offset),
    define: ({ text, offset }) => {
      const span = defineTask(parsed, text, offset);
      return span === null ? null : { span };
    },
  };
}

function paramsOf({ nodeRanges }: Pick<ParsedDag, "nodeRanges">): string[] {
  return [...nodeRanges.keys()].flatMap((path) => {
    const [area, name, ...rest] = path.startsWith("params") ? (parsePath(path) ?? []) : [];
    return area === "params" && typeof name === "string" && rest.length === 0 ? [name] : [];
  });
}
