/** What the window does with a file by its name: a DAG, a query, or data that a query reads. Pure. */

export type ShownKind = "dag" | "query" | "data";

export function kindOfFile(name: string): ShownKind | null {
  if (/\.dag\.ya?ml$/i.test(name)) return "dag";
  if (/\.sql$/i.test(name)) return "query";
  return /\.(?:csv|tsv|parquet|jsonl?|ndjson)$/i.test(name) ? "data" : null;
}

/** As `encoding` of DuckDB's CSV reader has it. */
export type Encoding = "utf-8" | "utf-16" | "latin-1";

/** Data, as it was dropped or opened. */
export interface DataFile {
  /** Relative to the workspace, where queries read from. */
  readonly path: string;
  /** Absent: nobody has looked. */
  readonly encoding?: Encoding;
}

/** By the first bytes of a file of text, whose last character may be cut. */
export function encodingOf(start: Uint8Array): Encoding {
  const [first, second] = start;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return "utf-16";
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(start, { stream: true });
    return "utf-8";
  } catch {
    return "latin-1";
  }
}

export function queryOfData(data: DataFile): string {
  return `select *\nfrom ${readerOf(data)}\nlimit 1000;\n`;
}

function readerOf({ path, encoding = "utf-8" }: DataFile): string {
  const quoted = `'${path.replaceAll("'", "''")}'`;
  if (/\.parquet$/i.test(path)) return `read_parquet(${quoted})`;
  if (/\.(?:jsonl?|ndjson)$/i.test(path)) return `read_json(${quoted})`;
  return `read_csv(${quoted}${encoding === "utf-8" ? "" : `, encoding = '${encoding}'`})`;
}

/** What a task that makes a table of the file is called, and its SQL. */
export function loadOf(data: DataFile): { readonly name: string; readonly sql: string } {
  const table = nameOf(data.path);
  return { name: `load_${table}`, sql: `create or replace table ${table} as\nselect * from ${readerOf(data)}\n` };
}

/** That task as the text that a canvas takes from the clipboard. */
export function loadTaskOf(data: DataFile): string {
  const { name, sql } = loadOf(data);
  return `tasks:\n  ${name}:\n    config_type: SqlTask\n    sql: |\n${sql.replaceAll(/^(?=.)/gm, "      ")}`;
}

/** The file's name as one that needs no quotes in SQL and may be a task's. */
function nameOf(path: string): string {
  const stem = (path.split("/").at(-1) ?? "").replace(/\.[^.]+$/, "");
  const plain = stem.toLowerCase().replaceAll(/[^a-z0-9_]+/g, "_").replaceAll(/^_+|_+$/g, "");
  return /^[a-z]/.test(plain) ? plain : `t_${plain}`.replace(/_$/, "able");
}
