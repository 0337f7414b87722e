/** The editor of a SQL, Python or shell file. Templates keep their colour in all of them; what the text means is handed in. */
import type { ReactNode } from "react";
import { languageOf } from "../code-view/highlight.ts";
import { CodeEditor } from "./code-editor.tsx";
import type { CodeEditorProps } from "./editor-parts.ts";

export function ScriptEditor(props: Omit<CodeEditorProps, "language">): ReactNode {
  return <CodeEditor {...props} language={languageOf(props.path)} />;
}
