/** Puts a range of a grid into the clipboard. More than a clipboard bears is refused in words. */
import { t } from "../strings/t.ts";
import { cellsAsText, type CopyFormat } from "./copy-text.ts";
import { formatCount } from "./format.ts";
import type { CellRange } from "./grid-cursor.ts";
import type { RowSource } from "./row-source.ts";

export const mostCopiedCells = 1_000_000;

/** What was copied, or why not, as a sentence. */
export async function copyRange(source: RowSource, range: CellRange, format: CopyFormat, heads: boolean): Promise<{ ok: boolean; message: string }> {
  const rows = range.to - range.from + 1;
  const cells = rows * range.columns.length;
  if (cells > mostCopiedCells) return { ok: false, message: t("{{count}} cells are selected and at most {{mostCopiedCells}} are copied; select fewer, or export.", { count: cells, mostCopiedCells: formatCount(mostCopiedCells) }) };
  try {
    const read = await source.read(range.from, range.to + 1);
    const columns = range.columns.map((column) => source.columns[column] ?? { name: "", type: "" });
    const picked = read.map((row) => range.columns.map((column) => row[column] ?? null));
    await navigator.clipboard.writeText(cells === 1 && format === "tsv" && !heads ? (picked[0]?.[0] ?? "") : cellsAsText(columns, picked, format, heads));
    return { ok: true, message: cells === 1 ? t("1 cell copied") : t("{{rows}} × {{count}} cells copied", { rows: formatCount(rows), count: range.columns.length }) };
  } catch (thrown) {
    return { ok: false, message: thrown instanceof Error ? thrown.message : t("The clipboard cannot be written.") };
  }
}
