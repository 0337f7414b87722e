/**
 * The patches that edits are made of: put, replace and remove one value, in block and in flow style. Each says which
 * stretches of the old text change. They may be fooled by odd layouts; applyEdit verifies what comes of them.
 */
import type { CST } from "yaml";
import { newlineOf } from "./decode-dag-file.ts";
import { Refusal } from "./edit.ts";
import { blockHeader, blockLines, type Indent, isBlockText, isFullMap, renderEntry, renderInline, renderItems, renderMap, renderText } from "./render-yaml.ts";
import { blank, endOfContent, endOfItem, type Item, itemsOf, pairSlot, propertiesEnd, type Slot, startOfItem } from "./slot.ts";
import type { TextChange } from "../document/text-change.ts";
import { columnOf, endOfLines, insertLines, isFirstOnLine, lineEnd, removeLines, shifted } from "./text-lines.ts";
import type { ScalarStyle, TreeMap, TreeNode, TreeSeq } from "./yaml-tree.ts";

export interface Page {
  readonly text: string;
  readonly newline: "\n" | "\r\n";
  /** Columns that one level of nesting adds in this file. */
  readonly step: number;
  readonly slots: ReadonlyMap<TreeNode, Slot>;
}

export function openPage(text: string, root: TreeNode, slots: ReadonlyMap<TreeNode, Slot>): Page {
  return { text, newline: newlineOf(text), step: stepOf(text, root), slots };
}

/** The indentation of the first nested block mapping; 2 when there is none. */
function stepOf(text: string, root: TreeNode): number {
  if (root.kind !== "map" || root.flow) return 2;
  for (const { value, alias, pair } of root.entries.values()) {
    if (pair === null || alias !== null || value.kind !== "map" || value.flow) continue;
    const column = columnOf(text, value.span.start);
    if (column > 0) return column;
  }
  return 2;
}

/** What to write: a value, or YAML text that was given verbatim. */
export interface Written {
  readonly value: unknown;
  readonly source?: string | undefined;
}

function inline(written: Written, style: ScalarStyle = "plain"): string {
  return written.source ?? renderInline(written.value, style);
}

/** Puts another value into a slot. */
export function replaceValue(page: Page, slot: Slot, written: Written): TextChange[] {
  const old = slot.value;
  if (slot.alias !== null) return [{ ...slot.alias, text: inline(written) }];
  if (old.span.start === old.span.end) return fillEmpty(page, slot, written);
  if (old.kind === "scalar") return toBlock(page, slot, written) ?? [replaceScalar(page, slot, written)];
  if (old.flow) return [{ ...old.span, text: inline(written) }];
  return replaceBlock(page, slot, old, written);
}

function fillEmpty(page: Page, slot: Slot, written: Written): TextChange[] {
  const at = propertiesEnd(slot);
  const hasColon = !slot.isPair || slot.tokens.some((token) => token.type === "map-value-ind");
  if (hasColon && !slot.parent.flow && slot.isPair && isFullMap(written.value)) {
    const column = columnOf(page.text, startOfItem(slot.item)) + page.step;
    return [insertLines(page.text, lineEnd(page.text, at), renderMap(written.value, { column, step: page.step }), page.newline)];
  }
  return [{ start: at, end: at, text: `${hasColon ? "" : ":"} ${inline(written)}` }];
}

