/**
 * The document as a plain tree: aliases followed, merge keys applied, every node still knowing where it stands.
 * A node used through an alias is the same object, never a copy: bombs cost nothing to read and are refused by count.
 */
import type { Node, Pair } from "yaml";
import type { Span } from "./report.ts";

export type ScalarStyle = "plain" | "single" | "double" | "block";

export interface TreeScalar {
  readonly kind: "scalar";
  /** An integer too big to be exact is kept as its text. */
  readonly value: string | number | boolean | null;
  /** As written, without quotes and escapes: `012` where the value is 12. */
  readonly source: string;
  readonly style: ScalarStyle;
  readonly span: Span;
  /** Null where the text has nothing at all, as in `[a, , b]`. */
  readonly node: Node | null;
  readonly size: 1;
  readonly depth: 1;
}

export interface TreeEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: TreeNode;
  /** Null for an entry that a merge key brought in. */
  readonly pair: Pair | null;
  /** Where the alias stands, when the value was written as one. */
  readonly alias: Span | null;
}

export interface TreeMap {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, TreeEntry>;
  readonly flow: boolean;
  readonly span: Span;
  readonly node: Node;
  readonly size: number;
  readonly depth: number;
}

export interface TreeItem {
  readonly value: TreeNode;
  readonly alias: Span | null;
}

export interface TreeSeq {
  readonly kind: "seq";
  readonly items: readonly TreeItem[];
  readonly flow: boolean;
  readonly span: Span;
  readonly node: Node;
  readonly size: number;
  readonly depth: number;
}

export type TreeNode = TreeScalar | TreeMap | TreeSeq;

/** The value under a key, or null when there is none. */
export function child(node: TreeNode | null | undefined, key: string): TreeNode | null {
  return node?.kind === "map" ? (node.entries.get(key)?.value ?? null) : null;
}

/** The node at a path, through aliases and merges. */
export function nodeAt(root: TreeNode | null, path: readonly PropertyKey[]): TreeNode | null {
  let node: TreeNode | null = root;
  for (const part of path) {
    if (node?.kind === "seq") node = node.items[Number(part)]?.value ?? null;
    else node = child(node, String(part));
  }
  return node;
}

/** Where to point for a path: the value, or the nearest thing above it that exists. */
export function spanAt(root: TreeNode | null, path: readonly PropertyKey[], part: "key" | "value" = "value"): Span {
  let node: TreeNode | null = root;
  let span: Span = { start: 0, end: 0 };
  for (const [index, key] of path.entries()) {
    const entry: TreeEntry | undefined = node?.kind === "map" ? node.entries.get(String(key)) : undefined;
    const item: TreeItem | undefined = node?.kind === "seq" ? node.items[Number(key)] : undefined;
    if (!entry && !item) return span;
    node = entry?.value ?? item?.value ?? null;
    const last = index === path.length - 1;
    if (entry && (!last || part === "key" || isEmpty(entry.value))) span = entry.keySpan;
    else span = entry?.alias ?? item?.alias ?? node?.span ?? span;
  }
  return span;
}

function isEmpty(node: TreeNode): boolean {
  return node.span.start === node.span.end;
}

/** Texts as written: `[a, 1.10]` gives "a" and "1.10". A single scalar counts as a list of one, null as none. */
export function textsOf(node: TreeNode | null): string[] {
  if (node === null) return [];
  if (node.kind === "scalar") return node.value === null ? [] : [node.source];
  if (node.kind === "map") return [];
  return node.items.flatMap(({ value }) => (value.kind === "scalar" && value.value !== null ? [value.source] : []));
}

/** The source text of a scalar, or null. */
export function textOf(node: TreeNode | null): string | null {
  return node?.kind === "scalar" && node.value !== null ? node.source : null;
}

/** A mapping of texts as written; null values become empty texts. */
export function textRecord(node: TreeNode | null): Record<string, string> {
  const record: Record<string, string> = {};
  if (node?.kind !== "map") return record;
  for (const [key, { value }] of node.entries) {
    if (value.kind === "scalar") record[key] = value.value === null ? "" : value.source;
  }
  return record;
}

const plains = new WeakMap<TreeNode, unknown>();

/** The tree as plain values, made once: nobody may change them. Parts shared through aliases stay shared. */
export function toPlain(root: TreeNode | null): unknown {
  if (root === null) return null;
  if (root.kind === "scalar") return root.value;
  const known = plains.get(root);
  if (known !== undefined) return known;
  const made = mapScalars(root, (scalar) => scalar.value);
  plains.set(root, made);
  return made;
}

/** The tree as plain values, every scalar by way of `give`. */
export function mapScalars(root: TreeNode, give: (scalar: TreeScalar) => unknown): unknown {
  const seen = new Map<TreeNode, unknown>();
  const convert = (node: TreeNode): unknown => {
    if (node.kind === "scalar") return give(node);
    const known = seen.get(node);
    if (known !== undefined) return known;
    const made = node.kind === "seq" ? node.items.map((item) => convert(item.value)) : plainMap(node, convert);
    seen.set(node, made);
    return made;
  };
  return convert(root);
}

function plainMap(node: TreeMap, convert: (node: TreeNode) => unknown): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [key, entry] of node.entries) record[key] = convert(entry.value);
  return record;
}
