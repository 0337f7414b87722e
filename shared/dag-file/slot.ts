/**
 * A slot is a place in the text that holds one value: behind `key:`, `-` or a comma. It knows the tokens around the
 * value, which the tree does not, and where the content of a value really ends (without comments and blank lines).
 */
import { type CST, isCollection, isMap, isPair, type Node, type Pair } from "yaml";
import { spanOf } from "./read-tree.ts";
import { Refusal } from "./edit.ts";
import type { Span } from "./report.ts";
import type { TreeEntry, TreeMap, TreeNode, TreeSeq } from "./yaml-tree.ts";

export type Item = CST.CollectionItem;

export interface Slot {
  readonly item: Item;
  /** `sep` of a pair, `start` of a list item: indicators, anchors, tags, blanks before the value. */
  readonly tokens: readonly CST.SourceToken[];
  readonly isPair: boolean;
  readonly value: TreeNode;
  readonly alias: Span | null;
  readonly parent: TreeMap | TreeSeq;
}

const properties: ReadonlySet<string> = new Set(["map-value-ind", "seq-item-ind", "anchor", "tag", "comma"]);

/** End of the last indicator, anchor or tag before the value; where a value can be put. */
export function propertiesEnd(slot: Slot): number {
  const last = slot.tokens.findLast((token) => properties.has(token.type));
  if (last !== undefined) return last.offset + last.source.length;
  return slot.item.key ? endOfToken(slot.item.key) : slot.value.span.start;
}

function endOfToken(token: CST.Token): number {
  return "source" in token && "offset" in token ? token.offset + token.source.length : 0;
}

export function itemsOf(collection: TreeMap | TreeSeq): readonly Item[] {
  const token = "srcToken" in collection.node ? collection.node.srcToken : undefined;
  if (token === undefined || !("items" in token)) throw new Refusal("edit/unsupported", "This part of the file has no place of its own; edit the text.", collection.span);
  return token.items;
}

/** The slot of an own entry. */
export function pairSlot(parent: TreeMap, entry: TreeEntry): Slot {
  const item = entry.pair?.srcToken;
  if (item === undefined) throw new Refusal("edit/shared", `\`${entry.key}\` comes from a merge key (\`<<\`); edit it where it is written, or set it here to override it.`, entry.keySpan);
  const explicit = item.start.some((token) => token.type === "explicit-key-ind");
  if (explicit) throw new Refusal("edit/unsupported", `\`${entry.key}\` is written with an explicit \`?\` key; edit the text.`, entry.keySpan);
  return { item, tokens: item.sep ?? [], isPair: true, value: entry.value, alias: entry.alias, parent };
}

export function itemSlot(parent: TreeSeq, index: number): Slot {
  const item = itemsOf(parent)[index];
  const read = parent.items[index];
  if (item === undefined || read === undefined) throw new Refusal("edit/not-found", `The list has no item ${index}; it has ${parent.items.length}.`, parent.span);
  return { item, tokens: item.start, isPair: false, value: read.value, alias: read.alias, parent };
}

/** The slot of every node that is written in the text (nothing behind an alias or a merge). */
export function slotsOf(root: TreeNode): Map<TreeNode, Slot> {
  const slots = new Map<TreeNode, Slot>();
  const visit = (node: TreeNode): void => {
    for (const slot of childSlots(node)) {
      if (slot.alias !== null || slots.has(slot.value)) continue;
      slots.set(slot.value, slot);
      visit(slot.value);
    }
  };
  visit(root);
  return slots;
}

function childSlots(node: TreeNode): Slot[] {
  if (node.kind === "scalar") return [];
  if (node.kind === "seq") return node.items.flatMap((_, index) => (itemsOf(node)[index] ? [itemSlot(node, index)] : []));
  return [...node.entries.values()].flatMap((entry) => {
    const item = entry.pair?.srcToken;
    return item === undefined ? [] : [{ item, tokens: item.sep ?? [], isPair: true, value: entry.value, alias: entry.alias, parent: node }];
  });
}

/** Where the content of an item ends: after its value, or after its last indicator when it has none. */
export function endOfItem(item: Item, node: unknown): number {
  const value = isPair(node) ? node.value : node;
  const end = endOfContent(value);
  if (end !== null) return end;
  const tokens = [...item.start, ...(item.sep ?? [])].filter((token) => properties.has(token.type) && token.type !== "comma");
  const last = tokens.at(-1);
  const afterTokens = last === undefined ? 0 : last.offset + last.source.length;
  return Math.max(afterTokens, item.key ? endOfToken(item.key) : 0);
}

/** Null when the node has no text of its own, as the null of `key:`. */
export function endOfContent(node: unknown): number | null {
  if (!isNodeWithRange(node)) return null;
  const span = spanOf(node);
  if (isCollection(node) && node.flow !== true) {
    const token = node.srcToken;
    const items: readonly Item[] = token !== undefined && "items" in token ? token.items : [];
    const lastIndex = node.items.length - 1;
    const last = node.items[lastIndex];
    const item = isMap(node) ? (last as Pair | undefined)?.srcToken : items[lastIndex];
    return item === undefined ? span.end : endOfItem(item, last);
  }
  return span.end === span.start ? null : span.end;
}

function isNodeWithRange(node: unknown): node is Node {
  return typeof node === "object" && node !== null && "range" in node;
}

/** Where the content of an item begins: its first token that is neither blank nor comment nor comma. */
export function startOfItem(item: Item): number {
  const first = item.start.find((token) => !blank.has(token.type));
  if (first !== undefined) return first.offset;
  const token = item.key ?? item.sep?.find((one) => !blank.has(one.type)) ?? item.value;
  return token && "offset" in token ? token.offset : 0;
}

export const blank: ReadonlySet<string> = new Set(["space", "newline", "comment", "comma"]);
