/** Lists of lists of numbers without an object a list: the layout's graphs have tens of thousands of short ones. */

/** The numbers of row r stand at `list[start[r]]` up to, without it, `list[start[r + 1]]`. */
export interface Rows {
  readonly start: Int32Array;
  readonly list: Int32Array;
}

/** Puts `values[i]` into row `rowOf[i]`; within a row the order of `values` is kept. */
export function packRows(rows: number, rowOf: ArrayLike<number>, values: ArrayLike<number>): Rows {
  const start = new Int32Array(rows + 1);
  for (let i = 0; i < rowOf.length; i += 1) {
    const row = (rowOf[i] ?? 0) + 1;
    start[row] = (start[row] ?? 0) + 1;
  }
  for (let row = 0; row < rows; row += 1) start[row + 1] = (start[row + 1] ?? 0) + (start[row] ?? 0);
  const next = start.slice();
  const list = new Int32Array(rowOf.length);
  for (let i = 0; i < rowOf.length; i += 1) {
    const row = rowOf[i] ?? 0;
    const at = next[row] ?? 0;
    list[at] = values[i] ?? 0;
    next[row] = at + 1;
  }
  return { start, list };
}

export function rowLength({ start }: Rows, row: number): number {
  return (start[row + 1] ?? 0) - (start[row] ?? 0);
}
