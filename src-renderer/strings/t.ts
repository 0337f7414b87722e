/**
 * Every text of the window passes through here: `t("Run {{dag}}", { dag })`, `t("{{count}} tasks", { count })`. The key is the English
 * sentence, written out at the call so that scripts/strings.ts finds it. It is a plain function that watches nothing: it may stand in a canvas
 * of thousands of tasks and where a module declares its tables.
 */
import { countText, sentence } from "./sentence.ts";

/** The names that a sentence has in braces. */
type Names<Key> = Key extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Names<Rest> : never;

/** What a sentence asks for; `count`, which also chooses the plural form, is a number. */
export type Values<Key extends string, Value> = [Names<Key>] extends [never]
  ? [values?: { readonly count: number }]
  : [values: { readonly [Name in Names<Key>]: Name extends "count" ? number : Value }];

export function t<const Key extends string>(key: Key, ...[values]: Values<Key, string | number | bigint>): string {
  if (values === undefined) return sentence(key);
  const known: Readonly<Record<string, string | number | bigint>> = values;
  const count = typeof known["count"] === "number" ? known["count"] : undefined;
  return sentence(key, count).replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => (name === "count" && count !== undefined ? countText(count) : String(known[name] ?? "")));
}

/** A text of a registry that the layers below declare, such as the title of a command: scripts/strings.ts puts those into the catalogue too. */
export function translated(text: string): string {
  return sentence(text);
}
