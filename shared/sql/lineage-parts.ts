/** Small readings of tokens and joins that lineage needs. Pure. */
import { storedKey } from "./dialect.ts";
import type { SqlDialect } from "./language.ts";
import type { ColumnLineage } from "./lineage.ts";
import type { Join, Output } from "./structure.ts";
import { isMeaningful, type Token, wordOf } from "./tokens.ts";

const setWords = new Set(["UNION", "EXCEPT", "INTERSECT", "ALL", "DISTINCT", "BY", "NAME"]);

/** The words right before an offset that join it to the query before: `UNION ALL BY NAME`. */
export function wordsBefore(tokens: readonly Token[], offset: number): string[] {
  const words: string[] = [];
  const before = tokens.filter((token) => token.end <= offset && isMeaningful(token));
  for (let at = before.length - 1; at >= 0 && setWords.has(wordOf(before[at])); at--) words.unshift(wordOf(before[at]));
  return words;
}

export function outputTokens(tokens: readonly Token[], { start, end }: Output): Token[] {
  return tokens.filter((token) => token.start >= start && token.end <= end && isMeaningful(token));
}

/** `*` over joined tables: what USING or NATURAL joins is there once. */
export function mergeJoined(parts: readonly { readonly join: Join; readonly columns: readonly ColumnLineage[] }[], dialect: SqlDialect): ColumnLineage[] {
  const all: ColumnLineage[] = [];
  for (const { join, columns } of parts) {
    const using = new Set(join.using.flatMap(({ name }) => (name === null ? [] : [name.toLowerCase()])));
    for (const column of columns) {
      const key = column.name === null ? null : storedKey(column.name, dialect);
      const at = key !== null && (join.isNatural || using.has(key.toLowerCase())) ? all.findIndex(({ name }) => name !== null && storedKey(name, dialect) === key) : -1;
      const same = all[at];
      if (same === undefined) all.push(column);
      else all[at] = { name: same.name, from: [...same.from, ...column.from], isKnown: same.isKnown && column.isKnown };
    }
  }
  return all;
}
