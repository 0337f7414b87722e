import { describe, expect, it } from "vitest";
import { createTemplates } from "../platform/templates.ts";
import type { TemplateSubject } from "../ports/machine.ts";
import { templateWordsOf } from "../../shared/sql/template-words.ts";
import { contextOf } from "./template-words.ts";

const subject = { dagId: "d", owner: "Ada", runId: "r", runType: "manual", taskId: "t", tryNumber: 1, attemptId: "a", logicalDate: 0, dataIntervalStart: 0, dataIntervalEnd: 0, conf: {}, params: {}, xcoms: {}, vars: {}, secrets: {}, prepSchema: "p", finalSchema: "f" } satisfies TemplateSubject;
const render = (template: string, owner: string | null): string => createTemplates().render(template, contextOf({ ...subject, owner }));

describe("{{ dag.owner }}", () => {
  it("is the owner that the file names", () => {
    expect(render("{{ dag.owner }} of {{ dag.dag_id }}", "Ada")).toBe("Ada of d");
  });

  it("is an error where the file names none, like every word without a value", () => {
    expect(() => render("{{ dag.owner }}", null)).toThrow(/"dag.owner" is not defined; dag has dag_id/);
    expect(render("{{ dag.owner | default('nobody') }}", null)).toBe("nobody");
  });
});

describe("the words that the editor proposes", () => {
  it("are those that templates get", () => {
    const words = new Set(templateWordsOf({}).map(({ name }) => name));
    const given = Object.keys(contextOf({ ...subject, owner: "Ada" })).filter((word) => word !== "xcom_values" && word !== "secret");
    expect(given.filter((word) => ![...words].some((one) => one === word || one.startsWith(`${word}.`)))).toEqual([]);
    const known = contextOf({ ...subject, owner: "Ada" });
    const heads = [...words].map((word) => word.split(".")[0] ?? "").filter((head) => head !== "this" && head !== "xcom_pull");
    expect(heads.filter((head) => !(head in known))).toEqual([]);
  });
});
