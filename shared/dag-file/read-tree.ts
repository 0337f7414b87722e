/**
 * Builds the tree of a document and reports what YAML allows but a DAG file does not: repeated keys, unknown tags,
 * aliases to nothing or to themselves, merge and alias bombs, keys that are not text, `__proto__`.
 */
import { type Alias, type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { suggestion } from "./did-you-mean.ts";
import { limits } from "./limits.ts";
import type { Problem, Report, Span } from "./report.ts";
import { isWhole, trapIn } from "./yaml-traps.ts";
import { ofTemplate } from "./yaml-mistakes.ts";
import type { ScalarStyle, TreeEntry, TreeItem, TreeMap, TreeNode, TreeScalar, TreeSeq } from "./yaml-tree.ts";

interface Context {
  readonly text: string;
  readonly report: Report;
  readonly anchors: Map<string, Node>;
  readonly built: Map<Node, TreeNode>;
  readonly path: (string | number)[];
  /** YAML 1.1 was asked for by `%YAML 1.1`: its readers then agree with us. */
  readonly trapsApply: boolean;
  overBudget: boolean;
}

/** The tree, or null for an empty document or one that is refused as a whole. */
export function readTree(document: Document.Parsed, text: string, report: Report): TreeNode | null {
  const trapsApply = document.directives?.yaml.version !== "1.1";
  const context: Context = { text, report, anchors: new Map(), built: new Map(), path: [], trapsApply, overBudget: false };
  const root = document.contents === null ? null : build(document.contents, context);
  return context.overBudget ? null : root;
}

export function spanOf(node: Node | null | undefined): Span {
  const range = node?.range;
  return range ? { start: range[0], end: range[1] } : { start: 0, end: 0 };
}

function complain(context: Context, problem: Omit<Problem, "path">): void {
  context.report.add({ ...problem, path: [...context.path] });
}

function build(node: Node, context: Context): TreeNode {
  if (context.overBudget) return emptyScalar(node, spanOf(node));
  if (isAlias(node)) return follow(node, context);
  if (isBareTemplate(node)) return readBareTemplate(node, context);
  checkTag(node, context);
  const anchor = "anchor" in node && typeof node.anchor === "string" ? node.anchor : null;
  if (anchor !== null) context.anchors.set(anchor, node);
  const made = isMap(node) ? buildMap(node, context) : isSeq(node) ? buildSeq(node, context) : buildScalar(node, context);
  if (made.size > limits.resolvedNodes || made.depth > limits.resolvedDepth) refuseBudget(made, context);
  context.built.set(node, made);
  return made;
}

function refuseBudget(made: TreeNode, context: Context): void {
  if (context.overBudget) return;
  context.overBudget = true;
  const found = made.size > limits.resolvedNodes ? `${made.size} values` : `${made.depth} levels`;
  const allowed = `${limits.resolvedNodes} values and ${limits.resolvedDepth} levels`;
  const message = `With its aliases followed this holds ${found}; at most ${allowed} are read. Use fewer aliases of aliases.`;
  complain(context, { code: "yaml/alias-limit", message, span: made.span });
}

function follow(alias: Alias, context: Context): TreeNode {
  const span = spanOf(alias);
  const target = context.anchors.get(alias.source);
  const made = target === undefined ? undefined : context.built.get(target);
  if (made !== undefined) return made;
  const problem =
    target === undefined
      ? { code: "yaml/unknown-alias", message: `No anchor \`&${alias.source}\` stands before this alias.${suggestion(alias.source, context.anchors.keys())} A text that starts with \`*\`, such as a cron expression, needs quotes.` }
      : { code: "yaml/alias-cycle", message: `The alias \`*${alias.source}\` stands inside the node it names; that has no end. Write the value out.` };
  complain(context, { ...problem, span });
  return emptyScalar(alias, span);
}

/** `{{ ds }}` without quotes: to YAML, a mapping whose key is a mapping. Nobody means that. */
function isBareTemplate(node: Node): boolean {
  if (!isMap(node) || node.flow !== true || node.items.length !== 1) return false;
  const [pair] = node.items;
  return isMap(pair?.key) && pair.key.flow === true && pair.value === null;
}

/** Told once, then read as the text that was meant, so that the rest of the file is judged as if it stood in quotes. */
function readBareTemplate(node: Node, context: Context): TreeScalar {
  const span = spanOf(node);
  const source = context.text.slice(span.start, span.end);
  complain(context, ofTemplate({ ...span, text: source, inBraces: false }));
  return { kind: "scalar", value: source, source, style: "plain", span, node, size: 1, depth: 1 };
}

const knownTags: ReadonlySet<string> = new Set(["str", "int", "float", "bool", "null", "map", "seq"].map((name) => `tag:yaml.org,2002:${name}`));

function checkTag(node: Node, context: Context): void {
  const tag = node.tag;
  if (tag === undefined || tag === "!" || knownTags.has(tag)) return;
  const shown = tag.replace("tag:yaml.org,2002:", "!!");
  const more = /include/i.test(shown) ? " Nothing is included from other files; name a file by its path inside the workspace." : " Nothing of it is run; remove the tag.";
  complain(context, { code: "yaml/unknown-tag", message: `The tag \`${shown}\` is not known here.${more}`, span: spanOf(node) });
}

const styles: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: "plain",
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "block",
  BLOCK_FOLDED: "block",
};

