/** Puts what was found in an older text where it stands in the newest one, by its fields; what is gone from there is left out. Pure. */
import { indexLines } from "../../shared/dag-file/line-index.ts";
import type { ParsedDag } from "../../shared/dag-file/parse-dag.ts";
import type { Diagnostic } from "../../shared/model/diagnostic.ts";

/** `older` is the text that they were found in: a place where something else stands by now is left out too. */
export function placeAnew(found: readonly Diagnostic[], { nodeRanges }: Pick<ParsedDag, "nodeRanges">, text: string, older?: string): Diagnostic[] {
  if (found.length === 0) return [];
  const lines = indexLines(text);
  const olderLines = older?.split("\n");
  return found.flatMap((one): Diagnostic[] => {
    const range = one.field === undefined ? undefined : nodeRanges.get(one.field)?.value;
    if (range === undefined) return [];
    const stood = olderLines?.[one.line - 1]?.slice(one.column - 1, one.endColumn === undefined ? undefined : one.endColumn - 1);
    if (stood !== undefined && stood !== text.slice(range.start, range.end)) return [];
    const end = lines.at(range.end);
    return [{ ...one, ...lines.at(range.start), endLine: end.line, endColumn: end.column }];
  });
}
