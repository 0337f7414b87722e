/**
 * Files of archived runs, written and read by a DuckDB of their own that lives for one request. One row a run, what belongs to it nested in
 * it, so that a file is whole in itself and any reader of Parquet can ask it.
 */
import { chmodSync, closeSync, fsyncSync, openSync, rmSync, statSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { ArchivedDag, ArchiveHit } from "../../../shared/contract/archive.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import { quoteText } from "../../../shared/sql/names.ts";
import { parseArchiveLine } from "../../../shared/model/archive-line.ts";
import type { ArchiveFiles, ArchiveQuery, ArchiveToRead, WrittenArchive } from "../../ports/run-archive.ts";
import { toFailure } from "../duckdb/failure.ts";

const columns: Readonly<Record<string, string>> = {
  run_number: "BIGINT",
  dag_id: "VARCHAR",
  run_id: "VARCHAR",
  state: "VARCHAR",
  run_type: "VARCHAR",
  logical_date: "TIMESTAMPTZ",
  data_interval_start: "TIMESTAMPTZ",
  data_interval_end: "TIMESTAMPTZ",
  queued_at: "TIMESTAMPTZ",
  started_at: "TIMESTAMPTZ",
  ended_at: "TIMESTAMPTZ",
  reason: "VARCHAR",
  conf: "VARCHAR",
  params: "VARCHAR",
  dag_hash: "VARCHAR",
  dag_file: "VARCHAR",
  search_keys: `STRUCT("key" VARCHAR, "value" VARCHAR, norm VARCHAR, source VARCHAR)[]`,
  tasks: `STRUCT(task_id VARCHAR, map_index BIGINT, state VARCHAR, try_number BIGINT, queued_at TIMESTAMPTZ, started_at TIMESTAMPTZ, ended_at TIMESTAMPTZ, reason VARCHAR,
    tries STRUCT(try_number BIGINT, state VARCHAR, queued_at TIMESTAMPTZ, started_at TIMESTAMPTZ, ended_at TIMESTAMPTZ, exit_code BIGINT, signal VARCHAR, reason VARCHAR, table_name VARCHAR, rows_loaded BIGINT, log_bytes BIGINT, cpu_ms BIGINT, peak_rss_bytes BIGINT)[])[]`,
  acts: `STRUCT("at" TIMESTAMPTZ, "by" VARCHAR, act VARCHAR, task_id VARCHAR, reason VARCHAR)[]`,
};

const least = 16 * 1024 * 1024;
const options = "FORMAT parquet, COMPRESSION zstd";
/** Of a hit. */
const mostKeys = 8;

export function createArchiveFiles({ temporary }: { readonly temporary: string }): ArchiveFiles {
  const using = <T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> => withDuckDb(temporary, work);
  return {
    write: ({ file, longest }, to) => {
      const types = Object.entries(columns).map(([name, type]) => `${name}: ${quoteText(type)}`).join(", ");
      const source = `read_json(${quoteText(file)}, format = 'newline_delimited', compression = 'uncompressed', columns = {${types}}, maximum_object_size = ${Math.max(least, longest + 1_024)})`;
      return using((connection) => writeFile(connection, `SELECT * FROM ${source}`, to));
    },
    copyWithout: (from, without, to) => using((connection) => writeFile(connection, `SELECT * FROM read_parquet(${quoteText(from)})${outside(without)}`, to)),
    search: (archives, query) => using((connection) => search(connection, archives, query)),
    get: (archives, { dagId, runId }) =>
      using(async (connection) => {
        const where = [`dag_id = ${quoteText(dagId)}`, `run_id = ${quoteText(runId)}`];
        const [found] = await rowsOf(connection, `SELECT archive, CAST(to_json(of) AS VARCHAR) FROM (SELECT archive, struct_pack(${Object.keys(columns).map((name) => `${name} := ${name}`).join(", ")}) AS of, run_number FROM (${unionOf(archives, where)})) ORDER BY run_number DESC LIMIT 1`);
        return found === undefined ? null : { archive: Number(found[0]), run: parseArchiveLine(String(found[1])) };
      }),
  };
}

async function withDuckDb<T>(temporary: string, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "512MiB", temp_directory: temporary, autoinstall_known_extensions: "false" });
  try {
    const connection = await instance.connect();
    try {
      await connection.run("SET TimeZone = 'UTC'");
      return await work(connection);
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<unknown[][]> {
  try {
    return (await connection.runAndReadAll(sql)).getRows();
  } catch (error) {
    throw new AppError("archive/failed", `The archive: ${toFailure(error, sql).message}`, {}, { cause: error });
  }
}

/** Written, synced, and read again: what it says of itself is what is in it. */
async function writeFile(connection: DuckDBConnection, query: string, to: string): Promise<WrittenArchive> {
  try {
    await rowsOf(connection, `COPY (${query}) TO ${quoteText(to)} (${options})`);
    chmodSync(to, 0o600);
    const handle = openSync(to, "r+");
    fsyncSync(handle);
    closeSync(handle);
    return { bytes: statSync(to).size, dags: await dagsOf(connection, to) };
  } catch (error) {
    rmSync(to, { force: true });
    throw error;
  }
}

async function dagsOf(connection: DuckDBConnection, file: string): Promise<ArchivedDag[]> {
  const rows = await rowsOf(
    connection,
    `SELECT dag_id, count(*), sum(len(tasks)), sum(list_sum(list_transform(tasks, one -> len(one.tries)))), epoch_ms(min(queued_at)), epoch_ms(max(queued_at)) FROM read_parquet(${quoteText(file)}) GROUP BY dag_id ORDER BY dag_id`,
  );
  return rows.map(([dagId, ...rest]) => {
    const [runs = 0, tasks = 0, tries = 0, oldest = 0, newest = 0] = rest.map(Number);
    return { dagId: String(dagId), runs, tasks, tries, oldest, newest };
  });
}

function outside(runs: readonly number[]): string {
  return runs.length === 0 ? "" : ` WHERE run_number NOT IN (${runs.join(", ")})`;
}

function unionOf(archives: readonly ArchiveToRead[], where: readonly string[]): string {
  const condition = where.length === 0 ? "" : ` WHERE ${where.join(" AND ")}`;
  return archives.map(({ id, file, without }) => `SELECT ${id} AS archive, * FROM (SELECT * FROM read_parquet(${quoteText(file)})${outside(without)})${condition}`).join(" UNION ALL BY NAME ");
}

async function search(connection: DuckDBConnection, archives: readonly ArchiveToRead[], query: ArchiveQuery): Promise<{ hits: ArchiveHit[]; total: number }> {
  if (archives.length === 0) return { hits: [], total: 0 };
  const matches = query.norm === null ? null : query.exact ? `one.norm = ${quoteText(query.norm)}` : `contains(one.norm, ${quoteText(query.norm)})`;
  const where = [
    ...(matches === null ? [] : [`len(list_filter(search_keys, one -> ${matches})) > 0`]),
    ...(query.dagId === null ? [] : [`dag_id = ${quoteText(query.dagId)}`]),
    ...(query.runId === null ? [] : [`run_id = ${quoteText(query.runId)}`]),
    ...(query.state === null ? [] : [`state = ${quoteText(query.state)}`]),
    ...(query.from === null ? [] : [`queued_at >= make_timestamptz(CAST(${query.from * 1_000} AS BIGINT))`]),
    ...(query.to === null ? [] : [`queued_at < make_timestamptz(CAST(${query.to * 1_000} AS BIGINT))`]),
  ];
  const found = unionOf(archives, where);
  const [count] = await rowsOf(connection, `SELECT count(*) FROM (${found})`);
  const keys = matches === null ? "[]" : `to_json(list_filter(search_keys, one -> ${matches})[1:${mostKeys}])`;
  const rows = await rowsOf(
    connection,
    `SELECT archive, run_number, dag_id, run_id, state, run_type, epoch_ms(logical_date), epoch_ms(queued_at), epoch_ms(ended_at), len(tasks), CAST(${keys} AS VARCHAR)
     FROM (${found}) ORDER BY queued_at DESC, run_number DESC LIMIT ${query.limit} OFFSET ${query.offset}`,
  );
  return { hits: rows.map(hitOf), total: Number(count?.[0] ?? 0) };
}

const numberOrNull = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));

function hitOf([archive, number, dagId, runId, state, runType, logicalDate, queuedAt, endedAt, tasks, keys]: readonly unknown[]): ArchiveHit {
  const found = JSON.parse(String(keys)) as { key: string; value: string; source: string }[];
  return {
    ...{ archive: Number(archive), number: Number(number), dagId: String(dagId), runId: String(runId), runType: String(runType) },
    // A file of another hand may say anything: the contract judges it on the way out.
    state: String(state) as ArchiveHit["state"],
    ...{ logicalDate: numberOrNull(logicalDate), queuedAt: Number(queuedAt), endedAt: numberOrNull(endedAt), tasks: Number(tasks) },
    keys: found.map(({ key, value, source }) => ({ key, value, source })),
  };
}
