/** Each rule of the strings is broken once and caught; what is no text of the window is let be. */
import { describe, expect, it } from "vitest";
import { judgeCatalogue, mended, wantedEntries } from "./strings.ts";
import { jsxText, readStrings } from "./strings-source.ts";

const loose = (source: string): string[] => readStrings("a.tsx", source).loose.map(({ text }) => text);

describe("readStrings", () => {
  it.each([
    ["<p>Run it</p>", ["Run it"]],
    ["<p>{isOn ? 'on' : 'off'}</p>", ["on", "off"]],
    ["<p>{isOn && `${n} left`}</p>", ["{{}} left"]],
    ["<p>{names.map((name) => `by ${name}`)}</p>", ["by {{}}"]],
    ["<Button title='Close' />", ["Close"]],
    ["<Button aria-label={`Close ${tab}`} />", ["Close {{}}"]],
    ["const words = { failed: 'It failed' }", ["It failed"]],
    ["say(`Added ${id}${where ? ' there' : ''}`)", ["Added {{}}{{}}", " there"]],
    ["t('Delete {{what}}', { what: all ? 'everything' : name })", ["everything"]],
  ])("finds what %s shows", (source, found) => {
    expect(loose(`const x = ${source.startsWith("const") ? source.slice(10) : source};`.replace("const x = words", "const words"))).toEqual(found);
  });

  it.each([
    "<p>{t('Run it')}</p>",
    "<p><code>dagwright serve</code></p>",
    "<Button variant='default' className={`dw-dim ${styles.name}`} />",
    "if (key === 'Escape' || name === 'All tasks') leave();",
    "const grid = { width: 'minmax(160px, 2fr)', transform: `translate(${x}px, ${y}px) scale(2)` };",
    "throw new TypeError('No port has arrived.');",
    "element.closest('button, a, input')",
    "import { a } from './All tasks.ts';",
    "type Face = 'All tasks' | 'Graph';",
  ])("lets %s be", (source) => {
    expect(loose(source)).toEqual([]);
  });

  it("reads the keys of t and rich, and refuses one that is no literal", () => {
    const { keys, unknown } = readStrings("a.tsx", "const x = [t('Add a task'), rich('{{a}} is', { a: <b /> }), t(name), t(`${a} is`)];");
    expect([keys.map(({ text }) => text), unknown.map(({ text }) => text)]).toEqual([["Add a task", "{{a}} is"], ["t(name)", "t(`${a} is`)"]]);
  });

  it("reads the text of elements as React does", () => {
    expect(jsxText("\n    One &gt; two\n    and three \n  ")).toBe("One > two and three");
  });
});

describe("the catalogue", () => {
  const wanted = wantedEntries(["Add", "{{count}} rows of {{table}}"]);

  it("holds each key once and a plural with its forms, in order", () => {
    expect(wanted).toEqual(["Add", "{{count}} rows of {{table}}_one", "{{count}} rows of {{table}}_other"]);
  });

  it("is mended without losing what was written for a plural", () => {
    const before = { Gone: "Gone", "{{count}} rows of {{table}}_one": "{{count}} row of {{table}}" };
    expect(mended(before, wanted)).toEqual({ Add: "Add", "{{count}} rows of {{table}}_one": "{{count}} row of {{table}}", "{{count}} rows of {{table}}_other": "{{count}} rows of {{table}}" });
  });

  it("is refused where the form for one speaks of several, which is how a new key comes in", () => {
    const faults = (one: string): string[] => judgeCatalogue({ Add: "Add", "{{count}} rows of {{table}}_one": one, "{{count}} rows of {{table}}_other": "{{count}} rows of {{table}}" }, wanted);
    expect(faults("{{count}} rows of {{table}}")).toEqual(['en.json: "{{count}} rows of {{table}}" says of one what is said of several']);
    expect(faults("{{count}} row of {{table}}")).toEqual([]);
  });

  it("is refused with a key too few, one too many, and a text that lost a name of its key", () => {
    const faults = judgeCatalogue({ Gone: "Gone", Add: "Add", "{{count}} rows of {{table}}_one": "one row" }, wanted);
    expect(faults.map((fault) => fault.slice(0, 24))).toEqual(['en.json: lacks "{{count}', 'en.json: nothing uses "G', 'en.json: "one row" does ']);
  });
});
