/** Whether one writes a comment in YAML: nothing is proposed there. Errs on the side of proposing. Pure. */
import type { editor, IPosition } from "monaco-editor";

export function isInYamlComment(model: Pick<editor.ITextModel, "getLanguageId" | "getLineContent">, { lineNumber, column }: IPosition): boolean {
  return model.getLanguageId() === "yaml" && endsInComment(model.getLineContent(lineNumber).slice(0, column - 1));
}

/** A sign of a comment behind a space, outside quotes, with no template after it: `# {{ ds` may stand in a script. */
export function endsInComment(line: string): boolean {
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const sign = line.charAt(at);
    if (quote !== "") quote = sign === quote ? "" : quote;
    else if (sign === "'" || sign === '"') quote = sign;
    else if (sign === "#" && /^\s?$/.test(line.charAt(at - 1))) return !line.includes("{{", at);
  }
  return false;
}
