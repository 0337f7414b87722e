/**
 * Keeps src-renderer/strings/en.json equal to what the window says, and finds what it says past the catalogue. Refused: a key that is missing, a key
 * that nothing uses, a plural without its forms, a call of `t` whose key is no literal, and a literal that a person would read and that is not handed to
 * `t` or `rich` (scripts/strings-source.ts says how those are told; scripts/strings-allowed.ts names the exceptions).
 *   node scripts/strings.ts [--write]
 * --write puts missing keys in and takes unused ones out; it keeps the plural forms that were written.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { registryTexts } from "./strings-registries.ts";
import { isAllowed } from "./strings-allowed.ts";
import { readStrings } from "./strings-source.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, "src-renderer");
const catalogueFile = join(folder, "strings", "en.json");

export type Catalogue = Readonly<Record<string, string>>;

export interface Judged {
  readonly broken: readonly string[];
  readonly keys: ReadonlySet<string>;
}

/** @param sources text by path from src-renderer @returns one line a fault of the sources, and the keys that they use */
export function judgeSources(sources: ReadonlyMap<string, string>): Judged {
  const keys = new Set<string>();
  const broken = [...sources].flatMap(([file, text]) => {
    const read = readStrings(file, text);
    for (const { text: key } of read.keys) keys.add(key);
    return [
      ...read.unknown.map(({ line, text: call }) => `${file}:${line}: the key of ${call.slice(0, 60)} is no literal; write the sentence out`),
      ...read.loose.filter((found) => !isAllowed(file, found.text)).map(({ line, text: loose }) => `${file}:${line}: ${JSON.stringify(loose.slice(0, 90))} is shown and not handed to t()`),
    ];
  });
  return { broken, keys };
}

/** What the catalogue is to hold for these keys: a plural has the forms of English. */
export function wantedEntries(keys: Iterable<string>): string[] {
  return [...keys].flatMap((key) => (key.includes("{{count}}") ? [`${key}_one`, `${key}_other`] : [key])).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

export function judgeCatalogue(catalogue: Catalogue, wanted: readonly string[]): string[] {
  const known = new Set(wanted);
  return [
    ...wanted.filter((key) => !Object.hasOwn(catalogue, key)).map((key) => `en.json: lacks ${JSON.stringify(key)}; node scripts/strings.ts --write puts it in`),
    ...Object.keys(catalogue).filter((key) => !known.has(key)).map((key) => `en.json: nothing uses ${JSON.stringify(key)}`),
    ...Object.entries(catalogue).filter(([key, text]) => known.has(key) && namesIn(key) !== namesIn(text)).map(([key, text]) => `en.json: ${JSON.stringify(text)} does not have the names of its key (${namesIn(key)})`),
    ...Object.entries(catalogue).filter(([key, text]) => saysManyOfOne(key, text)).map(([, text]) => `en.json: ${JSON.stringify(text)} says of one what is said of several`),
  ];
}

/** The form for one was left as it is for several, and the word after the count has an s. */
function saysManyOfOne(key: string, text: string): boolean {
  return key === `${text}_one` && /\{\{count\}\} \w+s\b/.test(text);
}

function namesIn(text: string): string {
  return [...new Set(text.match(/\{\{\w+\}\}/g))].toSorted().join(" ");
}

/** The texts of keys that stay are kept; English says a new key as it is written. */
export function mended(catalogue: Catalogue, wanted: readonly string[]): Catalogue {
  return Object.fromEntries(wanted.map((key) => [key, catalogue[key] ?? key.replace(/(?<=\{\{count\}\}.*)_(one|other)$/s, "")]));
}

function readSources(): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$|^test-/.test(entry.name));
  const paths = entries.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).split(sep).join("/"));
  return new Map(paths.filter((path) => !path.startsWith("strings/")).toSorted().map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { broken, keys } = judgeSources(readSources());
  const wanted = wantedEntries([...keys, ...registryTexts(root)]);
  let catalogue: Catalogue = JSON.parse(readFileSync(catalogueFile, "utf8"));
  if (process.argv.includes("--write")) writeFileSync(catalogueFile, `${JSON.stringify((catalogue = mended(catalogue, wanted)), null, 2)}\n`);
  const all = [...broken, ...judgeCatalogue(catalogue, wanted)];
  for (const line of all) console.error(line);
  console.log(`strings: ${wanted.length} entries, ${all.length} faults`);
  process.exitCode = all.length === 0 ? 0 : 1;
}
