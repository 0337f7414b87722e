/** Rows as the data grid asks for them: by number, so that of a million only those in sight have to be there. */
import type { RowSet } from "../../shared/contract/warehouse.ts";

export type Cells = readonly (string | null)[];

export interface RowSource {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rowCount: number;
  /** Undefined while it is not there yet. */
  rowAt(index: number): Cells | undefined;
  /** All rows, where all are at hand: for copying columns and the whole. */
  readonly all: readonly Cells[] | null;
}

export function sourceOf(set: RowSet): RowSource {
  return { columns: set.columns, rowCount: set.rows.length, rowAt: (index) => set.rows[index], all: set.rows };
}
