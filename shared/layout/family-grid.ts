/**
 * Lays a family out as a grid, row by row in file order, inside of a box whose left and right sides are where its lines come in and
 * leave. Within, a line goes above all rows to the column that it is for and down beside it; what leaves goes down beside its
 * column and below all rows. Along and across the flow.
 */
import type { Family } from "./find-families.ts";
import type { Direction, LayoutNode } from "./layout-graph.ts";
import type { Spacing } from "./spacing.ts";

export interface Cell {
  readonly id: string;
  /** Upper left corner, from that of the box. */
  readonly along: number;
  readonly across: number;
  readonly length: number;
  readonly breadth: number;
}

export interface FamilyGrid {
  readonly columns: number;
  /** Of the whole box. */
  readonly along: number;
  readonly across: number;
  /** By chain, in its order. */
  readonly chains: readonly (readonly Cell[])[];
}

/** Along and across of each turn. */
export type FlatLine = readonly (readonly [along: number, across: number])[];

/** Width to height of what most screens leave for a graph. */
const shape = 1.8;

/** Null where one column does well. */
export function layFamilyGrid({ chains, hasSources, hasTargets }: Family, direction: Direction, spacing: Spacing): FamilyGrid | null {
  const lengthOf = ({ width, height }: LayoutNode): number => (direction === "LR" ? width : height);
  const breadthOf = ({ width, height }: LayoutNode): number => (direction === "LR" ? height : width);
  const first = chains[0] ?? [];
  const breadth = first.reduce((most, node) => Math.max(most, breadthOf(node)), 0);
  const stepAlong = first.reduce((sum, node) => sum + lengthOf(node) + spacing.columns, 0);
  const stepAcross = breadth + spacing.nodes;
  const columns = Math.round(Math.sqrt((chains.length * stepAcross * (direction === "LR" ? shape : 1 / shape)) / stepAlong));
  if (columns < 2) return null;
  const [before, after] = [hasSources ? spacing.columnLine : 0, hasTargets ? spacing.columnLine : 0];
  const [above, below] = [hasSources ? spacing.nodeLine : 0, hasTargets ? spacing.nodeLine : 0];
  const cells = chains.map((chain, at) => {
    let along = before + (at % columns) * stepAlong;
    const middle = above + Math.floor(at / columns) * stepAcross + breadth / 2;
    return chain.map((node): Cell => {
      const cell = { id: node.id, along, across: middle - breadthOf(node) / 2, length: lengthOf(node), breadth: breadthOf(node) };
      along += cell.length + spacing.columns;
      return cell;
    });
  });
  const rows = Math.ceil(chains.length / columns);
  return { columns, along: before + columns * stepAlong - spacing.columns + after, across: above + rows * stepAcross - spacing.nodes + below, chains: cells };
}

const rowOf = ({ across, breadth }: Cell): number => across + breadth / 2;

/** From where a line comes in, at the row `entry` of the box's one side, to the first node of a chain. */
export function lineIn({ chains, columns }: FamilyGrid, spacing: Spacing, chain: number, entry: number): FlatLine {
  const cell = chains[chain]?.[0];
  if (cell === undefined) return [];
  const row = rowOf(cell);
  if (chain % columns === 0) return [[0, entry], [0, row], [cell.along, row]];
  const beside = cell.along - spacing.columnLine;
  return [[0, entry], [0, 0], [beside, 0], [beside, row], [cell.along, row]];
}

/** From the last node of a chain to where its line leaves, at the row `exit` of the box's other side. */
export function lineOut({ chains, columns, along, across }: FamilyGrid, spacing: Spacing, chain: number, exit: number): FlatLine {
  const cell = chains[chain]?.at(-1);
  if (cell === undefined) return [];
  const [end, row] = [cell.along + cell.length, rowOf(cell)];
  if (chain % columns === columns - 1) return [[end, row], [along, row], [along, exit]];
  const beside = end + spacing.columnLine;
  return [[end, row], [beside, row], [beside, across], [along, across], [along, exit]];
}

/** Between two nodes of a chain, the earlier one first. */
export function lineBetween(one: Cell, next: Cell): FlatLine {
  return [[one.along + one.length, rowOf(one)], [next.along, rowOf(next)]];
}
