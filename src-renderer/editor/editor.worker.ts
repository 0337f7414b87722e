/** Monaco's own worker: differences, links, words. */
import "monaco-editor/esm/vs/editor/editor.worker.js";
