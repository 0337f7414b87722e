/** `dagwright sql`: runs statements over the engine's contract and prints what they return, page by page. */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ResultColumn, SqlEvent, SqlFailureInfo } from "../../../shared/contract/sql.ts";
import { AppError, reasonOf } from "../../../shared/errors/app-error.ts";
import { embeddedConnection } from "../../../shared/model/workspace-config.ts";
import type { CliContext } from "../context.ts";
import type { EngineClient } from "../engine-client.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { findWorkspace } from "../find-workspace.ts";
import { onInterrupt } from "../interrupts.ts";
import { parsePairs, parseWhole } from "../parse-options.ts";
import { csvLine, jsonRow, type Row, tableLines } from "../result-text.ts";
import { openSession } from "../session.ts";
import { countText, durationText, harmless } from "../words.ts";

export interface SqlOptions {
  readonly file?: string;
  readonly connection?: string;
  readonly format?: string;
  readonly param?: readonly string[];
  readonly limit?: string;
  readonly timeout?: string;
}

type Format = "table" | "csv" | "json";
type Finished = Extract<SqlEvent, { kind: "finished" }>;

const formats: readonly Format[] = ["table", "csv", "json"];
const tableRows = 1000;
const mostRows = 10_000_000;
const pageRows = 1000;

