/** From the values of the sources to the items of the instances, and the words that each has for its own. Pure. */
import { toExactJson } from "../../shared/base/exact-json.ts";
import type { Expand } from "../../shared/model/dag.ts";

export interface SourceValues {
  readonly name: string;
  readonly values: readonly unknown[];
  /** Of a query that was read no further than over the bound: there may be more. */
  readonly isCut?: boolean;
}

/** What an instance works on, as templates and processes see it: `map.index`, `map.item`, `map.label`, and the named values. */
export type MapWords = Readonly<Record<string, unknown>> & { readonly index: number; readonly item: unknown; readonly label: string };

export type Items = { readonly ok: true; readonly items: readonly unknown[] } | { readonly ok: false; readonly why: string };

/** Nothing is made when there would be more than `maxLength`. The last source changes fastest. */
export function itemsOf({ combine, maxLength }: Pick<Expand, "combine" | "maxLength">, sources: readonly SourceValues[]): Items {
  const lengths = sources.map(({ values }) => values.length);
  const [first = 0] = lengths;
  const isCut = sources.some((source) => source.isCut === true);
  if (combine === "zip" && !isCut && lengths.some((length) => length !== first)) return { ok: false, why: `the lists under \`zip\` differ in length: ${sources.map(({ name, values }) => `${name} has ${values.length}`).join(", ")}; expected as many values of each` };
  const length = combine === "product" ? lengths.reduce((all, one) => all * one, 1) : Math.max(0, ...lengths);
  if (length > maxLength) return { ok: false, why: `it would have ${length}${isCut ? " or more" : ""} instances, and \`max_map_length\` allows ${maxLength}; raise that, or expand over less` };
  if (combine === "one") return { ok: true, items: sources[0]?.values ?? [] };
  return { ok: true, items: Array.from({ length }, (_, index) => namedAt(combine, sources, index)) };
}

function namedAt(combine: "product" | "zip", sources: readonly SourceValues[], index: number): Record<string, unknown> {
  let rest = index;
  const pairs = sources.toReversed().map(({ name, values }): [string, unknown] => {
    const at = combine === "zip" ? index : rest % values.length;
    rest = Math.floor(rest / values.length);
    return [name, values[at]];
  });
  return Object.fromEntries(pairs.toReversed());
}

export function mapWords({ combine }: Pick<Expand, "combine">, { index, item, label }: { readonly index: number; readonly item: unknown; readonly label: string }): MapWords {
  return { ...(combine === "one" ? {} : (item as Record<string, unknown>)), index, item, label };
}

/** A process that gets longer ones does not start on every system; its context file has them all. */
const longestVariable = 32_768;

export function mapEnvironment({ combine }: Pick<Expand, "combine">, words: MapWords): Record<string, string> {
  const named = combine === "one" ? {} : (words.item as Record<string, unknown>);
  const all = [["INDEX", words.index], ["ITEM", words.item], ["LABEL", words.label], ...Object.entries(named).map(([name, value]) => [name.toUpperCase(), value])] as const;
  return Object.fromEntries(all.map(([name, value]): [string, string] => [`DAGWRIGHT_MAP_${String(name)}`, textOf(value)]).filter(([, text]) => text.length <= longestVariable && !text.includes("\0")));
}

/** Text as it is, anything else as JSON. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : toExactJson(value ?? null);
}

const longestLabel = 120;

/** One line that a person tells instances apart by. */
export function labelOf(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= longestLabel ? line : `${line.slice(0, longestLabel - 1).toWellFormed()}…`;
}
