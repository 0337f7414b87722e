/**
 * Writes a kept result to a file, from the store straight to the disk. Written beside and put in place when it is whole; a
 * cancelled or failed export leaves nothing behind.
 */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { setImmediate as breathe } from "node:timers/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { AppError, reasonOf } from "../../../shared/errors/app-error.ts";
import type { ExportJob, ExportProgress, ResultRef } from "../../ports/sql-queries.ts";
import { toFailure } from "../duckdb/failure.ts";
import { type JobControl, JobStopped } from "../job-control.ts";
import { quoteName, quoteText } from "../../../shared/sql/names.ts";
import { type ExportColumn, jsonColumns, parquetColumns } from "./export-columns.ts";
import type { ResultStore, StoredResult } from "./result-store.ts";
import { type StoredColumn, textOf } from "./stored-column.ts";
import { openWorkbook, sheetColumns } from "./workbook.ts";

type Tell = (progress: ExportProgress) => void;

export interface Exported {
  readonly rows: number;
  readonly bytes: number;
  readonly notes: readonly string[];
}

interface Work {
  readonly connection: DuckDBConnection;
  readonly relation: string;
  readonly result: StoredResult;
  readonly job: ExportJob;
  readonly part: string;
  readonly control: JobControl;
  readonly tell: Tell;
}

const tellEveryMs = 200;

export async function exportResult(store: ResultStore, of: ResultRef, { job, control, tell }: { job: ExportJob; control: JobControl; tell: Tell }): Promise<Exported> {
  const part = `${job.file}.${process.pid}.part`;
  try {
    return await store.reading(of.resultId, of, async (connection, relation, result) => {
      const notes = await writePart({ connection, relation, result, job, part, control, tell });
      const stopped = control.stopped();
      if (stopped !== null) throw new JobStopped(stopped);
      syncFile(part);
      const bytes = statSync(part).size;
      renameSync(part, job.file);
      return { rows: result.rows, bytes, notes };
    });
  } catch (error) {
    rmSync(part, { force: true });
    if (isFileTrouble(error)) throw new AppError("input/invalid", `${job.file}: could not be written: ${reasonOf(error)}.`, {}, { cause: error });
    throw error;
  }
}

function isFileTrouble(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

function syncFile(path: string): void {
  const handle = openSync(path, "r+");
  fsyncSync(handle);
  closeSync(handle);
}

async function writePart(work: Work): Promise<readonly string[]> {
  const { connection, relation, result, job } = work;
  if (job.format === "xlsx") return writeWorkbook(work);
  if (job.format === "csv") {
    await copy(work, csvQuery(work), `FORMAT csv, HEADER false, DELIMITER ${quoteText(job.csv.delimiter)}, NULLSTR ${quoteText(job.csv.nullText)}`);
    return [];
  }
  const isJson = job.format === "json";
  const { columns, asText } = await (isJson ? jsonColumns : parquetColumns)(connection, relation, result.columns);
  await copy(work, `SELECT ${listOf(columns)} FROM ${relation}`, isJson ? "FORMAT json, ARRAY true" : "FORMAT parquet, COMPRESSION zstd");
  return asText.map((name) => `Column "${name}" is written as text: ${isJson ? "some of its numbers have more digits than readers of JSON keep" : "the type in the file does not hold all of its values"}.`);
}

function listOf(columns: readonly ExportColumn[]): string {
  return columns.map(({ name, sql }) => `${sql} AS ${quoteName(name)}`).join(", ");
}

/** The header is a row like the others, so that names may be double; all columns are text, exactly as shown. DuckDB keeps the order of scans and unions. */
function csvQuery({ relation, result: { columns }, job: { csv } }: Work): string {
  const guarded = (sql: string): string => (csv.guardFormulas ? `CASE WHEN regexp_matches(${sql}, '^[=+\\-@\\t\\r]') THEN '''' || ${sql} ELSE ${sql} END` : sql);
  const isNumber = ({ kind }: StoredColumn): boolean => kind === "integer" || kind === "decimal" || kind === "float";
  const rows = `SELECT ${columns.map((column) => `${isNumber(column) ? textOf(column) : guarded(textOf(column))} AS ${column.key}`).join(", ")} FROM ${relation}`;
  const header = `SELECT ${columns.map(({ name, key }) => `${guarded(quoteText(name))} AS ${key}`).join(", ")}`;
  return csv.header ? `${header} UNION ALL ${rows}` : rows;
}

async function copy({ connection, part, control, tell, result }: Work, query: string, options: string): Promise<void> {
  const bytesNow = (): number => statSync(part, { throwIfNoEntry: false })?.size ?? 0;
  const timer = setInterval(() => {
    if (control.stopped() !== null) return connection.interrupt();
    tell({ rows: Math.round((Math.max(0, connection.progress.percentage) / 100) * result.rows), totalRows: result.rows, bytes: bytesNow() });
  }, tellEveryMs);
  try {
    await connection.run(`COPY (${query}) TO ${quoteText(part)} (${options})`);
  } catch (error) {
    const stopped = control.stopped();
    if (stopped !== null) throw new JobStopped(stopped);
    const failure = toFailure(error, "");
    throw new AppError("input/invalid", `${part.replace(/\.\d+\.part$/, "")}: could not be written: ${failure.message}`, {}, { cause: error });
  } finally {
    clearInterval(timer);
  }
}

async function writeWorkbook(work: Work): Promise<readonly string[]> {
  const { columns } = work.result;
  if (columns.length > sheetColumns) throw new AppError("input/invalid", `Export: the result has ${columns.length} columns and a sheet of Excel holds ${sheetColumns}; choose CSV or Parquet.`);
  const handle = openSync(work.part, "w");
  // DuckDB may take long to give the next rows.
  const timer = setInterval(() => void (work.control.stopped() !== null && work.connection.interrupt()), tellEveryMs);
  try {
    return await writeSheets(work, handle);
  } catch (error) {
    const stopped = work.control.stopped();
    throw stopped === null ? error : new JobStopped(stopped);
  } finally {
    clearInterval(timer);
    closeSync(handle);
  }
}

async function writeSheets({ connection, relation, result: { columns, rows: totalRows }, control, tell }: Work, handle: number): Promise<readonly string[]> {
  let bytes = 0;
  const book = openWorkbook(columns, (piece) => {
    for (let at = 0; at < piece.length; ) at += writeSync(handle, piece, at);
    bytes += piece.length;
  });
  const stream = await connection.stream(`SELECT ${columns.map((column) => textOf(column)).join(", ")} FROM ${relation}`);
  let rows = 0;
  let toldAt = performance.now();
  for (let chunk = await stream.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await stream.fetchChunk()) {
    const stopped = control.stopped();
    if (stopped !== null) throw new JobStopped(stopped);
    for (const row of chunk.getRows()) book.row(row as (string | null)[]);
    rows += chunk.rowCount;
    // Making XML keeps this process busy: others who asked something come first.
    await breathe();
    if (performance.now() - toldAt < tellEveryMs) continue;
    toldAt = performance.now();
    tell({ rows, totalRows, bytes });
  }
  book.end();
  const { cutCells, textNumbers } = book.notes;
  return [
    ...(textNumbers === 0 ? [] : [`${textNumbers} numbers are written as text: Excel keeps 15 digits.`]),
    ...(cutCells === 0 ? [] : [`${cutCells} texts are cut: a cell of Excel holds 32,767 characters.`]),
  ];
}
