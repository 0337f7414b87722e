/** Rows as the data grid asks for them: by number, so that of a million only those in sight have to be there. */
import type { RowSet } from "../../shared/contract/warehouse.ts";

export type Cells = readonly (string | null)[];

export interface RowSource {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rowCount: number;
  /** Undefined while it is not there yet. */
  rowAt(index: number): Cells | undefined;
  /** Rows with all of their text, for the clipboard. `to` is exclusive. */
  read(from: number, to: number): Promise<readonly Cells[]>;
}

export function sourceOf(set: RowSet): RowSource {
  return { columns: set.columns, rowCount: set.rows.length, rowAt: (index) => set.rows[index], read: async (from, to) => set.rows.slice(from, to) };
}
