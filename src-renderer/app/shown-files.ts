/** What the window does with a file by its name: a DAG, a query, or data that a query reads. Pure. */

export type ShownKind = "dag" | "query" | "data";

export function kindOfFile(name: string): ShownKind | null {
  if (/\.dag\.ya?ml$/i.test(name)) return "dag";
  if (/\.sql$/i.test(name)) return "query";
  return /\.(?:csv|tsv|parquet)$/i.test(name) ? "data" : null;
}

/** @param path relative to the workspace, where queries read from */
export function queryOfData(path: string): string {
  return `select *\nfrom ${readerOf(path)}\nlimit 1000;\n`;
}

function readerOf(path: string): string {
  const quoted = `'${path.replaceAll("'", "''")}'`;
  return /\.parquet$/i.test(path) ? `read_parquet(${quoted})` : `read_csv(${quoted})`;
}

/** A task that makes a table of the file, as the text that a canvas takes from the clipboard. */
export function loadTaskOf(path: string): string {
  const table = nameOf(path);
  return `tasks:\n  load_${table}:\n    config_type: SqlTask\n    sql: |\n      create or replace table ${table} as\n      select * from ${readerOf(path)}\n`;
}

/** The file's name as one that needs no quotes in SQL and may be a task's. */
function nameOf(path: string): string {
  const stem = (path.split("/").at(-1) ?? "").replace(/\.[^.]+$/, "");
  const plain = stem.toLowerCase().replaceAll(/[^a-z0-9_]+/g, "_").replaceAll(/^_+|_+$/g, "");
  return /^[a-z]/.test(plain) ? plain : `t_${plain}`.replace(/_$/, "able");
}
