/** Cuts tasks out of a file as lines, comments included, under new names; to be put into a file again, at whatever depth. */
import { newlineOf } from "./decode-dag-file.ts";
import { Refusal } from "./edit.ts";
import { endsInKeptText, type Page, removeEntry, removeFromList, replaceValue } from "./patch.ts";
import { isPlain } from "./plain-form.ts";
import { renderEntry, renderText } from "./render-yaml.ts";
import { renameInTemplates } from "./rename-in-template.ts";
import { endOfItem, startOfItem } from "./slot.ts";
import { columnOf, endOfLines, isFirstOnLine, lineStart, shifted } from "./text-lines.ts";
import { applyChanges, type TextChange } from "../document/text-change.ts";
import { child, mapScalars, textOf, textsOf, type TreeEntry, type TreeMap, type TreeScalar } from "./yaml-tree.ts";

export interface Copied {
  readonly id: string;
  /** Lines of a block mapping that begins at column 0, without line breaks. */
  readonly lines: readonly string[];
  readonly value: unknown;
  /** It ends in a `|+` text, to which a blank line would belong. */
  readonly endsOpen: boolean;
}

export interface CopyOptions {
  /** The new name of every task that is copied. */
  readonly names: ReadonlyMap<string, string>;
  /** Of the deps that are not copied along: whether they stay. */
  readonly keepsDep: (id: string) => boolean;
  readonly keepsGroup: (id: string) => boolean;
  /** Whether the comments right above a task go along: in the same file they may speak of more than it. */
  readonly takesCommentsAbove: boolean;
}

export function copyBlocks(page: Page, tasks: TreeMap, options: CopyOptions): Copied[] {
  const renames = templateRenames(page, options.names);
  return [...options.names].map(([from, id]) => {
    const entry = tasks.entries.get(from);
    if (entry === undefined || entry.pair === null) throw new Refusal("edit/shared", `Task \`${from}\` comes from a merge key (\`<<\`); copy it where it is written.`);
    const value = plainCopy(entry, options);
    const lines = tasks.flow ? renderEntry(id, value, { column: 0, step: page.step }) : linesOfBlock(page, entry, { id, options, renames });
    return { id, lines, value, endsOpen: !tasks.flow && endsInKeptText(entry.pair.srcToken?.value) };
  });
}

function linesOfBlock(page: Page, entry: TreeEntry, { id, options, renames }: { id: string; options: CopyOptions; renames: readonly TextChange[] }): string[] {
  const item = entry.pair?.srcToken;
  if (item === undefined || item.start.some((token) => token.type === "explicit-key-ind")) throw new Refusal("edit/unsupported", `Task \`${entry.key}\` is written with an explicit \`?\` key; edit the text.`, entry.keySpan);
  const first = startOfItem(item);
  if (!isFirstOnLine(page.text, first)) throw new Refusal("edit/unsupported", `Task \`${entry.key}\` stands on one line with what holds it; edit the text.`, entry.keySpan);
  const column = columnOf(page.text, first);
  const line = lineStart(page.text, first);
  const start = options.takesCommentsAbove ? commentsAbove(page.text, line, column) : line;
  const end = endOfLines(page.text, endOfItem(item, entry.pair), column);
  const key = entry.key === id ? [] : [{ ...entry.keySpan, text: renderText(id) }];
  const inside = [...key, ...depChanges(page, entry, options), ...groupChanges(page, entry, options), ...renames].filter((change) => change.start >= start && change.end <= end);
  const moved = inside.map((change) => ({ ...change, start: change.start - start, end: change.end - start }));
  const text = applyChanges(page.text.slice(start, end), moved).text;
  return shifted(text.replace(/\r?\n$/, "").split(newlineOf(text) === "\r\n" ? "\r\n" : "\n"), -column);
}

/** Start of the comment lines that stand right above, at the same column: they speak of what follows. */
function commentsAbove(text: string, start: number, column: number): number {
  let at = start;
  while (at > 0) {
    const above = lineStart(text, at - 1);
    const line = text.slice(above, at);
    if (!line.trimStart().startsWith("#") || line.length - line.trimStart().length !== column) break;
    at = above;
  }
  return at;
}

function templateRenames(page: Page, names: ReadonlyMap<string, string>): TextChange[] {
  const changes: TextChange[] = [];
  for (const scalar of page.slots.keys()) {
    if (scalar.kind !== "scalar") continue;
    const raw = page.text.slice(scalar.span.start, scalar.span.end);
    const renamed = renamedIn(raw, names, scalar.style);
    if (renamed !== raw) changes.push({ ...scalar.span, text: renamed });
  }
  return changes;
}

function renamedIn(text: string, names: ReadonlyMap<string, string>, style: TreeScalar["style"]): string {
  if (!text.includes("xcom")) return text;
  let renamed = text;
  for (const [from, to] of names) if (from !== to) renamed = renameInTemplates(renamed, { from, to }, style);
  return renamed;
}

function depChanges(page: Page, entry: TreeEntry, options: CopyOptions): TextChange[] {
  const own = entry.value.kind === "map" ? entry.value.entries.get("deps") : undefined;
  if (own === undefined || own.pair === null || own.alias !== null) return [];
  const deps = own.value;
  const before = textsOf(deps);
  const after = copiedDeps(before, options);
  const slot = page.slots.get(deps);
  if (after.length < before.length && slot !== undefined) {
    const gone = before.flatMap((dep, index) => (copiedDeps([dep], options).length === 0 ? [index] : []));
    const [only = 0] = gone;
    const isRenamed = after.some((dep) => !before.includes(dep));
    return gone.length === 1 && !isRenamed && deps.kind === "seq" ? removeFromList(page, deps, only) : replaceValue(page, slot, { value: after });
  }
  const items = deps.kind === "seq" ? deps.items : deps.kind === "scalar" ? [{ value: deps, alias: null }] : [];
  return items.flatMap(({ value, alias }) => {
    const to = value.kind === "scalar" && value.value !== null ? options.names.get(value.source) : undefined;
    if (to === undefined || value.kind !== "scalar" || to === value.source) return [];
    return [{ ...(alias ?? value.span), text: renderText(to, value.style === "block" ? "plain" : value.style) }];
  });
}

function copiedDeps(deps: readonly string[], { names, keepsDep }: CopyOptions): string[] {
  return deps.flatMap((dep) => names.get(dep) ?? (keepsDep(dep) ? [dep] : []));
}

function groupChanges(page: Page, entry: TreeEntry, { keepsGroup }: CopyOptions): TextChange[] {
  const group = textOf(child(entry.value, "group"));
  return group === null || keepsGroup(group) || entry.value.kind !== "map" || entry.alias !== null ? [] : removeEntry(page, entry.value, "group");
}

/** What the copy means. */
function plainCopy(entry: TreeEntry, options: CopyOptions): unknown {
  const plain = mapScalars(entry.value, (scalar) => (typeof scalar.value === "string" ? renamedIn(scalar.value, options.names, scalar.style) : scalar.value));
  if (!isPlain(plain)) return plain;
  const { deps, group, ...rest } = plain;
  const keepsGroup = typeof group !== "string" || options.keepsGroup(group);
  return { ...rest, ...(group === undefined || !keepsGroup ? {} : { group }), ...(deps === undefined ? {} : { deps: plainDeps(deps, options) }) };
}

function plainDeps(deps: unknown, options: CopyOptions): unknown {
  if (Array.isArray(deps)) return copiedDeps(deps.map(String), options);
  if (typeof deps !== "string") return deps;
  const [only] = copiedDeps([deps], options);
  return only ?? [];
}
