/** Edits of plain values, as copies along the path: what an edit of the text is held against. */
import { isPlain } from "./plain-form.ts";

type Path = readonly (string | number)[];

export function getIn(value: unknown, path: Path): unknown {
  let at = value;
  for (const part of path) {
    if (Array.isArray(at) && typeof part === "number") at = at[part];
    else if (isPlain(at) && Object.hasOwn(at, String(part))) at = at[String(part)];
    else return undefined;
  }
  return at;
}

/** A copy with `next` at the path; an index one past the end appends, missing mappings are made. */
export function setIn(value: unknown, path: Path, next: unknown): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return next;
  if (typeof part === "number") {
    const list: unknown[] = Array.isArray(value) ? [...value] : [];
    list[part] = setIn(list[part], rest, next);
    return list;
  }
  const map = isPlain(value) ? value : {};
  return { ...map, [part]: setIn(Object.hasOwn(map, part) ? map[part] : undefined, rest, next) };
}

export function removeIn(value: unknown, path: Path): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (rest.length > 0) return setIn(value, [part], removeIn(getIn(value, [part]), rest));
  if (Array.isArray(value)) return value.filter((_, index) => index !== part);
  return isPlain(value) ? Object.fromEntries(Object.entries(value).filter(([key]) => key !== part)) : value;
}

/** The path of the first difference, or null when both mean the same. The order of keys is no difference. What both share is not looked into. */
export function differenceOf(a: unknown, b: unknown): Path | null {
  if (a === b || (typeof a === "number" && typeof b === "number" && Number.isNaN(a) && Number.isNaN(b))) return null;
  if (Array.isArray(a) && Array.isArray(b)) return differenceOfLists(a, b);
  return isPlain(a) && isPlain(b) ? differenceOfMaps(a, b) : [];
}

function differenceOfLists(a: readonly unknown[], b: readonly unknown[]): Path | null {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const found = index in a && index in b ? differenceOf(a[index], b[index]) : [];
    if (found !== null) return [index, ...found];
  }
  return null;
}

function differenceOfMaps(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): Path | null {
  for (const key of Object.keys(a)) {
    const found = Object.hasOwn(b, key) ? differenceOf(a[key], b[key]) : [];
    if (found !== null) return [key, ...found];
  }
  const added = Object.keys(b).find((key) => !Object.hasOwn(a, key));
  return added === undefined ? null : [added];
}
