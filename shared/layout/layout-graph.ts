/** What a layouter is asked and what it answers: plain data that may cross to another thread. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface LayoutNode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface LayoutEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
}

/** LR: from left to right, TB: from top to bottom. */
export type Direction = "LR" | "TB";

export interface LayoutRequest {
  readonly nodes: readonly LayoutNode[];
  /** Edges of unknown nodes and edges from a node to itself are left out of the answer; repeats share one line. */
  readonly edges: readonly LayoutEdge[];
  readonly direction?: Direction;
  /** Group around each node or group that has one. Groups without a node, and circles of groups, are left out. */
  readonly parents?: ReadonlyMap<string, string>;
  /** Upper left corners of nodes that stay where they are. */
  readonly pinned?: ReadonlyMap<string, Point>;
}

/** Some nodes that are laid out alone. */
export interface LayoutPart {
  readonly nodes: ReadonlySet<string>;
  /** Where all nodes are now: the part keeps its middle, and covers none of the others. */
  readonly places: ReadonlyMap<string, Box>;
}

export interface Layout {
  readonly nodes: ReadonlyMap<string, Box>;
  /** Points of each line, both ends included. */
  readonly edges: ReadonlyMap<string, readonly Point[]>;
  readonly groups: ReadonlyMap<string, Box>;
  readonly width: number;
  readonly height: number;
}
