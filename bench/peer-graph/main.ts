/**
 * The peer of G1: React Flow as its makers ship it, with its own nodes and edges and nothing around them, on the graph that comes with the page.
 * `?visible` draws only what is in sight, which is the library's own advice for large graphs.
 */
import { applyNodeChanges, Position, ReactFlow, type Edge, type Node, type NodeChange } from "@xyflow/react";
import { createElement, useCallback, useState, type ReactNode } from "react";
import { createRoot } from "react-dom/client";

interface Placed {
  readonly nodes: readonly { readonly id: string; readonly x: number; readonly y: number; readonly width: number; readonly height: number }[];
  readonly edges: readonly { readonly id: string; readonly source: string; readonly target: string }[];
}

const onlyVisible = location.search.includes("visible");
const { nodes: placed, edges } = (await (await fetch("./graph.json")).json()) as Placed;
const first = placed.map(({ id, x, y, width, height }): Node => ({ id, position: { x, y }, data: { label: id }, style: { width, height }, sourcePosition: Position.Right, targetPosition: Position.Left }));
const lines: Edge[] = edges.map((edge) => ({ ...edge }));

function Peer(): ReactNode {
  const [nodes, setNodes] = useState(first);
  const onNodesChange = useCallback((changes: NodeChange[]) => setNodes((now) => applyNodeChanges(changes, now)), []);
  return createElement(ReactFlow, { nodes, edges: lines, onNodesChange, minZoom: 0.02, fitView: true, onlyRenderVisibleElements: onlyVisible, onInit: (flow) => Object.assign(globalThis, { flow }) });
}

const place = document.getElementById("place");
if (place === null) throw new Error("peer-graph: index.html holds no place for the graph.");
createRoot(place).render(createElement(Peer));
