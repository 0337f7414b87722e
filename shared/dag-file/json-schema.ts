/** The JSON Schema of a DAG file, made from the one schema that also validates it. */
import { z } from "zod";
import { DagForm } from "./file-schema.ts";

/** Draft 7: what YAML language servers of editors speak. */
export function dagJsonSchema(): Record<string, unknown> {
  const schema: Record<string, unknown> = z.toJSONSchema(DagForm, { target: "draft-7", io: "input", unrepresentable: "any" });
  // `x-…` keys hold anchors and belong to nobody.
  return { ...schema, patternProperties: { "^x-": {} } };
}
