/** Selected edges stand out; a gesture adds others for as long as it says so. */
import { useLayoutEffect } from "react";
import type { EdgeMark, GraphScene } from "../graph-context.ts";
import type { Ground } from "./gesture.ts";

export function useSelectedMarks({ edgeMarks }: GraphScene, edges: ReadonlySet<string> | undefined): Ground["mark"] {
  useLayoutEffect(() => edgeMarks.replace(selectedMarks(edges)), [edgeMarks, edges]);
  return (extra = []) => edgeMarks.replace([...selectedMarks(edges), ...extra]);
}

function selectedMarks(edges: ReadonlySet<string> | undefined): (readonly [string, EdgeMark])[] {
  return [...(edges ?? [])].map((id) => [id, "selected"]);
}
