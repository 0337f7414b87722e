/** Writes schemas/dag.schema.json from the zod schema of the DAG file. Run it after a change of shared/dag-file/file-schema.ts. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { dagJsonSchema } from "../shared/dag-file/json-schema.ts";

export const schemaPath = fileURLToPath(new URL("../schemas/dag.schema.json", import.meta.url));

export function schemaText(): string {
  return `${JSON.stringify(dagJsonSchema(), null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(dirname(schemaPath), { recursive: true });
  writeFileSync(schemaPath, schemaText());
}
