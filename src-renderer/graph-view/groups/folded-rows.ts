/** What flows along drawn lines: a line that stands for several edges shows the sum, and each of them by name in its tooltip. Pure. */
import { t } from "../../strings/t.ts";
import { formatCount } from "../../ui/format.ts";
import type { EdgeRows } from "../graph-context.ts";
import type { FoldedGraph } from "./fold-graph.ts";

/** A tooltip is read at a glance. */
const mostNamed = 10;

/** `rows` by the ids of edges of the file, the answer by those of drawn lines. */
export function foldedRows({ index, full, behind }: Pick<FoldedGraph, "index" | "full" | "behind">, rows: ReadonlyMap<string, EdgeRows>): ReadonlyMap<string, EdgeRows> {
  if (index === full || rows.size === 0) return rows;
  return new Map(
    index.edges.flatMap(({ id }) => {
      const found = sumOf(behind(id), rows);
      return found === null ? [] : [[id, found] as const];
    }),
  );
}

function sumOf(edges: ReturnType<FoldedGraph["behind"]>, rows: ReadonlyMap<string, EdgeRows>): EdgeRows | null {
  const counted = edges.flatMap((edge) => {
    const flow = rows.get(edge.id);
    return flow === undefined || (flow.isLeftOut !== undefined && edges.length > 1) ? [] : [{ edge, flow }];
  });
  const [first] = counted;
  if (first === undefined) return null;
  const { source, target } = first.edge;
  if (edges.length === 1) return { ...first.flow, title: `${source} → ${target}: ${first.flow.title}` };
  // A task hands on the same rows along each of its edges: they are there once.
  const sum = [...new Map(counted.map(({ edge, flow }) => [edge.source, flow.rows])).values()].reduce((all, each) => all + each, 0);
  const lines = counted.slice(0, mostNamed).map(({ edge, flow }) => `${edge.source} → ${edge.target}: ${flow.title}`);
  const left = counted.length - lines.length;
  return { rows: sum, text: formatCount(sum), title: [t("{{count}} rows in all", { count: sum }), ...lines, ...(left > 0 ? [t("and {{count}} more edges", { count: left })] : [])].join("\n") };
}