export async function sqlCommand(context: CliContext, query: string | undefined, options: SqlOptions): Promise<ExitCode> {
  const format = formatOf(context, options);
  const text = textOf(query, options);
  const limit = parseWhole("--limit", options.limit ?? String(format === "table" ? tableRows : mostRows), { min: 1, max: mostRows });
  const timeoutMs = options.timeout === undefined ? undefined : parseWhole("--timeout", options.timeout, { min: 1, max: 86_400 }) * 1000;
  const params = Object.fromEntries(parsePairs("--param", options.param ?? []).map(([name, value]) => [name, { type: "text" as const, value }]));
  // Typed by a person, like `run`: their own word.
  const session = await openSession({ workspace: findWorkspace(context.workspaceOption), trusted: true });
  const queryId = `cli-${randomUUID()}`;
  const stopListening = onInterrupt(() => void session.client.sql.cancel({ queryId }).catch(() => undefined));
  try {
    const events = await session.client.sql.run({ connection: options.connection ?? embeddedConnection, text, params, maxRows: limit, queryId, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
    return await new Printer(context, session.client, format).follow(events, text);
  } finally {
    stopListening();
    await session.close();
  }
}

function formatOf(context: CliContext, { format }: SqlOptions): Format {
  const found = formats.find((one) => one === (format ?? (context.json ? "json" : "table")));
  if (found === undefined) throw new AppError("input/invalid", `--format: "${format}" is none; use ${formats.join(", ")}.`);
  return found;
}

function textOf(query: string | undefined, { file }: SqlOptions): string {
  if ((query === undefined) === (file === undefined)) throw new AppError("input/invalid", 'sql: give the statements, or a file with --file; such as "dagwright sql \'select 1\'".');
  const source = file ?? (query === "-" ? "-" : null);
  if (source === null) return query ?? "";
  try {
    return readFileSync(source === "-" ? 0 : source, "utf8").replace(/^\uFEFF/, "");
  } catch (thrown) {
    throw new AppError("input/invalid", `--file: ${source}: ${reasonOf(thrown)}.`);
  }
}

/** Results are printed as they are finished, and released. */
class Printer {
  readonly #context: CliContext;
  readonly #client: EngineClient;
  readonly #format: Format;
  readonly #columns = new Map<number, readonly ResultColumn[]>();
  readonly #words = new Map<number, string>();
  #printed = 0;

  constructor(context: CliContext, client: EngineClient, format: Format) {
    this.#context = context;
    this.#client = client;
    this.#format = format;
  }

  async follow(events: AsyncIterable<SqlEvent>, text: string): Promise<ExitCode> {
    let code: ExitCode = exitCodes.engineFailed;
    for await (const event of events) {
      if (event.kind === "statement") this.#words.set(event.index, event.words);
      if (event.kind === "columns") this.#columns.set(event.index, event.columns);
      if (event.kind === "notice") this.#context.note(`notice: ${harmless(event.text)}`);
      if (event.kind === "finished") await this.#print(event);
      if (event.kind === "ended") code = event.failure === null ? exitCodes.done : this.#fail(event.failure, text);
      if (this.#context.isReaderGone()) break;
    }
    return code;
  }

  async #print(event: Finished): Promise<void> {
    const { resultId } = event;
    if (resultId === null) return this.#printPlain(event);
    const columns = this.#columns.get(event.index) ?? [];
    if (this.#format === "json") this.#context.write(`{"statement":${event.index + 1},"columns":${JSON.stringify(columns.map(({ name, type }) => ({ name, type })))},"rows":[`);
    else if (this.#printed > 0) this.#context.out("");
    if (this.#format === "csv") this.#context.out(csvLine(columns.map(({ name }) => name)));
    await this.#printRows(resultId, columns, event.rows ?? 0);
    if (this.#format === "json") this.#context.out(`],"row_count":${event.rows ?? 0},"capped":${event.capped},"ms":${Math.round(event.ms)}}`);
    else if (this.#format === "table" || event.capped) this.#context.note(`${countText(event.rows ?? 0, "row")}${event.capped ? "; there are more, see --limit" : ""} in ${durationText(event.ms)}.`);
    this.#printed++;
    await this.#client.sql.release({ resultIds: [resultId] });
  }

  #printPlain(event: Finished): void {
    if (this.#format === "json") return this.#context.out(JSON.stringify({ statement: event.index + 1, columns: [], rows: [], row_count: event.rows, capped: false, ms: Math.round(event.ms) }));
    this.#context.note(`${this.#words.get(event.index) ?? "statement"}: ${event.rows === null ? "done" : countText(event.rows, "row")} in ${durationText(event.ms)}.`);
  }

  async #printRows(resultId: string, columns: readonly ResultColumn[], total: number): Promise<void> {
    const shown: Row[] = [];
    for (let offset = 0; offset < total && !this.#context.isReaderGone(); offset += pageRows) {
      const rows = await this.#wholeRows(resultId, offset);
      if (this.#format === "table") shown.push(...rows);
      else if (this.#format === "csv") this.#context.write(rows.map((row) => `${csvLine(row)}\n`).join(""));
      else this.#context.write(`${offset === 0 ? "" : ","}${rows.map((row) => jsonRow(row, columns)).join(",")}`);
      if (process.stdout.writableNeedDrain) await new Promise<void>((resolve) => process.stdout.once("drain", resolve).once("close", resolve).once("error", () => resolve()));
    }
    if (this.#format === "table") for (const line of tableLines(columns, shown, this.#context.paint)) this.#context.out(line);
  }

  /** Cells that a page cuts are asked for in full, where somebody keeps them. */
  async #wholeRows(resultId: string, offset: number): Promise<Row[]> {
    const page = await this.#client.sql.page({ resultId, offset, limit: pageRows });
    if (this.#format === "table") return page.rows;
    for (const [row, column] of page.cut) {
      const line = page.rows[row];
      const { text, characters } = await this.#client.sql.cell({ resultId, row: offset + row, column });
      if (text !== null && [...text].length < characters) throw new AppError("input/invalid", `sql: row ${offset + row + 1}, column ${column + 1} holds ${characters} characters, more than can be printed; select a part of it.`);
      if (line !== undefined) line[column] = text;
    }
    return page.rows;
  }

  #fail(failure: SqlFailureInfo, text: string): ExitCode {
    const { place, message, detail, kind, state } = failure;
    const where = place === null ? "" : `line ${place.line}, column ${place.column}: `;
    if (this.#format === "json") this.#context.out(JSON.stringify({ error: { kind, state, message, detail, line: place?.line ?? null, column: place?.column ?? null } }));
    this.#context.note(`error: ${where}${harmless(message)}${detail === null ? "" : ` (${harmless(detail)})`}`);
    if (place !== null) for (const line of excerpt(text, place)) this.#context.note(line);
    if (kind === "connection" || kind === "host") return exitCodes.engineFailed;
    return kind === "refused" ? exitCodes.badInput : exitCodes.failed;
  }
}

function excerpt(text: string, { line, column }: { line: number; column: number }): string[] {
  const from = Math.max(0, column - 1 - 60);
  const shown = (text.split("\n")[line - 1] ?? "").slice(from, from + 160).replace(/\r$/, "");
  return [`  ${harmless(shown).replaceAll("\t", " ")}`, `  ${" ".repeat(column - 1 - from)}^`];
}
