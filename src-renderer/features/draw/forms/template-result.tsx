/** What a template comes to for the chosen date and params; where one fails, the words in it that are to blame. */
import type { ReactNode } from "react";
import type { DraftPreview } from "../../../../shared/contract/dags.ts";
import { textOf } from "../../../../shared/dag-file/yaml-tree.ts";
import { t } from "../../../strings/t.ts";
import { MessageText } from "../../../ui/message-text.tsx";
import { nodeOf, type Binding } from "./binding.ts";
import styles from "./forms.module.css";
import { sourceOf } from "./source-edits.ts";

type Result = DraftPreview["fields"][number];

export function TemplateResult({ result, binding }: { result: Result; binding: Binding }): ReactNode {
  const { field, file, text, error, place } = result;
  // The engine names the place by its short form; what is inside the field (a variable, an argument) has a name of its own.
  const name = field.startsWith(binding.key) ? field.slice(binding.key.length).replace(/^\./, "") : "";
  if (error === null) {
    return (
      <div className={styles.preview}>
        <span className="dw-dim">{[name, file ?? ""].filter((word) => word !== "").join(", ") || t("Renders to")}</span>
        <pre tabIndex={0} aria-label={t("{{field}}, rendered", { field })}>{text}</pre>
      </div>
    );
  }
  const line = place === null || file !== null ? null : (sourceLine(binding, field, place.line) ?? null);
  return (
    <div className={styles.preview} role="alert">
      {place !== null && line !== null && (
        <pre className={styles.excerpt} tabIndex={0} aria-label={t("Line {{line}} of {{field}}", { line: place.line, field })}>
          {line.slice(0, place.column - 1)}
          <mark>{line.slice(place.column - 1, place.column - 1 + place.length)}</mark>
          {line.slice(place.column - 1 + place.length)}
        </pre>
      )}
      <p className={styles.error}>
        <MessageText text={error} />
      </p>
    </div>
  );
}

function sourceLine(binding: Binding, field: string, line: number): string | undefined {
  const node = nodeOf(binding);
  const below = field === binding.key ? node : node?.kind === "map" ? (node.entries.get(field.slice(binding.key.length + 1))?.value ?? null) : null;
  const source = sourceOf(below, "sql");
  const text = source?.kind === "inline" ? source.text : textOf(below);
  return text?.split("\n")[line - 1];
}
