/** Values of a query's parameters, remembered per file on this machine. Which a piece of text needs, and which of them are missing. */
import { useState } from "react";
import { SqlParams, type SqlParam } from "../../../shared/contract/sql.ts";
import type { SqlDialect } from "../../../shared/sql/language.ts";
import { placeholderKeys } from "../../../shared/sql/placeholders.ts";
import { memoryKey } from "./query-memory.ts";

export type Params = Readonly<Record<string, SqlParam>>;

export function useKeptParams(path: string): [params: Params, set: (given: Params) => void] {
  const storageKey = memoryKey("params", path);
  const [params, setParams] = useState<Params>(() => readParams(localStorage.getItem(storageKey)));
  const set = (given: Params): void => {
    const next = { ...params, ...given };
    localStorage.setItem(storageKey, JSON.stringify(next));
    setParams(next);
  };
  return [params, set];
}

/** What is kept may be of another version. */
export function readParams(text: string | null): Params {
  try {
    const read = SqlParams.safeParse(JSON.parse(text ?? "{}"));
    return read.success ? read.data : {};
  } catch {
    return {};
  }
}

/** The values that a text is to be run with, and the keys that have none; an empty text is a value, an empty number is none. */
export function paramsFor(text: string, dialect: SqlDialect, kept: Params): { params: Record<string, SqlParam>; missing: string[] } {
  const keys = placeholderKeys(text, dialect);
  const valueOf = (key: string): SqlParam | undefined => {
    const param = Object.hasOwn(kept, key) ? kept[key] : undefined;
    return param !== undefined && (param.value === null || param.type === "text" || param.value.trim() !== "") ? param : undefined;
  };
  const found = keys.map((key) => [key, valueOf(key)] as const);
  return { params: Object.fromEntries(found.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))), missing: found.flatMap(([key, value]) => (value === undefined ? [key] : [])) };
}

/** As it stands in the text. */
export function shownKey(key: string): string {
  if (key.startsWith("?")) return `? ${key.slice(1)}`;
  return /^\d+$/.test(key) ? `$${key}` : `:${key}`;
}
