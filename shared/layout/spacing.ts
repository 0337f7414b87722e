/** The distances that a drawing keeps, in its own units. */

export interface Spacing {
  /** Between two nodes of a column. */
  readonly nodes: number;
  /** Between a node and a line that passes it. */
  readonly nodeLine: number;
  /** Between two lines, side by side. */
  readonly lines: number;
  /** Between two columns, at least. */
  readonly columns: number;
  /** Between a column and the nearest bend. */
  readonly columnLine: number;
  /** Between the border of a group and what is inside of it. */
  readonly groupInset: number;
  /** Added above the contents of a group, for its name. */
  readonly groupHead: number;
  /** Between pieces of the graph that no edge joins. */
  readonly pieces: number;
}

export const defaultSpacing: Spacing = { nodes: 20, nodeLine: 16, lines: 10, columns: 56, columnLine: 20, groupInset: 14, groupHead: 24, pieces: 44 };
