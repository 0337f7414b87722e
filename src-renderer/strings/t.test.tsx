/** Texts, their plural forms and what is put into them; the pseudo-locale. */
// @vitest-environment happy-dom
import { render } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { pseudo } from "./pseudo.ts";
import { rich } from "./rich.tsx";
import { t } from "./t.ts";

vi.mock("./en.json", () => ({ default: { "Add a task": "Add a task", "{{count}} lost rows_one": "{{count}} lost row", "{{count}} lost rows_other": "{{count}} lost rows" } }));

describe("t", () => {
  it("says the sentence with what it is given, and takes data for data", () => {
    expect([t("Add a task"), t("{{a}} before {{b}}", { a: "{{b}}", b: "$& $t(x) <b>" })]).toEqual(["Add a task", "{{b}} before $& $t(x) <b>"]);
  });

  it("chooses the plural form by the rule and writes the number as the language does", () => {
    expect([0, 1, 2, 1234567].map((count) => t("{{count}} lost rows", { count }))).toEqual(["0 lost rows", "1 lost row", "2 lost rows", "1,234,567 lost rows"]);
  });

  it("falls back to the key, also for a name that every object has", () => {
    expect([t("constructor"), t("{{count}} of none", { count: 1 })]).toEqual(["constructor", "1 of none"]);
  });
});

describe("rich", () => {
  it("puts elements where the sentence has their names", () => {
    const { container } = render(<p>{rich("Press {{key}}, {{count}} lost rows", { key: <kbd>F7</kbd>, count: 1000 })}</p>);
    expect(container.innerHTML).toBe("<p>Press <kbd>F7</kbd>, 1,000 lost rows</p>");
  });
});

describe("the pseudo-locale", () => {
  afterEach(() => void vi.unstubAllGlobals());

  it("is a third longer, bracketed, and leaves the names alone", () => {
    expect([pseudo("Save"), pseudo("Move {{id}} here")]).toEqual(["[Šàṽé~~]", "[Ṁöṽé {{id}} ĥéřé ~~~~]"]);
  });

  it("is taken from the storage of the page, data kept as it is", async () => {
    vi.stubGlobal("localStorage", { getItem: (key: string) => (key === "dagwright.language" ? "en-XA" : null) });
    vi.resetModules();
    const { t: said } = await import("./t.ts");
    expect(said("{{count}} lost rows", { count: 1 })).toBe(`[1 ļöšţ řöŵ ~~~~]`);
  });
});
