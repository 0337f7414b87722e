/** What the bundles are that tests and people start. Whoever runs the tests has had them built. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const dist = fileURLToPath(new URL("../dist", import.meta.url));

const names = ["engine", "reader", "runner", "logs", "backup", "warehouse", "cli"];

function textsOf(name: string): (readonly [file: string, text: string])[] {
  const folder = join(dist, name);
  const texts = readdirSync(folder).filter((file) => file.endsWith(".mjs")).map((file) => [file, readFileSync(join(folder, file), "latin1")] as const);
  expect(texts.map(([file]) => file)).toContain("main.mjs");
  return texts;
}

it.each(names)("the text of %s is ASCII, of which Node keeps one byte a sign", (name) => {
  const texts = textsOf(name);
  expect(texts.filter(([, text]) => /[^\0-\x7f]/.test(text)).map(([file]) => file)).toEqual([]);
});

it.each(names)("%s imports no node:http, with which Node makes its whole fetch at the start", (name) => {
  expect(textsOf(name).flatMap(([file, text]) => [...text.matchAll(/^import\b.*"(?:node:)?http";$/gm)].map(([line]) => `${file}: ${line}`))).toEqual([]);
});
