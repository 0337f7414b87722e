/** Small readings of tokens and joins that lineage needs. Pure. */
import { lastNotAfter } from "../base/last-not-after.ts";
import { storedKey } from "./dialect.ts";
import type { SqlDialect } from "./language.ts";
import type { ColumnLineage } from "./lineage.ts";
import type { Join, Output } from "./structure.ts";
import { isMeaningful, type Token, wordOf } from "./tokens.ts";

const setWords = new Set(["UNION", "EXCEPT", "INTERSECT", "ALL", "DISTINCT", "BY", "NAME"]);

/** Tokens to be found by their place, however long the text is. */
export class PlacedTokens {
  readonly #tokens: readonly Token[];
  readonly #starts: readonly number[];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens.filter(isMeaningful);
    this.#starts = this.#tokens.map(({ start }) => start);
  }

  /** The words right before an offset that join it to the query before: `UNION ALL BY NAME`. */
  wordsBefore(offset: number): string[] {
    const words: string[] = [];
    for (let at = this.#from(offset) - 1; at >= 0 && setWords.has(wordOf(this.#tokens[at])); at--) words.unshift(wordOf(this.#tokens[at]));
    return words;
  }

  /** Null where the output is empty. */
  firstOf({ start, end }: Output): Token | null {
    const first = this.#tokens[this.#from(start)];
    return first !== undefined && first.end <= end ? first : null;
  }

  /** Index of the first token that begins at the offset or behind it. */
  #from(offset: number): number {
    const at = lastNotAfter(this.#starts, offset - 1);
    return (this.#starts[at] ?? offset) < offset ? at + 1 : at;
  }
}

/** What stands within an output, of things in the order of the text. */
export function itemsWithin<T>(items: readonly T[], starts: readonly number[], { start, end }: Output): T[] {
  const found: T[] = [];
  let at = lastNotAfter(starts, start - 1);
  if ((starts[at] ?? start) < start) at += 1;
  for (; at < items.length && (starts[at] ?? end) < end; at++) found.push(items[at] as T);
  return found;
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
