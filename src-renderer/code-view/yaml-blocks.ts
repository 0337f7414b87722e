/** Where a YAML text holds block texts (`|` and `>`), and what language is in each: their lines are no YAML. Pure. */
import type { CodeLanguage } from "./highlight.ts";

export interface YamlBlock {
  /** First line of the text and the line after its last, from 0. */
  readonly from: number;
  readonly to: number;
  /** Columns that belong to the YAML around it. */
  readonly indent: number;
  readonly language: Extract<CodeLanguage, "sql" | "python" | "shell"> | null;
}

/** Dashes, a key, tags and anchors, the indicator with its modifiers, a comment. */
const header = /^( *(?:- +)*)(?:(?:"([^"]*)"|'([^']*)'|([^\s#:{}[\],'"&*!|>%@`-][^#:{}[\],'"]*?))\s*:\s+)?(?:[&!]\S*\s+)*[|>](?:[+-]?([1-9])?|([1-9])[+-])\s*(?:\s#.*)?$/;

/** Nobody opens a text in a longer line, and looking would take long. */
const longestHeader = 1_000;

/** `sql`, `bash` and the like: the keys of a DAG file whose texts are programs. */
const languages: Readonly<Record<string, NonNullable<YamlBlock["language"]>>> = { sql: "sql", ddl: "sql", query: "sql", bash: "shell", python: "python" };

export interface YamlBlockHeader {
  /** What stands further right than this belongs to the text. */
  readonly parent: number;
  /** As the header says it; null: as the first line has it. */
  readonly indent: number | null;
  readonly language: YamlBlock["language"];
}

/** What a line opens, if it opens a text. */
export function readBlockHeader(line: string): YamlBlockHeader | null {
  const found = line.length > longestHeader ? null : header.exec(line);
  if (!found) return null;
  const key = found[2] ?? found[3] ?? found[4];
  const parent = parentColumn(found[1] ?? "", key !== undefined);
  const explicit = found[5] ?? found[6];
  return { parent, indent: explicit === undefined ? null : Math.max(0, parent) + Number(explicit), language: languages[key ?? ""] ?? null };
}

export function findYamlBlocks(lines: readonly string[]): YamlBlock[] {
  const blocks: YamlBlock[] = [];
  for (let at = 0; at < lines.length; at++) {
    const found = readBlockHeader(lines[at] ?? "");
    if (!found) continue;
    const to = endOf(lines, at + 1, found.parent);
    if (to > at + 1) blocks.push({ from: at + 1, to, indent: found.indent ?? firstIndent(lines, at + 1, to), language: found.language });
    at = to - 1;
  }
  return blocks;
}

/** The text is what stands further right than its key, or than the dash of an item without one. */
function parentColumn(lead: string, hasKey: boolean): number {
  return hasKey ? lead.length : lead.lastIndexOf("-");
}

function endOf(lines: readonly string[], from: number, parent: number): number {
  let end = from;
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line.trim() === "") continue;
    if (indentOf(line) <= parent) break;
    end = at + 1;
  }
  return end;
}

function firstIndent(lines: readonly string[], from: number, to: number): number {
  const first = lines.slice(from, to).find((line) => line.trim() !== "");
  return first === undefined ? 0 : indentOf(first);
}

export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
