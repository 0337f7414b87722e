/**
 * What the page of a DAG will ask for, asked while a person is still on the way there: the DAG, its runs, and where its tasks go.
 * Nothing waits for it, and what fails is told by the page.
 */
import { keptView } from "../../app/kept-view.ts";
import { activeHalf } from "../../app/halves.ts";
import { tabOf } from "../../app/tabs.ts";
import { useHalves } from "../../app/use-halves.ts";
import type { DagDetail } from "../../../shared/contract/dags.ts";
import { layOutAhead } from "../../graph-view/use-graph-layout.ts";
import type { Rpc } from "../../rpc/rpc-provider.tsx";
import { dagQueries } from "./dag-queries.ts";
import { isFace } from "./face-bar.tsx";
import { shownFolds } from "./use-folds.ts";

export async function askAhead(dagId: string, { cache, queries }: Pick<Rpc, "cache" | "queries">): Promise<void> {
  const { dag, runs } = dagQueries(queries, dagId);
  void cache.prefetchQuery(runs);
  try {
    layOut(dagId, await cache.fetchQuery(dag));
  } catch {
    // The page asks again, and says what is the matter.
  }
}

function layOut(dagId: string, { tasks, outline }: DagDetail): void {
  const shows = tabOf({ page: "dag", dagId })?.key ?? "";
  const kept = (name: string): unknown => keptView(activeHalf(useHalves.getState()).id, shows, name);
  const face = kept("face");
  if (isFace(face) && face !== "graph" && face !== "draw") return;
  const collapsed = face === "draw" ? outline.collapsed : shownFolds(kept("folds"), outline.collapsed);
  layOutAhead(tasks, { groups: outline.groups, collapsed, direction: outline.layout ?? "LR", places: outline.positions, pinned: outline.pinned });
}
