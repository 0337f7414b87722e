/**
 * Joins the YAML language service with the schema of DAG files. It completes keys and values; squiggles and hovers are ours, because
 * they say more, and formatting is off, because it would write lines that nobody touched.
 */
import type { editor } from "monaco-editor";
import { configureMonacoYaml } from "monaco-yaml";
import { dagJsonSchema } from "../../shared/dag-file/json-schema.ts";
import type { Monaco } from "./monaco.ts";
import { isInYamlComment } from "./yaml-comment.ts";

export function startYamlService(monaco: Monaco): void {
  configureMonacoYaml(withYamlWorker(monaco), {
    enableSchemaRequest: false,
    validate: false,
    hover: false,
    format: { enable: false },
    schemas: [{ uri: "dagwright:/schemas/dag.schema.json", fileMatch: ["*.dag.yaml", "*.dag.yml"], schema: dagJsonSchema() }],
  });
}

/**
 * The service asks Monaco for a worker in a way that only Monaco's entry with all its languages knows. What that entry does is done
 * here, without the languages: the worker is made, woken by a first message, and told its settings by the second.
 */
function withYamlWorker(monaco: Monaco): Monaco {
  const createWebWorker = <Service extends object>(asked: object): editor.MonacoWebWorker<Service> => {
    const worker = new Worker(new URL("./yaml.worker.ts", import.meta.url), { type: "module", name: "yaml" });
    worker.postMessage("wake");
    worker.postMessage(Reflect.get(asked, "createData"));
    return monaco.editor.createWebWorker<Service>({ worker });
  };
  return { ...monaco, editor: { ...monaco.editor, createWebWorker }, languages: { ...monaco.languages, registerCompletionItemProvider: silentInComments(monaco) } };
}

/** The service reads the whole text for each word of a comment, only to propose nothing that belongs there. */
function silentInComments({ languages }: Monaco): Monaco["languages"]["registerCompletionItemProvider"] {
  return (selector, provider) =>
    languages.registerCompletionItemProvider(selector, {
      ...provider,
      provideCompletionItems: (model, position, context, token) => (isInYamlComment(model, position) ? { suggestions: [] } : provider.provideCompletionItems(model, position, context, token)),
    });
}
