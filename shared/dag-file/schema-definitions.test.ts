import { describe, expect, it } from "vitest";
import { z } from "zod";
import { DagForm } from "./file-schema.ts";
import { shareDefinitions } from "./schema-definitions.ts";

const big = { type: "object", properties: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`field${index}`, { type: "string", description: `What field ${index} is for.` }])) };

/** As an editor reads it: each reference replaced by what it names, but for what contains itself. */
function written(value: unknown, definitions: Readonly<Record<string, unknown>>): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((inner) => written(inner, definitions));
  const ref: unknown = Reflect.get(value, "$ref");
  if (typeof ref === "string" && ref.replace("#/definitions/", "") in definitions) return written(definitions[ref.replace("#/definitions/", "")], definitions);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, written(inner, definitions)]));
}

describe("shareDefinitions", () => {
  it("means the same as before, for the whole schema of DAG files, in less than half of it", () => {
    const before = z.toJSONSchema(DagForm, { target: "draft-7", io: "input", unrepresentable: "any" });
    const own = Object.keys(before.definitions ?? {});
    const { definitions, ...shared } = shareDefinitions(before);
    const all = Object.entries(definitions as Record<string, unknown>);
    const added = Object.fromEntries(all.filter(([name]) => !own.includes(name)));
    const kept = Object.fromEntries(all.filter(([name]) => own.includes(name)));
    expect(own.length).toBeGreaterThan(0);
    expect(written({ ...shared, definitions: kept }, added)).toEqual(JSON.parse(JSON.stringify(before)));
    expect(JSON.stringify({ ...shared, definitions }).length).toBeLessThan(JSON.stringify(before).length / 2);
  });

  it("names a part after its first property, and two parts of one name apart", () => {
    const other = { ...big, description: "Another one of that name." };
    const shared = shareDefinitions({ type: "object", properties: { a: { type: "object", properties: { limits: big } }, b: { type: "object", properties: { limits: big, more: { type: "object", properties: { limits: other } } } }, c: other } });
    expect(Object.keys(shared["definitions"] as object)).toEqual(["limits", "limits_2"]);
    expect(shared["properties"]).toMatchObject({ a: { properties: { limits: { $ref: "#/definitions/limits" } } }, c: { $ref: "#/definitions/limits_2" } });
  });

  it("leaves what stands once, what is short, and tables of properties where they are", () => {
    const table = big.properties;
    const shared = shareDefinitions({ type: "object", properties: { once: big, x: { type: "string" }, y: { type: "string" }, k: { type: "object", title: "K", properties: table }, l: { type: "object", title: "L", properties: table } } });
    expect(shared["definitions"]).toEqual({});
  });
});
