/** The published side of the tried DAG, by the command line: built once for real, and read from outside of the window. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const program = join(import.meta.dirname, "..", "bin", "dagwright.mjs");

function dagwright(workspace: string, words: readonly string[]): string {
  return execFileSync(process.execPath, [program, ...words, "--workspace", workspace], { encoding: "utf8" });
}

export function publishTried(workspace: string): void {
  dagwright(workspace, ["run", "tried", "--task", "numbers", "--task", "count", "--task", "squares"]);
}

/** Every published row, and every table that anybody can see. */
export function publishedSquares(workspace: string): string {
  return dagwright(workspace, ["sql", "select n, square from warehouse.squares order by n; select table_schema, table_name from information_schema.tables where table_schema not like 'dagwright%' and table_schema not in ('information_schema', 'pg_catalog') order by 1, 2", "--json"]).replaceAll(/"ms":[\d.]+/g, "");
}
