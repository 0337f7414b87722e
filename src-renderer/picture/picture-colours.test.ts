import { describe, expect, it } from "vitest";
import { namedColours } from "./picture-colours.ts";

// The runner of the tests empties style sheets that are imported, and this zone is compiled without Node's types.
const files = (await import("node:fs" as string)) as { readFileSync(place: URL, encoding: "utf8"): string };
const tokens = files.readFileSync(new URL("../ui/tokens.css", import.meta.url), "utf8");

function written(from: string): Record<string, string> {
  const start = tokens.indexOf(from);
  return Object.fromEntries([...tokens.slice(start, tokens.indexOf("}", start)).matchAll(/--dw-([\w-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1] ?? "", match[2] ?? ""]));
}

const light = written(":root {");

describe("colours of pictures", () => {
  it.each([["light", light], ["dark", { ...light, ...written(':root[data-mantine-color-scheme="dark"] {') }]] as const)("are those of the %s theme", (theme, known) => {
    const shown = namedColours(theme);
    expect(Object.keys(shown).length).toBeGreaterThan(30);
    expect(Object.fromEntries(Object.keys(shown).map((name) => [name, known[name]]))).toEqual(shown);
  });

  it("have a shade for every state and every note", () => {
    const wanted = Object.keys(light).filter((name) => /^(?:state|note)-/.test(name));
    expect(wanted.filter((name) => !(name in namedColours("dark")))).toEqual([]);
  });
});
