/** The three layouters of G3, asked for the same thing: nodes of one size, left to right, upright and level lines where they can. */
import dagre from "@dagrejs/dagre";
import ELK, { type ElkNode } from "elkjs/lib/elk.bundled.js";
import { answerWire, packRequest, unpackLayout } from "../shared/layout/layout-wire.ts";
import type { Drawing } from "./count-crossings.ts";
import type { BenchGraph } from "./layout-graphs.ts";

export type LayouterName = "ours" | "elkjs" | "dagre";

const size = { width: 200, height: 56 };

export const layouters: Readonly<Record<LayouterName, (graph: BenchGraph) => Promise<Drawing>>> = { ours: async (graph) => layOurs(graph), elkjs: layElk, dagre: async (graph) => layDagre(graph) };

/** The way over the wire is part of it. */
function layOurs({ nodes, edges }: BenchGraph): Drawing {
  const request = {
    nodes: Array.from({ length: nodes }, (_, at) => ({ id: String(at), ...size })),
    edges: edges.map(([source, target], at) => ({ id: String(at), source: String(source), target: String(target) })),
  };
  const layout = unpackLayout(request, answerWire(packRequest(request)));
  const boxes = request.nodes.flatMap((node) => layout.nodes.get(node.id) ?? []);
  return { boxes, edges: edges.map(([source, target], at) => ({ source, target, points: layout.edges.get(String(at)) ?? [] })) };
}

/** What Dagwright used before it had a layout of its own: the best settings that were bearable for graphs of this size. */
function elkOptions(nodes: number): Record<string, string> {
  const isBig = nodes > 300;
  return {
    "elk.algorithm": "layered",
    "elk.direction": "RIGHT",
    "elk.edgeRouting": "ORTHOGONAL",
    "elk.spacing.nodeNode": "20",
    "elk.spacing.edgeNode": "16",
    "elk.spacing.edgeEdge": "10",
    "elk.layered.spacing.nodeNodeBetweenLayers": "56",
    "elk.layered.spacing.edgeNodeBetweenLayers": "20",
    "elk.layered.spacing.edgeEdgeBetweenLayers": "10",
    "elk.padding": "[top=0,left=0,bottom=0,right=0]",
    "elk.layered.mergeEdges": "true",
    ...(isBig ? {} : { "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES" }),
    "elk.layered.nodePlacement.strategy": isBig ? "LINEAR_SEGMENTS" : "NETWORK_SIMPLEX",
    "elk.layered.thoroughness": isBig ? "2" : "7",
  };
}

async function layElk({ nodes, edges }: BenchGraph): Promise<Drawing> {
  const graph: ElkNode = {
    id: "root",
    layoutOptions: elkOptions(nodes),
    children: Array.from({ length: nodes }, (_, at) => ({ id: String(at), ...size })),
    edges: edges.map(([source, target], at) => ({ id: `e${at}`, sources: [String(source)], targets: [String(target)] })),
  };
  const answer = await new ELK().layout(graph);
  const boxes = (answer.children ?? []).map((child) => ({ x: child.x ?? 0, y: child.y ?? 0, ...size }));
  const lines = new Map(answer.edges?.map((edge) => [edge.id, edge.sections?.[0]]));
  return {
    boxes,
    edges: edges.map(([source, target], at) => {
      const line = lines.get(`e${at}`);
      return { source, target, points: line ? [line.startPoint, ...(line.bendPoints ?? []), line.endPoint] : [] };
    }),
  };
}

function layDagre({ nodes, edges }: BenchGraph): Drawing {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 20, ranksep: 56 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (let at = 0; at < nodes; at += 1) graph.setNode(String(at), { ...size });
  for (const [source, target] of edges) graph.setEdge(String(source), String(target));
  dagre.layout(graph);
  const boxes = Array.from({ length: nodes }, (_, at) => graph.node(String(at))).map((node) => ({ x: (node.x ?? 0) - size.width / 2, y: (node.y ?? 0) - size.height / 2, ...size }));
  return { boxes, edges: edges.map(([source, target]) => ({ source, target, points: graph.edge(String(source), String(target)).points ?? [] })) };
}
