/** The peer of E1: Monaco as its makers ship it with monaco-yaml and the same schema, and nothing else. The text comes with the page. */
import * as monaco from "monaco-editor";
import { configureMonacoYaml } from "monaco-yaml";
import { dagJsonSchema } from "../../shared/dag-file/json-schema.ts";

globalThis.MonacoEnvironment = {
  getWorker: (_moduleId: string, label: string) =>
    label === "yaml" ? new Worker(new URL("./yaml.worker.ts", import.meta.url), { type: "module" }) : new Worker(new URL("./editor.worker.ts", import.meta.url), { type: "module" }),
};
configureMonacoYaml(monaco, { enableSchemaRequest: false, schemas: [{ uri: "dagwright:/schemas/dag.schema.json", fileMatch: ["*.dag.yaml"], schema: dagJsonSchema() }] });

const text = await (await fetch("./big.dag.yaml")).text();
const place = document.getElementById("place");
if (place === null) throw new Error("peer-editor: index.html holds no place for the editor.");
monaco.editor.create(place, { model: monaco.editor.createModel(text, "yaml", monaco.Uri.parse("file:///big.dag.yaml")), automaticLayout: true, minimap: { enabled: false } });
