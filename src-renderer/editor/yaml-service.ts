/**
 * Joins the YAML language service with the schema of DAG files. It completes keys and values; squiggles and hovers are ours, because
 * they say more, and formatting is off, because it would write lines that nobody touched.
 */
import { configureMonacoYaml } from "monaco-yaml";
import { dagJsonSchema } from "../../shared/dag-file/json-schema.ts";
import type { Monaco } from "./monaco.ts";

export function startYamlService(monaco: Monaco): void {
  configureMonacoYaml(monaco, {
    enableSchemaRequest: false,
    validate: false,
    hover: false,
    format: { enable: false },
    schemas: [{ uri: "dagwright:/schemas/dag.schema.json", fileMatch: ["*.dag.yaml", "*.dag.yml"], schema: dagJsonSchema() }],
  });
}
