/** The JSON Schema of a DAG file, made from the one schema that also validates it. */
import { z } from "zod";
import { DagForm } from "./file-schema.ts";
import { shareDefinitions } from "./schema-definitions.ts";
import { UiForm } from "./ui-schema.ts";

/** Draft 7: what YAML language servers of editors speak. */
export function dagJsonSchema(): Record<string, unknown> {
  const options = { target: "draft-7", io: "input", unrepresentable: "any" } as const;
  const schema = z.toJSONSchema(DagForm, options);
  const { $schema: _, ...ui } = z.toJSONSchema(UiForm, options);
  // `x-…` keys hold anchors and belong to nobody.
  return shareDefinitions({ ...schema, properties: { ...schema.properties, ui }, patternProperties: { "^x-": {} } });
}
