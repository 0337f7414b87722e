import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { schemaPath, schemaText } from "./generate-schema.ts";

describe("schemas/dag.schema.json", () => {
  it("is what the zod schema says today (else: node scripts/generate-schema.ts)", () => {
    expect(readFileSync(schemaPath, "utf8")).toBe(schemaText());
  });
});
