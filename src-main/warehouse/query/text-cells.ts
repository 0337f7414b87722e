/** The cells of a small answer whose columns are all text. */
import type { Cells, Cursor } from "../session.ts";

export async function textCells(cursor: Cursor): Promise<Cells[]> {
  const cells: Cells[] = [];
  for (let batch = await cursor.next(); batch !== null; batch = await cursor.next()) {
    cells.push(...("chunk" in batch ? (batch.chunk.getRows() as Cells[]) : batch.cells));
  }
  await cursor.close();
  return cells;
}
