/** How the DAG's version of a run is drawn; null without a run, and until it is known. A version never changes: it is read once, whichever of its runs is looked at. */
import { useQuery } from "@tanstack/react-query";
import type { RunDrawing } from "../../../../shared/contract/run-graph.ts";
import type { GraphTask } from "../../../../shared/model/dag.ts";
import type { RunSummary } from "../../../../shared/model/run.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";

export function useRunDrawing(run: Pick<RunSummary, "dagId" | "runId" | "dagVersion"> | null): RunDrawing | null {
  const rpc = useRpc();
  const dagId = run?.dagId ?? "";
  const query = useQuery({
    queryKey: [...rpc.runGraph.drawing.key(), dagId, run?.dagVersion],
    queryFn: () => rpc.runGraph.drawing.call({ dagId, runId: run?.runId ?? "" }),
    enabled: run !== null,
    staleTime: Infinity,
    // What was drawn stays until the next version is known, unless it is another DAG's.
    placeholderData: (previous, before) => (before?.queryKey.at(-2) === dagId ? previous : undefined),
  });
  return run === null ? null : (query.data ?? null);
}

/** The graph of a run with the groups of its own file. */
export function groupedAs(graph: readonly GraphTask[], { groupOf }: Pick<RunDrawing, "groupOf">): GraphTask[] {
  return graph.map((task) => {
    const group = Object.hasOwn(groupOf, task.id) ? groupOf[task.id] : undefined;
    return group === undefined ? task : { ...task, group };
  });
}
