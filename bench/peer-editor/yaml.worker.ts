/** See main.ts. */
import "monaco-yaml/yaml.worker.js";
