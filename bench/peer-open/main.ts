/**
 * The peer of G2: React Flow as its makers ship it, with elkjs as their example of a layout has it. A click fetches the graph, lays it out and
 * draws it; all code is there before.
 */
import { applyNodeChanges, Position, ReactFlow, type Edge, type Node, type NodeChange } from "@xyflow/react";
import ELK from "elkjs/lib/elk.bundled.js";
import { createElement, useCallback, useState, type ReactNode } from "react";
import { createRoot } from "react-dom/client";

interface Graph {
  readonly nodes: readonly { readonly id: string; readonly width: number; readonly height: number }[];
  readonly edges: readonly { readonly id: string; readonly source: string; readonly target: string }[];
}

interface Laid {
  readonly nodes: readonly Node[];
  readonly edges: Edge[];
}

const elk = new ELK();
const layoutOptions = { "elk.algorithm": "layered", "elk.direction": "RIGHT", "elk.layered.spacing.nodeNodeBetweenLayers": "100", "elk.spacing.nodeNode": "80" };

async function open(): Promise<Laid> {
  const { nodes, edges } = (await (await fetch("./graph.json")).json()) as Graph;
  const laid = await elk.layout({ id: "root", layoutOptions, children: nodes.map(({ id, width, height }) => ({ id, width, height })), edges: edges.map(({ id, source, target }) => ({ id, sources: [source], targets: [target] })) });
  return {
    nodes: (laid.children ?? []).map(({ id, x = 0, y = 0, width = 0, height = 0 }) => ({ id, position: { x, y }, data: { label: id }, style: { width, height }, sourcePosition: Position.Right, targetPosition: Position.Left })),
    edges: edges.map((edge) => ({ ...edge })),
  };
}

function Peer(): ReactNode {
  const [laid, setLaid] = useState<Laid | null>(null);
  return laid === null ? createElement("button", { onClick: () => void open().then(setLaid) }, "Open") : createElement(Drawing, laid);
}

function Drawing(laid: Laid): ReactNode {
  const [nodes, setNodes] = useState([...laid.nodes]);
  const onNodesChange = useCallback((changes: NodeChange[]) => setNodes((now) => applyNodeChanges(changes, now)), []);
  return createElement(ReactFlow, { nodes, edges: laid.edges, onNodesChange, minZoom: 0.02, fitView: true });
}

const place = document.getElementById("place");
if (place === null) throw new Error("peer-open: index.html holds no place for the graph.");
createRoot(place).render(createElement(Peer));
