/**
 * Paths of fields: `tasks.dim_member.deps[0]`. A key with dots, brackets, quotes or spaces is written `["a.b"]`.
 */
export type FieldPath = readonly (string | number)[];

const bareKey = /^[\p{L}\p{N}_$@/-][^.[\]"\s]*$/u;

export function formatPath(path: FieldPath): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else if (bareKey.test(part)) text += text === "" ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}

const step = /\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|\.?([^.[\]"]+)/y;

/** The parts of a path, or null when the text is not one. */
export function parsePath(text: string): (string | number)[] | null {
  const parts: (string | number)[] = [];
  step.lastIndex = 0;
  while (step.lastIndex < text.length) {
    const at = step.lastIndex;
    const match = step.exec(text);
    if (!match || (at === 0 && text.startsWith("."))) return null;
    const [whole, index, quoted, bare] = match;
    if (bare !== undefined && at > 0 && !whole.startsWith(".")) return null;
    const key = quoted === undefined ? bare : unquote(quoted);
    if (index === undefined && key === undefined) return null;
    parts.push(index === undefined ? (key ?? "") : Number(index));
  }
  return parts.length > 0 ? parts : null;
}

function unquote(quoted: string): string | undefined {
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
