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

/** The path of the first difference, or null when both mean the same. The order of keys is no difference. */
export function differenceOf(a: unknown, b: unknown, path: Path = []): Path | null {
  if (a === b || (typeof a === "number" && typeof b === "number" && Number.isNaN(a) && Number.isNaN(b))) return null;
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let index = 0; index < Math.max(a.length, b.length); index++) {
      const found = index in a && index in b ? differenceOf(a[index], b[index], [...path, index]) : [...path, index];
      if (found !== null) return found;
    }
    return null;
  }
  if (!isPlain(a) || !isPlain(b)) return path;
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = Object.hasOwn(a, key) && Object.hasOwn(b, key) ? differenceOf(a[key], b[key], [...path, key]) : [...path, key];
    if (found !== null) return found;
  }
  return null;
}
