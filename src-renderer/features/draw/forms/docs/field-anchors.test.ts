import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { taskForms } from "../../../../../shared/dag-file/file-schema.ts";
import { dagFields, taskFields } from "../field-descriptors.ts";
import { anchorFor } from "./field-anchors.ts";
import { anchorOf, sectionOf, withoutPages } from "./section-of.ts";

const page = readFileSync(join(import.meta.dirname, "../../../../../docs/dag-file.md"), "utf8");
const tells = (anchor: string, key: string): boolean => new RegExp(`\`${key}[\`:]|^ *${key}:`, "m").test(sectionOf(page, anchor)?.text ?? "");

describe("the section about a field", () => {
  it.each(Object.keys(taskForms))("is there and tells of the field, for each of a %s", (kind) => {
    expect(taskFields(kind).map(({ key }) => key).filter((key) => !tells(anchorFor("task", key), key))).toEqual([]);
  });

  it("is there and tells of the field, for each of the DAG", () => {
    expect(dagFields().map(({ key }) => key).filter((key) => !tells(anchorFor("dag", key), key))).toEqual([]);
  });
});

describe("withoutPages", () => {
  it("leaves the words of links to other pages, and links to the web", () => {
    expect(withoutPages("see [decision 20](decisions/0020.md) and [dbt](https://docs.getdbt.com/x)")).toBe("see decision 20 and [dbt](https://docs.getdbt.com/x)");
  });
});

describe("sectionOf", () => {
  const text = "# A\none\n## B & c\ntwo\n```\n# no heading\n```\n### D\nthree\n## E\nfour";
  it("reaches to the next heading of its rank", () => {
    expect(sectionOf(text, "b--c")).toEqual({ title: "B & c", text: "two\n```\n# no heading\n```\n### D\nthree" });
    expect([sectionOf(text, "d")?.text, sectionOf(text, "no-heading"), anchorOf("SqlTask")]).toEqual(["three", null, "sqltask"]);
  });
});