function buildScalar(node: Node, context: Context): TreeScalar {
  const span = spanOf(node);
  if (!isScalar(node)) return emptyScalar(node, span);
  const style = styles[node.type ?? "PLAIN"] ?? "plain";
  const source = node.source ?? "";
  const scalar: TreeScalar = { kind: "scalar", value: exactValue(node, source), source, style, span, node, size: 1, depth: 1 };
  const trap = style === "plain" && context.trapsApply && node.tag === undefined ? trapIn(scalar, context.path) : null;
  if (trap !== null) complain(context, { code: trap.code, severity: "warning", message: trap.message, span });
  return scalar;
}

function exactValue(node: Scalar, source: string): TreeScalar["value"] {
  const value = node.value;
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value !== "number") return source;
  return Number.isInteger(value) && !Number.isSafeInteger(value) && isWhole(source) ? source : value;
}

function emptyScalar(node: Node | null, span: Span): TreeScalar {
  return { kind: "scalar", value: null, source: "", style: "plain", span, node, size: 1, depth: 1 };
}

function buildSeq(node: YAMLSeq, context: Context): TreeSeq {
  const items: TreeItem[] = [];
  let size = 1;
  let depth = 0;
  for (const [index, item] of node.items.entries()) {
    context.path.push(index);
    const read = readValue(isPair(item) ? lonePair(item, context) : item, context, spanOf(node));
    context.path.pop();
    items.push(read);
    size += read.value.size;
    depth = Math.max(depth, read.value.depth);
  }
  return { kind: "seq", items, flow: node.flow === true, span: spanOf(node), node, size, depth: depth + 1 };
}

/** `[a: 1]` is a pair without braces; the library wraps it, but not in every broken text. */
function lonePair(pair: Pair, context: Context): null {
  const message = "A key and value stand in a list without braces; write `{key: value}`.";
  complain(context, { code: "yaml/syntax", message, span: keySpanOf(pair) });
  return null;
}

function readValue(value: unknown, context: Context, around: Span): TreeItem {
  if (!isNode(value)) return { value: emptyScalar(null, { start: around.end, end: around.end }), alias: null };
  return { value: build(value, context), alias: isAlias(value) ? spanOf(value) : null };
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);
}

function keySpanOf(pair: Pair): Span {
  return isNode(pair.key) ? spanOf(pair.key) : { start: 0, end: 0 };
}

