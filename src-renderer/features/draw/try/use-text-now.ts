/** The text of a drawing as it stands, with the scripts that are unsaved beside it: what tries are made of. */
import type { StartTry } from "../../../../shared/contract/tries.ts";
import { useUnsavedTexts } from "../../../document/documents-provider.tsx";
import type { Drawing } from "../use-drawing.ts";

const scripts = /\.(?:sql|py|sh|bash)$/;

export function useTextNow({ document: { text } }: Drawing): () => Pick<StartTry, "path" | "text" | "files"> {
  const unsaved = useUnsavedTexts();
  return () => {
    const { [text.path]: _own, ...others } = unsaved();
    const files = Object.fromEntries(Object.entries(others).filter(([path]) => scripts.test(path)));
    return { path: text.path, text: text.get().text, ...(Object.keys(files).length === 0 ? {} : { files }) };
  };
}
