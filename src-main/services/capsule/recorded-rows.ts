/** Rows of a table as an opened capsule recorded them. Its file is somebody else's: it is read by the SQL host, in a process that may end over it. */
import { join } from "node:path";
import type { CapsuleManifest } from "../../../shared/capsule/manifest.ts";
import { mostRecordedRows, type RecordedRows } from "../../../shared/contract/capsules.ts";
import { quoteText } from "../../../shared/sql/names.ts";
import type { ConnectionSpec } from "../../ports/sql-host.ts";
import type { SqlQueries } from "../../ports/sql-queries.ts";
import { askTable } from "./ask-rows.ts";
import { outputPlace } from "./unpack-capsule.ts";

export interface RecordedAsk {
  readonly taskId: string;
  /** `schema.table`. */
  readonly table: string;
}

/** @param reach opens what reads; throws where nothing may be opened */
export async function recordedRows({ manifest, folder }: { readonly manifest: CapsuleManifest; readonly folder: string }, { taskId, table }: RecordedAsk, queries: SqlQueries, reach: () => ConnectionSpec): Promise<RecordedRows> {
  const index = manifest.outputs.findIndex((one) => one.taskId === taskId && `${one.schema}.${one.table}` === table);
  const output = manifest.outputs[index];
  if (output === undefined) return nothing("the capsule names no such table of this task");
  const facts = { recorded: output.rows, isOfRun: output.isOfRun, masked: output.columns.flatMap(({ name, mask }) => (mask === null ? [] : [name])) };
  if (output.entry === null) return { ...nothing(output.note ?? "they were left out when it was made"), ...facts };
  const { columns, rows } = await askTable(queries, reach(), `SELECT * FROM read_parquet(${quoteText(join(folder, outputPlace(index)))})`, mostRecordedRows);
  return { set: { columns, rows, totalRows: output.totalRows }, why: null, ...facts };
}

function nothing(why: string): RecordedRows {
  return { set: null, why, recorded: 0, isOfRun: null, masked: [] };
}
