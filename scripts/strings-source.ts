/**
 * Reads one source of the window for its texts: the keys that are handed to `t` and `rich`, and the literals that a person would see and that are
 * handed to neither. Where a literal stands says whether it is seen: text of an element, an attribute such as `title`, or anything that reads like
 * a sentence. Knows the syntax, not the files.
 */
import { parseSync } from "vite";

export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export interface Found {
  readonly text: string;
  readonly line: number;
  /** The literal itself, or the element whose text it is. */
  readonly node: Node;
}

export interface Read {
  readonly keys: readonly Found[];
  /** Calls of `t` and `rich` whose key is no literal. */
  readonly unknown: readonly Found[];
  readonly loose: readonly Found[];
}

/** How a value comes to the screen: it is shown, it may be, or it is for the program alone. */
type Fate = "shown" | "maybe" | "hidden";

const shownAttributes = /^(aria-label|aria-description|aria-roledescription|aria-valuetext|title|label|placeholder|description|alt|heading|head|quiet|where|what|words|message|nothingFoundMessage|text|name|prefix|suffix)$/;
const hiddenNames =
  /^(className|style|width|height|transform|gridTemplate\w*|font\w*|transition|background\w*|border\w*|id|key|type|kind|code|sql|bash|python|path|href|cursor|d|points|viewBox|example|pattern|insertText|value|variant|size|color|keys|when|panActivationKeyCode|href|role|data-\w+|taskKind)$/;
const quotedTags = /^(code|pre|kbd|style)$/;
const programCalls =
  /(^|\.)(closest|matches|querySelector|querySelectorAll|matchMedia|useMediaQuery|includes|startsWith|endsWith|indexOf|replace|replaceAll|split|join|getItem|setItem|removeItem|addEventListener|removeEventListener|getPropertyValue|setProperty|setAttribute|getAttribute|hasAttribute|createElement|createElementNS|useKeyPress|load|test|error|warn|log|setData|getData|dispatchEvent|get|has|set|delete|field|Error|executeEdits|trigger|postMessage|RegExp|Symbol|token)$/;
