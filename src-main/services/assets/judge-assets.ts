/** What is wrong with the assets that a DAG waits for, as the other DAG files stand: told at the names in its own. */
import { suggestion } from "../../../shared/dag-file/did-you-mean.ts";
import { assetsIn } from "../../../shared/model/asset.ts";
import type { Diagnostic } from "../../../shared/model/diagnostic.ts";
import type { DagFile, DagReference } from "../read-dag-file.ts";
import type { AssetGraph } from "./asset-graph.ts";

export function judgeAssets(graph: AssetGraph, { file, dag, references }: Pick<DagFile, "file" | "dag" | "references">): Diagnostic[] {
  if (dag?.assets === undefined) return [];
  const circle = graph.isCircular(dag.id) ? graph.circleOf(dag.id) : null;
  const places = placesOf(references);
  return assetsIn(dag.assets).flatMap((asset): Diagnostic[] => {
    const place = { file, ...(places.get(asset) ?? { line: 1, column: 1 }) };
    if (asset === circle?.asset) return [{ code: "dag/cycle", severity: "error", message: `The asset "${asset}" closes a circle: ${circle.words}. Take it out of this schedule, or load another.`, ...place }];
    if (graph.producers(asset).length > 0) return [];
    const hint = suggestion(asset, graph.names().filter((name) => graph.producers(name).length > 0));
    return [{ code: "dag/unknown-asset", severity: hint === "" ? "info" : "warning", message: `No DAG of the workspace loads the asset "${asset}": it comes only by \`dagwright assets emit\`.${hint}`, ...place }];
  });
}

type Place = Pick<Diagnostic, "line" | "column" | "endLine" | "endColumn" | "field">;

/** Where each asset stands first in the schedule. */
function placesOf(references: readonly DagReference[]): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const one of references) {
    if (one.kind !== "asset" || places.has(one.asset)) continue;
    const { line, column, endLine, endColumn, field } = one;
    places.set(one.asset, { line, column, endLine, endColumn, field });
  }
  return places;
}