function buildMap(node: YAMLMap, context: Context): TreeMap {
  const entries = new Map<string, TreeEntry>();
  const merges: { source: TreeNode; span: Span }[] = [];
  let size = 1;
  let depth = 0;
  for (const pair of node.items) {
    const keySpan = keySpanOf(pair);
    const key = readKey(pair, context);
    if (key === null) continue;
    context.path.push(key);
    const { value, alias } = readValue(pair.value, context, keySpan);
    const isMerge = key === "<<" && isScalar(pair.key) && pair.key.type === "PLAIN";
    if (isMerge) merges.push({ source: value, span: alias ?? value.span });
    else if (mayAdd(key, entries, keySpan, context)) entries.set(key, { key, keySpan, value, pair, alias });
    context.path.pop();
    size += value.size;
    depth = Math.max(depth, value.depth);
  }
  for (const merge of merges) {
    // A merge copies the entries, so that each counts; the values are shared.
    size += merge.source.kind === "map" ? merge.source.entries.size : 0;
    addMerged(merge, entries, context);
  }
  return { kind: "map", entries, flow: node.flow === true, span: spanOf(node), node, size, depth: depth + 1 };
}

function mayAdd(key: string, entries: ReadonlyMap<string, TreeEntry>, span: Span, context: Context): boolean {
  if (key === "__proto__") {
    complain(context, { code: "yaml/forbidden-key", message: "The key `__proto__` is not taken; rename it.", span });
    return false;
  }
  const first = entries.get(key);
  if (first === undefined) return true;
  complain(context, repeatedKey(key, span));
  return false;
}

export function repeatedKey(key: string, span: Span): Omit<Problem, "path"> {
  return { code: "yaml/duplicate-key", message: `The key \`${key}\` stands twice in one mapping; YAML readers disagree on which one counts. Rename or remove one.`, span };
}

/** Keys are text as written: `012:` is "012". Null when the key cannot be text. */
function readKey(pair: Pair, context: Context): string | null {
  const key = pair.key;
  if (isAlias(key)) return textOfAlias(key, context);
  if (isScalar(key) && (key.source !== "" || key.type !== "PLAIN")) {
    if (key.anchor !== undefined) build(key, context);
    const text = typeof key.value === "string" ? key.value : (key.source ?? "");
    if (key.type === "PLAIN" && context.trapsApply) checkKeyTrap(key, text, context);
    return text === "" && key.type === "PLAIN" ? null : text;
  }
  const span = keySpanOf(pair);
  if (isMap(key) && (key.flow ?? false)) {
    const message = "`{{ … }}` without quotes is read as a mapping, not as a template. Put it in quotes: '{{ ds }}'.";
    complain(context, { code: "yaml/unquoted-template", message, span });
  } else {
    const message = "A key is missing or is itself a list or mapping; a key is a word.";
    complain(context, { code: "yaml/complex-key", message, span });
  }
  return null;
}

/** `no:` or `12:` as a key: text here, a boolean or number elsewhere. */
function checkKeyTrap(key: Scalar, source: string, context: Context): void {
  const span = spanOf(key);
  const scalar: TreeScalar = { kind: "scalar", value: exactValue(key, source), source, style: "plain", span, node: key, size: 1, depth: 1 };
  const trap = trapIn(scalar, context.path);
  const kind = key.value === null ? "nothing (null)" : `a ${typeof key.value}`;
  if (trap !== null) complain(context, { code: trap.code, severity: "warning", message: trap.message, span });
  else if (typeof key.value !== "string") {
    const message = `The key \`${source}\` is kept as text, but other YAML readers take it for ${kind}. Put it in quotes.`;
    complain(context, { code: "yaml/ambiguous", severity: "warning", message, span });
  }
}

function textOfAlias(alias: Alias, context: Context): string | null {
  const target = follow(alias, context);
  return target.kind === "scalar" && target.value !== null ? target.source : null;
}

function addMerged(merge: { source: TreeNode; span: Span }, entries: Map<string, TreeEntry>, context: Context): void {
  const sources = merge.source.kind === "seq" ? merge.source.items.map((item) => item.value) : [merge.source];
  for (const source of sources) {
    if (source.kind !== "map") {
      const message = "`<<` merges a mapping, or a list of mappings; this is something else.";
      complain(context, { code: "yaml/bad-merge", message, span: merge.span });
      continue;
    }
    for (const [key, entry] of source.entries) if (!entries.has(key)) entries.set(key, { ...entry, pair: null });
  }
}