/** A text that comes to have several lines becomes a `|` text, so that it can be read and compared. Null where it cannot stand so. */
function toBlock(page: Page, slot: Slot, { value, source }: Written): TextChange[] | null {
  const { span } = slot.value;
  if (source !== undefined || typeof value !== "string" || !isBlockText(value) || !isAloneBehindKey(page, slot)) return null;
  const after = page.text.slice(span.end);
  const column = columnOf(page.text, startOfItem(slot.item)) + page.step;
  // A comment as deep as the lines would become one of them; the end of the file has no line break to give to `|`.
  if ((/^(?:[ \t]*\r?\n)+( *)#/.exec(after)?.[1]?.length ?? 0) >= column) return null;
  if (after === "" && value.endsWith("\n")) return null;
  return [{ ...span, text: [blockHeader(value), ...blockLines(value, column)].join(page.newline) }];
}

/** The value of a key in block style, on the key's line, and nothing behind it. */
function isAloneBehindKey({ text }: Page, { value, item, isPair, parent }: Slot): boolean {
  if (!isPair || parent.flow || value.kind !== "scalar" || value.style === "block") return false;
  const isOnLine = !text.slice(startOfItem(item), value.span.start).includes("\n");
  return isOnLine && /^(?:\r?\n|$)/.test(text.slice(value.span.end, value.span.end + 2)) && !item.start.some((token) => token.type === "explicit-key-ind");
}

function replaceScalar(page: Page, slot: Slot, written: Written): TextChange {
  const old = slot.value;
  const style = old.kind === "scalar" ? old.style : "plain";
  if (style !== "block") return { ...old.span, text: inline(written, style) };
  // A block text ends with a line break, which must stay.
  const tail = page.text.slice(0, old.span.end).endsWith("\n") ? page.newline : "";
  const { value } = written;
  if (typeof value !== "string" || !isBlockText(value)) return { ...old.span, text: inline(written) + tail };
  const lines = [blockHeader(value), ...blockLines(value, blockColumn(page, slot))];
  return { ...old.span, text: lines.join(page.newline) + tail };
}

function blockColumn(page: Page, slot: Slot): number {
  const body = page.text.slice(slot.value.span.start, slot.value.span.end).split("\n").slice(1);
  const first = body.find((line) => line.trim() !== "");
  return first === undefined ? columnOf(page.text, startOfItem(slot.item)) + page.step : first.length - first.trimStart().length;
}

function replaceBlock(page: Page, slot: Slot, old: TreeMap | TreeSeq, written: Written): TextChange[] {
  const { text, step, newline } = page;
  const start = old.span.start;
  const end = endOfContent(old.node) ?? old.span.end;
  const indent = { column: columnOf(text, start), step };
  const body = bodyLike(old, written, indent);
  const tail = text[end - 1] === "\n" ? newline : "";
  if (body !== null && isFirstOnLine(text, start)) return [{ start, end, text: body.join(newline).slice(indent.column) + tail }];
  if (!isFirstOnLine(text, start) || written.source?.includes("\n")) return [{ start, end, text: inline(written) + tail }];
  const at = propertiesEnd(slot);
  return [{ start: at, end: at, text: ` ${inline(written)}` }, removeLines(text, start, endOfLines(text, end, columnOf(text, startOfItem(slot.item))))];
}

/** Lines in the style that stands there, when the new value can be written so. */
function bodyLike(old: TreeMap | TreeSeq, { value, source }: Written, indent: Indent): string[] | null {
  if (source !== undefined) return null;
  if (old.kind === "map") return isFullMap(value) ? renderMap(value, indent) : null;
  return Array.isArray(value) && value.length > 0 ? renderItems(value, indent) : null;
}

/** Adds an entry to a mapping: after `after`, or at the end. */
export function addEntry(page: Page, map: TreeMap, entry: { key: string } & Written, after?: string): TextChange[] {
  const own = [...map.entries.values()].filter(({ pair }) => pair !== null);
  const items = itemsOf(map).filter((item) => item.key || item.value);
  if (map.flow) return [addToFlow(page, map, `${renderText(entry.key)}: ${inline(entry)}`, items)];
  const last = (after === undefined ? undefined : own.find(({ key }) => key === after)) ?? null;
  const item = last?.pair?.srcToken ?? items.at(-1);
  const first = items[0];
  if (item === undefined || first === undefined) throw new Refusal("edit/unsupported", "There is no entry to write after; edit the text.", map.span);
  if (items.some((one) => one.start.some((token) => token.type === "explicit-key-ind"))) throw new Refusal("edit/unsupported", "This mapping has explicit `?` keys; edit the text.", map.span);
  const indent = { column: columnOf(page.text, startOfItem(first)), step: page.step };
  const end = endOfLines(page.text, endOfPair(map, item), indent.column);
  const lines = entry.source === undefined ? renderEntry(entry.key, entry.value, indent) : [`${" ".repeat(indent.column)}${renderText(entry.key)}: ${entry.source}`];
  const spaced = lines.length > 1 && isSpaced(page, map, items);
  return [insertLines(page.text, end, spaced ? ["", ...lines] : lines, page.newline)];
}

/** Tasks as lines, to be written at the end of `tasks`. */
export function addBlocks(page: Page, root: TreeNode, blocks: readonly Block[]): TextChange[] {
  const entry = root.kind === "map" ? root.entries.get("tasks") : undefined;
  if (root.kind !== "map" || entry === undefined) throw new Refusal("edit/not-found", "The file has no `tasks` to put them into.");
  const slot = pairSlot(root, entry);
  const tasks = entry.value;
  const isEmpty = tasks.kind === "scalar" ? tasks.value === null : tasks.kind === "map" && tasks.entries.size === 0;
  const linesAt = (column: number, isSpread: boolean): string[] => blocks.flatMap(({ lines }, index) => [...(isSpread && blocks[index - 1]?.endsOpen === false ? [""] : []), ...shifted(lines, column)]);
  if (isEmpty && !root.flow) {
    const clear = tasks.span.start === tasks.span.end ? [] : [{ start: page.text.slice(0, tasks.span.start).trimEnd().length, end: tasks.span.end, text: "" }];
    return [...clear, insertLines(page.text, lineEnd(page.text, Math.max(tasks.span.end, propertiesEnd(slot))), linesAt(page.step, false), page.newline)];
  }
  if (tasks.kind !== "map" || entry.alias !== null) throw new Refusal("edit/shared", "The `tasks` of this file are shared through an alias; edit the text.", entry.keySpan);
  if (tasks.flow) return blocks.flatMap(({ id, value }) => addEntry(page, tasks, { key: id, value }));
  const items = itemsOf(tasks).filter((item) => item.key || item.value);
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) throw new Refusal("edit/unsupported", "There is no task to write after; edit the text.", tasks.span);
  const column = columnOf(page.text, startOfItem(first));
  const spaced = isSpaced(page, tasks, items);
  const end = endOfLines(page.text, endOfPair(tasks, last), column);
  const endsOpen = blocks.at(-1)?.endsOpen === true;
  const change = insertLines(page.text, endsOpen ? afterBlankLines(page.text, end) : end, [...(spaced ? [""] : []), ...linesAt(column, spaced)], page.newline);
  // Behind a text without a last line break the lines have none either, and `|+` would lose it.
  return [endsOpen && !page.text.endsWith("\n") && change.start === page.text.length ? { ...change, text: change.text + page.newline } : change];
}

interface Block {
  readonly id: string;
  readonly lines: readonly string[];
  readonly value: unknown;
  /** It ends in a `|+` text, to which a blank line would belong. */
  readonly endsOpen: boolean;
}

/** The end of a pair, also of a `<<` that is no entry of the tree. */
function endOfPair(map: TreeMap, item: Item): number {
  const pairs: readonly unknown[] = "items" in map.node && Array.isArray(map.node.items) ? map.node.items : [];
  const pair = pairs.find((one) => typeof one === "object" && one !== null && "srcToken" in one && one.srcToken === item);
  return endOfItem(item, pair);
}

/** True when a blank line stands before the last entry: so are the others set apart. */
function isSpaced(page: Page, map: TreeMap, items: readonly Item[]): boolean {
  const [before, last] = items.slice(-2);
  if (before === undefined || last === undefined || endsInKeptText(last.value)) return false;
  return /\n[ \t]*\r?\n/.test(page.text.slice(Math.max(0, endOfPair(map, before) - 1), startOfItem(last)));
}

/** True when the last thing is a `|+` text, to which a blank line would belong. */
export function endsInKeptText(token: CST.Token | undefined): boolean {
  let last = token;
  while (last !== undefined && "items" in last) last = last.items.findLast((item) => item.value)?.value;
  return last?.type === "block-scalar" && last.props.some((prop) => prop.type === "block-scalar-header" && prop.source.includes("+"));
}

/** Blank lines behind what goes would join a `|+` text before it, so they go too. */
function afterBlankLines(text: string, offset: number): number {
  const blankLines = /(?:[ \t]*\r?\n)*/y;
  blankLines.lastIndex = offset;
  blankLines.test(text);
  return blankLines.lastIndex;
}

/** Adds an item at the end of a list. */
export function addItem(page: Page, seq: TreeSeq, written: Written): TextChange[] {
  const items = itemsOf(seq).slice(0, seq.items.length);
  if (seq.flow) return [addToFlow(page, seq, inline(written), items)];
  const last = items.at(-1);
  if (last === undefined) throw new Refusal("edit/unsupported", "There is no item to write after; edit the text.", seq.span);
  const column = columnOf(page.text, startOfItem(items[0] ?? last));
  const end = endOfLines(page.text, endOfItem(last, nodesOf(seq)[items.length - 1]), column);
  return [insertLines(page.text, end, [`${" ".repeat(column)}- ${inline(written)}`], page.newline)];
}

function nodesOf(collection: TreeMap | TreeSeq): readonly unknown[] {
  return "items" in collection.node && Array.isArray(collection.node.items) ? collection.node.items : [];
}

function addToFlow(page: Page, collection: TreeMap | TreeSeq, written: string, items: readonly Item[]): TextChange {
  const last = items.at(-1);
  const inside = collection.span.start + 1;
  if (last === undefined) return { start: inside, end: inside, text: written };
  const at = endOfItem(last, nodesOf(collection)[items.length - 1]);
  const start = startOfItem(last);
  if (!isFirstOnLine(page.text, start)) return { start: at, end: at, text: `, ${written}` };
  return { start: at, end: at, text: `,${page.newline}${" ".repeat(columnOf(page.text, start))}${written}` };
}

/** Removes an own entry of a mapping. */
export function removeEntry(page: Page, map: TreeMap, key: string): TextChange[] {
  const entry = map.entries.get(key);
  if (entry === undefined) throw new Refusal("edit/not-found", `There is no \`${key}\` here.`, map.span);
  const slot = pairSlot(map, entry);
  return removeItemOf(page, map, slot.item, entry.pair);
}

export function removeFromList(page: Page, seq: TreeSeq, index: number): TextChange[] {
  const item = itemsOf(seq)[index];
  if (item === undefined || index >= seq.items.length) throw new Refusal("edit/not-found", `The list has no item ${index}.`, seq.span);
  return removeItemOf(page, seq, item, nodesOf(seq)[index]);
}

function removeItemOf(page: Page, collection: TreeMap | TreeSeq, item: Item, node: unknown): TextChange[] {
  const items = itemsOf(collection).slice(0, nodesOf(collection).length);
  if (items.length === 1) return removeOnly(page, collection);
  if (collection.flow) return removeFromFlow(page, itemsOf(collection), item, endOfItem(item, node));
  const start = startOfItem(item);
  const end = endOfItem(item, node);
  if (isFirstOnLine(page.text, start)) {
    const to = endOfLines(page.text, end, columnOf(page.text, start));
    const joins = endsInKeptText(items[items.indexOf(item) - 1]?.value);
    return [removeLines(page.text, start, joins ? afterBlankLines(page.text, to) : to)];
  }
  const next = items[items.indexOf(item) + 1];
  const to = next === undefined ? null : startOfItem(next);
  if (to === null || /\n[ \t]*#/.test(page.text.slice(end, to))) throw new Refusal("edit/unsupported", "This stands on one line with what holds it; edit the text.", { start, end });
  return [{ start, end: to, text: "" }];
}

/** Without its only item a collection is written `{}` or `[]`. */
function removeOnly(page: Page, collection: TreeMap | TreeSeq): TextChange[] {
  const empty = collection.kind === "map" ? {} : [];
  if (collection.flow) return [{ ...collection.span, text: renderInline(empty) }];
  const slot = page.slots.get(collection);
  if (slot === undefined) throw new Refusal("edit/unsupported", "The last entry of the file cannot be removed.", collection.span);
  return replaceValue(page, slot, { value: empty });
}

function removeFromFlow(page: Page, items: readonly Item[], item: Item, end: number): TextChange[] {
  const start = startOfItem(item);
  const own = item.start.find((token) => token.type === "comma");
  if (own !== undefined) {
    const clear = !page.text.slice(own.offset, start).includes("#");
    return clear ? [{ start: own.offset, end, text: "" }] : [cut(own.offset, 1), { start, end, text: "" }];
  }
  const next = items[items.indexOf(item) + 1];
  const comma = next?.start.find((token) => token.type === "comma");
  if (next === undefined || comma === undefined) return [{ start, end, text: "" }];
  const hasContent = next.start.some((token) => !blank.has(token.type)) || next.key || next.value || next.sep?.length;
  const comments = [...next.start].some((token) => token.type === "comment") || page.text.slice(end, comma.offset).includes("#");
  if (!hasContent || comments) return [{ start, end, text: "" }, cut(comma.offset, 1)];
  return [{ start, end: startOfItem(next), text: "" }];
}

function cut(offset: number, length: number): TextChange {
  return { start: offset, end: offset + length, text: "" };
}
