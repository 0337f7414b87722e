/**
 * Colours of one line after the other, for the editor: the same grammar as everywhere else in the window, told line by line.
 * In YAML it knows in which block text a line stands, so that the SQL, Bash and Python of a DAG file look like what they are. Pure.
 */
import { scanCodeLine, type CodeLanguage, type CodeToken, type LineState } from "../code-view/highlight.ts";
import { indentOf, readBlockHeader, type YamlBlockHeader } from "../code-view/yaml-blocks.ts";

/** What a line begins in. Values: the same state is the same object or equal field by field. */
export interface ScanState {
  readonly inside: LineState;
  readonly block: YamlBlockHeader | null;
}

export const startState: ScanState = { inside: null, block: null };

export function isSameState(one: ScanState, other: ScanState): boolean {
  const [a, b] = [one.block, other.block];
  return one.inside === other.inside && (a === b || (a !== null && b !== null && a.parent === b.parent && a.indent === b.indent && a.language === b.language));
}

export function scanNextLine(line: string, language: CodeLanguage, from: ScanState): { tokens: CodeToken[]; state: ScanState } {
  if (from.block !== null && (line.trim() === "" || indentOf(line) > from.block.parent)) return scanBlockLine(line, from.block, from.inside);
  const { tokens, inside } = scanCodeLine(line, language, from.block === null ? from.inside : null);
  return { tokens, state: { inside, block: language === "yaml" ? readBlockHeader(line) : null } };
}

function scanBlockLine(line: string, block: YamlBlockHeader, from: LineState): { tokens: CodeToken[]; state: ScanState } {
  if (line.trim() === "") return { tokens: line === "" ? [] : [{ text: line, kind: "plain" }], state: { inside: from, block } };
  const indent = block.indent ?? indentOf(line);
  const { tokens, inside } = scanCodeLine(line.slice(indent), block.language, from);
  return { tokens: [{ text: line.slice(0, indent), kind: "plain" }, ...tokens], state: { inside, block: block.indent === null ? { ...block, indent } : block } };
}
