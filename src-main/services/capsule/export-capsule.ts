/**
 * Packs one run of this machine into a file: its rows, the texts that its DAG names, its logs, the tables that its tasks filled. Nothing of it is
 * held in memory as a whole; the file takes its name when it is complete. The same run and choices give the same bytes, but for the instant in the manifest.
 */
import { randomUUID } from "node:crypto";
import { createReadStream, mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { capsuleFormat, capsuleFormatVersion, longestManifestText, type CapsuleLog, type CapsuleManifest, type CapsuleOutput, type CapsuleText } from "../../../shared/capsule/manifest.ts";
import type { CapsuleChoices, CapsuleExportEvent } from "../../../shared/contract/capsules.ts";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import type { Archives, ArchivedFile, ArchiveWriter } from "../../ports/archive.ts";
import type { LogFiles } from "../../ports/log-files.ts";
import type { Clock } from "../../ports/machine.ts";
import type { RunRow } from "../../ports/store.ts";
import { hiddenValues } from "./hidden-values.ts";
import { type BytesMasker, Masking } from "./masking.ts";
import { ownWords } from "./own-words.ts";
import { type FoundOutput, logsOf, outputsOf, type RunFactsParts, textsOf, type TryLog } from "./run-facts.ts";
import { linesOf } from "./run-lines.ts";
import { tableQuery } from "./table-query.ts";

export interface ExportParts extends RunFactsParts {
  readonly archives: Archives;
  readonly clock: Clock;
  readonly maskBytes: BytesMasker;
  /** Of the hashes: known to this workspace alone. */
  readonly hashKey: () => string;
  readonly tool: { readonly name: string; readonly version: string };
  readonly origin: { readonly workspace: string; readonly host: string };
  /** Folders of this machine that say whose it is. */
  readonly places: readonly string[];
  readonly environment: () => Readonly<Record<string, string | number | null>>;
  /** For what is on its way; emptied by whoever starts the engine. */
  readonly scratch: string;
}

export interface ExportAsk {
  readonly row: RunRow;
  readonly choices: CapsuleChoices;
  /** Absolute. */
  readonly file: string;
  readonly stop: AbortSignal;
  readonly tell: (event: Extract<CapsuleExportEvent, { kind: "progress" }>) => void;
}

export async function exportCapsule(parts: ExportParts, ask: ExportAsk): Promise<{ readonly bytes: number; readonly manifest: CapsuleManifest }> {
  const archive = await parts.archives.create(ask.file);
  const scratch = join(parts.scratch, `export-${randomUUID()}`);
  mkdirSync(scratch, { recursive: true, mode: 0o700 });
  try {
    return await new Packing(parts, ask, archive, scratch).pack();
  } finally {
    await archive.abort();
    rmSync(scratch, { recursive: true, force: true });
  }
}

class Packing {
  readonly #parts: ExportParts;
  readonly #ask: ExportAsk;
  readonly #archive: ArchiveWriter;
  readonly #scratch: string;
  readonly #secrets: readonly string[];
  readonly #masking: Masking;
  readonly #files: ArchivedFile[] = [];
  readonly #notes: string[] = [];

  constructor(parts: ExportParts, ask: ExportAsk, archive: ArchiveWriter, scratch: string) {
    this.#parts = parts;
    this.#ask = ask;
    this.#archive = archive;
    this.#scratch = scratch;
    this.#secrets = [...parts.connections.secrets(), ...this.#hidden()];
    this.#masking = new Masking(this.#secrets, parts.maskBytes, ask.choices.origin ? [] : parts.places);
  }

  async pack(): Promise<{ bytes: number; manifest: CapsuleManifest }> {
    const { row, choices } = this.#ask;
    const outputs = await this.#packOutputs();
    const texts = await this.#packTexts();
    this.#tell("run", row.runId, 0, 1);
    // Also of a table that cannot be packed: what its checks showed is here.
    const columns = new Set((choices.outputs ?? []).flatMap(({ masks }) => Object.keys(masks).map((name) => name.toLowerCase())));
    const masks = { params: new Set(choices.params), conf: new Set(choices.conf), xcoms: choices.xcoms, people: choices.origin, columns };
    await this.#add("run.jsonl", linesOf(this.#parts.store.runRows.read(row.key), masks, this.#masking));
    const logs = await this.#packLogs();
    this.#tell("closing", "manifest.json", 0, 1);
    // The same names as in the rows, masked where these are. A sum of a file may hold any digits by chance.
    const { files, ...rest } = this.#manifest({ outputs, texts, logs });
    const manifest = { ...(shortened(this.#masking.value(rest)) as typeof rest), files };
    await this.#archive.add("manifest.json", Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`, "utf8"));
    this.#ask.stop.throwIfAborted();
    await this.#archive.finish();
    return { bytes: this.#archive.written, manifest };
  }

  #manifest({ outputs, texts, logs }: Pick<CapsuleManifest, "outputs" | "texts" | "logs">): CapsuleManifest {
    const { row, choices } = this.#ask;
    const { tool, origin, clock, store, images, environment } = this.#parts;
    const { dagId, runId, state, runType, queuedAt, startedAt, endedAt } = row;
    return {
      format: capsuleFormat,
      formatVersion: capsuleFormatVersion,
      tool,
      exportedAt: clock.now(),
      origin: choices.origin ? origin : { workspace: null, host: null },
      run: { dagId, runId, state, runType, queuedAt, startedAt, endedAt },
      version: images.version(row.versionId).version.number ?? 1,
      schema: store.runRows.schema,
      texts,
      logs,
      outputs,
      masks: { params: choices.params, conf: choices.conf, xcoms: !choices.xcoms, secrets: this.#masking.found },
      environment: environment(),
      notes: this.#notes,
      files: this.#files,
    };
  }

  /** What a person chose to hide is hidden where it stands in texts too, as far as it can be told from ordinary words. */
  #hidden(): readonly string[] {
    const { row, choices } = this.#ask;
    const chosen = [...choices.params.map((name) => [name, row.params[name]] as const), ...choices.conf.map((name) => [name, row.conf[name]] as const)];
    const { texts, notes } = hiddenValues(chosen, ownWords());
    this.#notes.push(...notes);
    return texts;
  }

  async #packTexts(): Promise<CapsuleText[]> {
    const { row } = this.#ask;
    const { version } = this.#parts.images.version(row.versionId);
    const found = textsOf(this.#parts, version, row);
    const texts: CapsuleText[] = [];
    for (const [index, { path, bytes, isNewer, note }] of found.entries()) {
      this.#tell("texts", path, index, found.length);
      if (bytes === null) {
        texts.push({ path, entry: null, isMasked: false, isNewer, note });
        continue;
      }
      const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
      const masked = this.#masking.text(text);
      const entry = `texts/${number(index)}`;
      // What is no text stays as it is, byte for byte.
      await this.#add(entry, masked === text ? bytes : Buffer.from(masked, "utf8"));
      texts.push({ path, entry, isMasked: masked !== text, isNewer, note });
    }
    return texts;
  }

  async #packLogs(): Promise<CapsuleLog[]> {
    const { row, choices } = this.#ask;
    const found = await logsOf(this.#parts, row);
    const logs: CapsuleLog[] = [];
    for (const [index, log] of found.entries()) {
      const { taskId, tryNumber, bytes, droppedBytes } = log;
      this.#tell("logs", taskId, index, found.length);
      if (!choices.logs) {
        logs.push({ taskId, tryNumber, entry: null, bytes, droppedBytes, isCut: false });
        continue;
      }
      const most = choices.logMiB === undefined ? bytes : Math.floor(choices.logMiB * 1024 * 1024);
      const entry = `logs/${number(log.task)}-${tryNumber}.log`;
      const pieces = this.#masking.bytes(logPieces(this.#parts.logFiles, log, most, this.#ask.stop));
      const file = await this.#add(entry, this.#metered(pieces, taskId, index, found.length));
      logs.push({ taskId, tryNumber, entry, bytes: file.bytes, droppedBytes: droppedBytes + Math.max(0, bytes - most), isCut: bytes > most });
    }
    return logs;
  }

  async *#metered(pieces: AsyncIterable<Uint8Array>, detail: string, done: number, total: number): AsyncGenerator<Uint8Array> {
    let since = 0;
    for await (const piece of pieces) {
      yield piece;
      since += piece.length;
      if (since < 8 * 1024 * 1024) continue;
      since = 0;
      this.#tell("logs", detail, done, total);
    }
  }

  async #packOutputs(): Promise<CapsuleOutput[]> {
    const { row, choices } = this.#ask;
    const found = await outputsOf(this.#parts, row);
    const outputs: CapsuleOutput[] = [];
    for (const [index, output] of found.entries()) {
      this.#tell("tables", `${output.schema}.${output.table}`, index, found.length);
      const wanted = choices.outputs?.find((one) => one.taskId === output.taskId && one.schema === output.schema && one.table === output.table);
      const isWanted = choices.outputs === undefined ? output.isOfRun !== false : wanted !== undefined;
      if (!isWanted || output.note !== null) outputs.push({ ...output, entry: null, rows: 0, isCut: false, note: output.note ?? (output.isOfRun === false ? "a later run has filled it anew" : "it was left out") });
      else outputs.push(await this.#packTable(output, wanted?.masks ?? {}, index));
    }
    return outputs;
  }

  async #packTable(output: FoundOutput, masks: NonNullable<CapsuleChoices["outputs"]>[number]["masks"], index: number): Promise<CapsuleOutput> {
    const { choices } = this.#ask;
    const file = join(this.#scratch, `${index}.parquet`);
    try {
      const { rows, columns, isCut } = await this.#readTable(output, masks, file);
      const entry = `outputs/${number(index)}.parquet`;
      await this.#add(entry, createReadStream(file), { packed: true });
      const isWhole = !isCut && rows < choices.maxRows;
      return { ...output, columns, entry, rows, totalRows: isWhole ? rows : output.totalRows, isCut: isCut || (rows >= choices.maxRows && output.totalRows !== rows) };
    } catch (thrown) {
      this.#ask.stop.throwIfAborted();
      if (thrown instanceof AppError && (thrown.code === "sql/failed" || thrown.code === "connection/failed")) return { ...output, entry: null, rows: 0, isCut: false, note: messageOf(thrown) };
      throw thrown;
    } finally {
      rmSync(file, { force: true });
    }
  }

  /** Reads fewer rows until the file is small enough. */
  async #readTable(output: FoundOutput, masks: Record<string, "hash" | "replace">, file: string): Promise<{ rows: number; columns: CapsuleOutput["columns"]; isCut: boolean }> {
    const { choices } = this.#ask;
    const most = choices.maxMiB * 1024 * 1024;
    for (let maxRows = choices.maxRows, isCut = false; ; isCut = true) {
      const { sql, columns } = tableQuery({ ...output, masks, key: this.#parts.hashKey(), secrets: this.#secrets, maxRows });
      const rows = await this.#writeParquet(output.connection, sql, file);
      const { size } = statSync(file);
      if (size <= most || rows <= 1) return { rows, columns, isCut };
      maxRows = Math.max(1, Math.floor(rows * (most / size) * 0.9));
    }
  }

  async #writeParquet(connection: string, text: string, file: string): Promise<number> {
    const { sqlHost, connections } = this.#parts;
    const { stop } = this.#ask;
    const queryId = randomUUID();
    const cancel = (): void => sqlHost.queries.cancel(queryId);
    stop.throwIfAborted();
    stop.addEventListener("abort", cancel);
    try {
      const csv = { delimiter: ",", header: true, nullText: "", guardFormulas: false };
      const { rows } = await sqlHost.queries.export({ queryId, source: { kind: "query", connection: connections.reach(connection), text, params: {} }, format: "parquet", file, csv, secrets: this.#secrets }, () => stop.aborted && cancel());
      return rows;
    } finally {
      stop.removeEventListener("abort", cancel);
    }
  }

  async #add(name: string, content: AsyncIterable<Uint8Array> | Uint8Array, options?: { packed?: boolean }): Promise<ArchivedFile> {
    this.#ask.stop.throwIfAborted();
    const file = await this.#archive.add(name, content instanceof Uint8Array ? content : stoppable(content, this.#ask.stop), options);
    this.#files.push(file);
    return file;
  }

  #tell(doing: "tables" | "texts" | "run" | "logs" | "closing", detail: string, done: number, total: number): void {
    this.#ask.tell({ kind: "progress", doing, detail, done, total, bytes: this.#archive.written });
  }
}

/** No text of a manifest is longer than its readers take: the type of a column may be, and what a database said. */
function shortened(value: unknown): unknown {
  if (typeof value === "string") return value.length <= longestManifestText ? value : `${value.slice(0, longestManifestText - 1).toWellFormed()}…`;
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shortened(each)]));
}

const number = (index: number): string => String(index).padStart(5, "0");

async function* stoppable(pieces: AsyncIterable<Uint8Array>, stop: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    stop.throwIfAborted();
    yield piece;
  }
}

const readBytes = 1024 * 1024;

/** All of a log, or its first and last halves with a line between them that says what is missing. */
async function* logPieces(files: LogFiles, { path, bytes }: TryLog, most: number, stop: AbortSignal): AsyncGenerator<Uint8Array> {
  const half = Math.floor(most / 2);
  if (bytes <= most) return yield* range(files, path, { from: 0, to: bytes }, stop);
  yield* range(files, path, { from: 0, to: half }, stop);
  yield Buffer.from(`\n[dagwright: ${bytes - 2 * half} bytes dropped here: left out of the capsule]\n`);
  yield* range(files, path, { from: bytes - half, to: bytes }, stop);
}

async function* range(files: LogFiles, path: string, { from, to }: { from: number; to: number }, stop: AbortSignal): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to; ) {
    stop.throwIfAborted();
    const piece = files.read(path, at, Math.min(readBytes, to - at));
    if (piece === null || piece.bytes.length === 0) return;
    yield piece.bytes;
    at = piece.offset + piece.bytes.length;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
