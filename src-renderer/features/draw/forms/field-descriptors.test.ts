import { describe, expect, it } from "vitest";
import { z } from "zod";
import { BranchForm, DagForm, taskForms } from "../../../../shared/dag-file/file-schema.ts";
import { Bool, Text, TextList, TextSourceForm, oneOf } from "../../../../shared/dag-file/field-forms.ts";
import { fieldsOf } from "./field-control.ts";
import { dagFields, inheritedKeys, sharedFields, taskFields } from "./field-descriptors.ts";
import { dagOrder, sectionsOf, taskOrder } from "./form-sections.ts";
import { labelOf, templated } from "./field-words.ts";

const field = (kind: string, key: string) => taskFields(kind).find((one) => one.key === key);

describe("the fields of a form", () => {
  it("are all keys of the schema but the kind, the drawing and the tasks, each in one section", () => {
    for (const [kind, form] of Object.entries(taskForms)) {
      expect(sectionsOf(taskFields(kind), taskOrder).flatMap(({ fields }) => fields.map(({ key }) => key)).toSorted()).toEqual(Object.keys(form.shape).filter((key) => key !== "config_type" && key !== "ui").toSorted());
    }
    expect(sectionsOf(dagFields(), dagOrder).flatMap(({ fields }) => fields.map(({ key }) => key)).toSorted()).toEqual(Object.keys(DagForm.shape).filter((key) => key !== "tasks" && key !== "ui").toSorted());
  });

  it("come from a key that is new in the schema by themselves, whatever it holds", () => {
    const shape = {
      sla: z.int().min(1).max(9).optional().meta({ description: "Hours.", default: 4 }),
      mail_to: TextList,
      ask: TextSourceForm.optional(),
      mood: oneOf(["good", "bad"]).optional(),
      strict: Bool.optional(),
      odd: z.tuple([z.string(), z.date()]).optional(),
      either: z.union([z.literal("latest"), z.boolean()]),
      deep: z.strictObject({ name: Text }).optional(),
    };
    expect(fieldsOf(shape).map(({ key, label, isRequired, builtIn, control }) => [key, label, isRequired, builtIn, control.kind])).toEqual([
      ["sla", "Sla", false, 4, "number"],
      ["mail_to", "Mail to", true, undefined, "list"],
      ["ask", "Ask", false, undefined, "source"],
      ["mood", "Mood", false, undefined, "choice"],
      ["strict", "Strict", false, undefined, "switch"],
      ["odd", "Odd", false, undefined, "value"],
      ["either", "Either", true, undefined, "choice"],
      ["deep", "Deep", false, undefined, "group"],
    ]);
    expect(sectionsOf(fieldsOf(shape), taskOrder)).toMatchObject([{ title: "More", fields: Object.keys(shape).map((key) => ({ key })) }]);
  });

  it("know bounds, words, defaults and help from the schema", () => {
    expect(field("SqlTask", "retries")).toMatchObject({ builtIn: 0, help: "How often a failed try is repeated.", control: { kind: "number", isWhole: true, min: 0, max: 1000 } });
    expect(field("BashTask", "on_crash")?.control).toEqual({ kind: "choice", options: ["interrupt", "rerun"] });
    expect(dagFields().find(({ key }) => key === "catchup")?.control).toEqual({ kind: "choice", options: [false, true, "latest"] });
    expect(["deps", "checks", "timeout", "env", "doc", "enabled", "load"].map((key) => field("SqlTask", key)?.control.kind)).toEqual(["deps", "checks", "duration", "map", "text", "switch", "variants"]);
    expect(["sql", "bash", "python"].flatMap((key) => Object.keys(taskForms).flatMap((kind) => field(kind, key)?.control ?? []))).toMatchObject([{ kind: "source", language: "sql" }, { kind: "source", language: "sql" }, ...Array.from({ length: 3 }, () => ({ kind: "source", language: "bash" })), ...Array.from({ length: 3 }, () => ({ kind: "source", language: "python", extras: [{ key: "args" }, { key: "interpreter" }, { key: "venv" }, { key: "requirements" }, { key: "warm" }] }))]);
    expect(field("BranchTask", "branches")?.control).toMatchObject({ kind: "items", fields: [{ key: "when", hasTemplates: true, isRequired: true }, { key: "to", control: { kind: "list" } }] });
    expect(dagFields().find(({ key }) => key === "params")?.control).toMatchObject({ kind: "record", item: { kind: "full", short: "default" } });
  });

  it("have a field for each check, by its kind", () => {
    const checks = field("SqlTask", "checks")?.control;
    if (checks?.kind !== "checks") throw new Error("no checks");
    expect(Object.entries(checks.specs).map(([kind, control]) => `${kind} ${control.kind}`)).toEqual(["unique list", "not_null list", "accepted_values group", "row_count group", "range group", "relationship group", "freshness group", "sql source"]);
    expect(checks.common.map(({ key }) => key)).toEqual(["severity", "name"]);
  });

  it("of several kinds are those that all of them have", () => {
    const shared = sharedFields(["SqlTask", "BashTask"]).map(({ key }) => key);
    expect(shared).toEqual(expect.arrayContaining(["deps", "retries", "doc"]));
    expect(shared.filter((key) => ["sql", "bash", "ddl", "config_type", "ui"].includes(key))).toEqual([]);
    expect(sharedFields(["SqlTask", "PythonTask"]).map(({ key }) => key)).toContain("ddl");
  });

  it("may hold templates only where the schema has such a key; defaults are those of the schema", () => {
    const keys = new Set([...Object.values(taskForms), DagForm, BranchForm].flatMap((form) => Object.keys(form.shape)));
    expect([...templated].filter((key) => !keys.has(key))).toEqual([]);
    expect(inheritedKeys.has("retries") && !inheritedKeys.has("deps")).toBe(true);
  });

  it.each([["retry_max_delay", "Retry max delay"], ["maxLength", "Max length"], ["ddl", "Table (DDL)"]])("calls %s %s", (key, label) => expect(labelOf(key)).toBe(label));
});
