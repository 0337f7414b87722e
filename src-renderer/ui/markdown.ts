/**
 * The part of Markdown that people write into the `doc` of a DAG: paragraphs, headings, lists, tables, code, emphasis, links. Text
 * in, data out; the component beside it makes text nodes of it, so that nothing written there is ever markup. Pure.
 */
import { tableAt } from "./markdown-table.ts";

export type Inline =
  | { readonly kind: "text" | "code"; readonly text: string }
  | { readonly kind: "strong" | "emphasis"; readonly inside: readonly Inline[] }
  | { readonly kind: "link"; readonly inside: readonly Inline[]; readonly address: string };

export type Block =
  | { readonly kind: "paragraph"; readonly inside: readonly Inline[] }
  | { readonly kind: "heading"; readonly level: number; readonly inside: readonly Inline[] }
  | { readonly kind: "list"; readonly ordered: boolean; readonly start: number; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: "table"; readonly head: readonly (readonly Inline[])[]; readonly rows: readonly (readonly (readonly Inline[])[])[] }
  | { readonly kind: "code"; readonly text: string };

/** A longer text is shown as it stands: looking for pairs of marks in it would take too long. */
const longest = 20_000;

export function parseMarkdown(text: string): Block[] {
  if (text.length > longest) return [{ kind: "paragraph", inside: [{ kind: "text", text }] }];
  const blocks: Block[] = [];
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  for (let at = 0; at < lines.length; ) {
    const [block, used] = blockAt(lines, at);
    if (block !== null) blocks.push(block);
    at += used;
  }
  return blocks;
}

/** The first paragraph as one plain line, for lists and tooltips. */
export function summaryOf(markdown: string): string {
  const blocks = parseMarkdown(markdown);
  const first = blocks.find((block) => block.kind === "paragraph") ?? blocks[0];
  if (first === undefined) return "";
  return oneLine(wordsOf(first));
}

/** The words of a block, its parts one after the other. */
export function wordsOf(block: Block): string {
  if (block.kind === "code") return block.text;
  if (block.kind === "table") return block.head.map(plainOf).join("; ");
  return block.kind === "list" ? block.items.map(plainOf).join("; ") : plainOf(block.inside);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** Without its marks. */
export function plainOf(inside: readonly Inline[]): string {
  return inside.map((each) => ("text" in each ? each.text : plainOf(each.inside))).join("");
}

const fence = /^\s{0,3}(`{3,}|~{3,})/;
const heading = /^(#{1,6})\s+(.+?)\s*#*$/;
const item = /^\s*(?:([-*+])|(\d{1,9})[.)])\s+(.*)$/;

/** The block that starts at a line, and how many lines it takes. */
function blockAt(lines: readonly string[], at: number): readonly [Block | null, number] {
  const line = lines[at] ?? "";
  if (line.trim() === "") return [null, 1];
  if (fence.test(line)) return codeAt(lines, at);
  const title = heading.exec(line);
  if (title) return [{ kind: "heading", level: title[1]?.length ?? 1, inside: parseInline(title[2] ?? "") }, 1];
  if (item.test(line)) return listAt(lines, at);
  const table = tableAt(lines, at);
  if (table !== null) return [{ kind: "table", head: table[0].head.map(parseInline), rows: table[0].rows.map((cells) => cells.map(parseInline)) }, table[1]];
  const end = lines.findIndex((each, index) => index > at && (each.trim() === "" || fence.test(each) || heading.test(each) || item.test(each)));
  const own = lines.slice(at, end < 0 ? lines.length : end);
  return [{ kind: "paragraph", inside: parseInline(own.map((each) => each.trim()).join("\n")) }, own.length];
}

function codeAt(lines: readonly string[], at: number): readonly [Block, number] {
  const mark = fence.exec(lines[at] ?? "")?.[1] ?? "```";
  const end = lines.findIndex((line, index) => index > at && line.trim() === mark);
  const last = end < 0 ? lines.length : end;
  return [{ kind: "code", text: lines.slice(at + 1, last).join("\n") }, last - at + 1];
}

/** Items one after the other; a line that is no item goes on with the one before, as long as it is indented or follows at once. */
function listAt(lines: readonly string[], at: number): readonly [Block, number] {
  const first = item.exec(lines[at] ?? "");
  const items: string[] = [];
  let next = at;
  for (; next < lines.length; next++) {
    const line = lines[next] ?? "";
    const found = item.exec(line);
    if (found) items.push(found[3] ?? "");
    else if (line.trim() === "" || heading.test(line) || fence.test(line)) break;
    else items.push(`${items.pop() ?? ""}\n${line.trim()}`);
  }
  return [{ kind: "list", ordered: first?.[1] === undefined, start: Number(first?.[2] ?? 1), items: items.map(parseInline) }, next - at];
}

interface Rule {
  readonly pattern: RegExp;
  readonly make: (match: RegExpExecArray) => Inline;
}

/** Tried in this order at each mark. Only addresses of the web become links. */
const rules: readonly Rule[] = [
  { pattern: /\\([\\`*_{}[\]()#+.!-])/y, make: (match) => ({ kind: "text", text: match[1] ?? "" }) },
  { pattern: /(`+)(?!`)([^`]|[^`][^]*?[^`])\1(?!`)/y, make: (match) => ({ kind: "code", text: match[2] ?? "" }) },
  { pattern: /\*\*(?=\S)([^]*?\S)\*\*(?!\*)/y, make: (match) => ({ kind: "strong", inside: parseInline(match[1] ?? "") }) },
  { pattern: /\*(?=[^\s*])([^*]*[^\s*])\*(?!\*)/y, make: (match) => ({ kind: "emphasis", inside: parseInline(match[1] ?? "") }) },
  { pattern: /(?<!\w)__(?=\S)([^]*?\S)__(?!\w)/y, make: (match) => ({ kind: "strong", inside: parseInline(match[1] ?? "") }) },
  { pattern: /(?<!\w)_(?=[^\s_])([^_]*[^\s_])_(?!\w)/y, make: (match) => ({ kind: "emphasis", inside: parseInline(match[1] ?? "") }) },
  { pattern: /\[([^[\]]+)\]\((https?:\/\/[^\s()]+)\)/y, make: (match) => ({ kind: "link", inside: parseInline(match[1] ?? ""), address: match[2] ?? "" }) },
];

export function parseInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const found = /[\\`*_[]/.test(text.charAt(at)) ? ruleAt(text, at) : null;
    if (found === null) {
      plain += text.charAt(at);
      at += 1;
      continue;
    }
    if (plain !== "") parts.push({ kind: "text", text: plain });
    plain = "";
    parts.push(found.inline);
    at += found.length;
  }
  return plain === "" ? parts : [...parts, { kind: "text", text: plain }];
}

function ruleAt(text: string, at: number): { inline: Inline; length: number } | null {
  for (const { pattern, make } of rules) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) return { inline: make(match), length: match[0].length };
  }
  return null;
}