const comparisons = /^(===|!==|==|!=|<|>|<=|>=|in|instanceof)$/;
const keyNames = /^(Arrow(Up|Down|Left|Right)|Enter|Escape|Tab|Home|End|Page(Up|Down)|Delete|Backspace|Space|Control|Alt|Meta|Shift|Insert|ContextMenu|Slash|Backslash|Comma|Period|Semicolon|Quote|Minus|Equal|Backquote)$/;
const looksLikeCode = /^(dw-|--|[#.[(<@/])|var\(|calc\(|minmax\(|color-mix\(|\bdw-|translate\(|rotate\(|=>|="|\n|\dpx \{|px \{\{/;
const kindNames = /^(Sql|Python|Bash|Empty)Task$|^TaskGroup$/;

export function readStrings(path: string, source: string): Read {
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message ?? "cannot be read"}`);
  const keys: Found[] = [];
  const unknown: Found[] = [];
  const loose: Found[] = [];
  const found = (node: Node, text: string): Found => ({ node, text, line: source.slice(0, node.start).split("\n").length });

  function visit(value: unknown, fate: Fate): void {
    if (Array.isArray(value)) for (const each of value) visit(each, fate);
    if (!isNode(value)) return;
    const special = visitors[value.type];
    if (special !== undefined) special(value, fate);
    else if (!/^(Import|Export(All|Specifier)|TS)/.test(value.type)) children(value, "maybe");
  }
  function children(node: Node, fate: Fate): void {
    for (const [key, value] of Object.entries(node)) if (typeof value === "object" && key !== "parent") visit(value, fate);
  }
  const parts = (...names: [name: string, fate: (fate: Fate) => Fate][]) => (node: Node, fate: Fate): void => {
    for (const [name, change] of names) visit(node[name], change(fate));
  };
  const same = (fate: Fate): Fate => fate;
  const hidden = (): Fate => "hidden";
  const maybe = (): Fate => "maybe";

  const visitors: Readonly<Record<string, (node: Node, fate: Fate) => void>> = {
    Literal(node, fate) {
      if (typeof node["value"] === "string" && isSeen(node["value"], fate)) loose.push(found(node, node["value"]));
    },
    TemplateLiteral(node, fate) {
      const text = templateText(node);
      const seen = isSeen(text, fate);
      if (seen) loose.push(found(node, text));
      visit(node["expressions"], seen ? "shown" : fate);
    },
    TaggedTemplateExpression: parts(["tag", hidden]),
    JSXText(node) {
      const text = jsxText(String(node["value"]));
      if (/\p{L}/u.test(text)) loose.push(found(node, text));
    },
    JSXElement(node) {
      const opening = asNode(node["openingElement"]);
      visit(opening?.["attributes"], "maybe");
      if (opening === null || !quotedTags.test(nameOf(opening["name"]))) visit(node["children"], "shown");
      else for (const child of nodes(node["children"])) if (child.type !== "JSXText") visit(child, "maybe");
    },
    JSXFragment: parts(["children", () => "shown"]),
    JSXExpressionContainer: parts(["expression", same]),
    JSXAttribute(node) {
      const name = nameOf(node["name"]);
      visit(node["value"], shownAttributes.test(name) ? "shown" : hiddenNames.test(name) || name.startsWith("data-") ? "hidden" : "maybe");
    },
    ConditionalExpression: parts(["test", maybe], ["consequent", same], ["alternate", same]),
    LogicalExpression(node, fate) {
      visit(node["left"], node["operator"] === "&&" ? "maybe" : fate);
      visit(node["right"], fate);
    },
    BinaryExpression(node, fate) {
      const inner = comparisons.test(String(node["operator"])) ? "hidden" : fate;
      visit(node["left"], inner);
      visit(node["right"], inner);
    },
    ParenthesizedExpression: parts(["expression", same]),
    TSAsExpression: parts(["expression", same]),
    TSSatisfiesExpression: parts(["expression", same]),
    TSNonNullExpression: parts(["expression", same]),
    ArrayExpression: parts(["elements", (fate) => (fate === "hidden" ? "hidden" : "maybe")]),
    MemberExpression: parts(["object", maybe], ["property", hidden]),
    SwitchCase: parts(["test", hidden], ["consequent", maybe]),
    Property(node) {
      const name = nameOf(node["key"]);
      // A table by words: `{ "What it runs": [...] }`.
      visit(node["key"], "maybe");
      visit(node["value"], hiddenNames.test(name) ? "hidden" : "maybe");
    },
    NewExpression(node) {
      visit(node["arguments"], nameOf(node["callee"]).endsWith("Error") ? "hidden" : "maybe");
    },
    CallExpression(node, fate) {
      const callee = nameOf(node["callee"]);
      const args = nodes(node["arguments"]);
      visit(node["callee"], "maybe");
      if (callee === "t" || callee === "rich") return readKey(node, args);
      if (/(^|\.)(map|flatMap)$/.test(callee)) return void args.forEach((arg) => (isFunction(arg) ? visit(arg["body"], fate) : visit(arg, "maybe")));
      visit(args, programCalls.test(callee) ? "hidden" : "maybe");
    },
  };

  function readKey(call: Node, [key, values]: readonly Node[]): void {
    if (key?.type === "Literal" && typeof key["value"] === "string") keys.push(found(key, key["value"]));
    else unknown.push(found(call, source.slice(call.start, call.end)));
    for (const property of nodes(values?.["properties"])) visit(property["value"], "shown");
  }

  visit(program, "maybe");
  return { keys, unknown, loose };
}

function isSeen(text: string, fate: Fate): boolean {
  const words = text.replaceAll("{{}}", "");
  if (fate === "hidden" || !/\p{L}/u.test(words) || keyNames.test(text) || kindNames.test(text) || looksLikeCode.test(text)) return false;
  if (fate === "shown") return true;
  return /^([A-Z][a-z]+[.…!?]?|DAGs)$/.test(text) || (/\p{L}{2}/u.test(words) && /[\p{L}\p{N}}][,;:.…”"`)]*\s+[(“"`]?(\{\{\}\}|\p{L})/u.test(text));
}

/** A template's text, with `{{}}` where its values stand. */
export function templateText(node: Node): string {
  return nodes(node["quasis"])
    .map((quasi) => String(Object(quasi["value"]).cooked))
    .join("{{}}");
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

/** The text of an element as React has it: lines are joined by one space, what is blank at their ends is gone. */
export function jsxText(raw: string): string {
  const lines = raw.replaceAll("\r", "").split("\n");
  const kept = lines.map((line, index) => {
    const start = index === 0 ? line : line.replace(/^[ \t]+/, "");
    return index === lines.length - 1 ? start : start.replace(/[ \t]+$/, "");
  });
  return kept
    .filter((line) => line !== "")
    .join(" ")
    .replaceAll(/&(\w+);/g, (all, name: string) => entities[name] ?? all);
}

export function nodes(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

export function asNode(value: unknown): Node | null {
  return isNode(value) ? value : null;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string" && "start" in value;
}

function isFunction(node: Node): boolean {
  return node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression";
}

/** `a.b` of a callee, `title` of an attribute, `p` of an element. */
export function nameOf(value: unknown): string {
  const node = asNode(value);
  if (node === null) return "";
  if (node.type === "MemberExpression" || node.type === "JSXMemberExpression") return `${nameOf(node["object"])}.${nameOf(node["property"])}`;
  if (node.type === "ChainExpression") return nameOf(node["expression"]);
  if (node.type === "JSXNamespacedName") return `${nameOf(node["namespace"])}:${nameOf(node["name"])}`;
  return typeof node["name"] === "string" ? node["name"] : typeof node["value"] === "string" ? node["value"] : "";
}
