/**
 * The catalogue: what is said for a key, in the language of this window. The key is the English sentence itself; the file also has its plural
 * forms, `KEY_one` and `KEY_other`, as i18next writes them (JSON v4), which every translation tool reads. Owns the file in memory.
 */
import english from "./en.json" with { type: "json" };
import { isPseudo, language } from "./language.ts";
import { pseudo } from "./pseudo.ts";

const catalogue: ReadonlyMap<string, string> = new Map(Object.entries(english));
const plurals = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);

/** @param count chooses the plural form by the rule of the language; without it the sentence has but one */
export function sentence(key: string, count?: number): string {
  const text = count === undefined ? catalogue.get(key) : (catalogue.get(`${key}_${plurals.select(count)}`) ?? catalogue.get(`${key}_other`));
  return isPseudo ? pseudo(text ?? key) : (text ?? key);
}

/** `1,234`; other values are put in as they are. */
export function countText(count: number): string {
  return numbers.format(count);
}
