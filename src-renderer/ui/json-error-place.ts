/** Where a JSON text stops being JSON. Engines differ in what their messages tell, so this finds it itself. Pure. */

type Expecting = "value" | "valueOrEnd" | "key" | "keyOrEnd" | "colon" | "commaOrEnd" | "nothing";

// oxlint-disable-next-line no-control-regex -- JSON forbids them in strings
const token = /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-]))/y;

/** Offset of the first character that cannot stand there; the length of the text when it ends too early. */
export function jsonErrorOffset(text: string): number {
  const open: ("{" | "[")[] = [];
  let expecting: Expecting = "value";
  let at = 0;
  for (;;) {
    const start = skipSpace(text, at);
    if (start >= text.length) return text.length;
    token.lastIndex = at;
    const match = token.exec(text);
    const next: Expecting | null = match ? step(match, expecting, open) : null;
    if (!match || next === null) return start;
    expecting = next;
    at = token.lastIndex;
  }
}

function step(match: RegExpExecArray, expecting: Expecting, open: ("{" | "[")[]): Expecting | null {
  const [, mark, text] = match;
  const wantsValue = expecting === "value" || expecting === "valueOrEnd";
  if (mark === undefined) {
    if (text !== undefined && (expecting === "key" || expecting === "keyOrEnd")) return "colon";
    return wantsValue ? afterValue(open) : null;
  }
  if (mark === "{" || mark === "[") {
    if (!wantsValue) return null;
    open.push(mark);
    return mark === "{" ? "keyOrEnd" : "valueOrEnd";
  }
  if (mark === ":") return expecting === "colon" ? "value" : null;
  if (mark === ",") return expecting === "commaOrEnd" ? (open.at(-1) === "{" ? "key" : "value") : null;
  const mayEnd = expecting === "commaOrEnd" || expecting === (mark === "}" ? "keyOrEnd" : "valueOrEnd");
  if (!mayEnd || open.at(-1) !== (mark === "}" ? "{" : "[")) return null;
  open.pop();
  return afterValue(open);
}

function afterValue(open: readonly string[]): Expecting {
  return open.length === 0 ? "nothing" : "commaOrEnd";
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\r\n".includes(text.charAt(at))) at += 1;
  return at;
}
