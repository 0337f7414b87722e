/** The YAML language service: completion by the schema, outline, definitions of anchors. */
import "monaco-yaml/yaml.worker.js";
