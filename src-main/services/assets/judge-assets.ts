/** What is wrong with the assets that a DAG waits for, as the other DAG files stand: told at the names in its own. */
import { assetPaths } from "../../../shared/dag-file/read-assets.ts";
import { formatPath } from "../../../shared/dag-file/field-path.ts";
import { suggestion } from "../../../shared/dag-file/did-you-mean.ts";
import { indexLines } from "../../../shared/dag-file/line-index.ts";
import { readDag } from "../../../shared/dag-file/parse-dag.ts";
import { collectRanges } from "../../../shared/dag-file/node-ranges.ts";
import { assetOf, assetsIn } from "../../../shared/model/asset.ts";
import type { Diagnostic } from "../../../shared/model/diagnostic.ts";
import type { DagFile } from "../read-dag-file.ts";
import type { AssetGraph } from "./asset-graph.ts";

export function judgeAssets(graph: AssetGraph, { file, source, dag }: Pick<DagFile, "file" | "source" | "dag">): Diagnostic[] {
  if (dag?.assets === undefined) return [];
  const circle = graph.circleOf(dag.id);
  const places = placesOf(source, file);
  return assetsIn(dag.assets).flatMap((asset): Diagnostic[] => {
    const place = { file, ...(places.get(asset) ?? { line: 1, column: 1 }) };
    if (asset === circle?.asset) return [{ code: "dag/cycle", severity: "error", message: `The asset "${asset}" closes a circle: ${circle.words}. Take it out of this schedule, or load another.`, ...place }];
    if (graph.producers(asset).length > 0) return [];
    const hint = suggestion(asset, graph.names().filter((name) => graph.producers(name).length > 0));
    return [{ code: "dag/unknown-asset", severity: hint === "" ? "info" : "warning", message: `No DAG of the workspace loads the asset "${asset}": it comes only by \`dagwright assets emit\`.${hint}`, ...place }];
  });
}

type Place = Pick<Diagnostic, "line" | "column" | "endLine" | "endColumn" | "field">;

/** Where each asset stands in the schedule. */
function placesOf(source: string, file: string): Map<string, Place> {
  const { root } = readDag(source, file);
  const places = new Map<string, Place>();
  if (root === null) return places;
  const lines = indexLines(source);
  const within = assetPaths(root).map(formatPath);
  for (const [field, { value }] of collectRanges(root)) {
    if (!within.some((path) => field.startsWith(path))) continue;
    const name = assetOf(source.slice(value.start, value.end).replace(/^(["'])(.*)\1$/, "$2"));
    const end = lines.at(value.end);
    if (!places.has(name)) places.set(name, { ...lines.at(value.start), endLine: end.line, endColumn: end.column, field });
  }
  return places;
}
