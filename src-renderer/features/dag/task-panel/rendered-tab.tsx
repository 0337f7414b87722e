/** The text that ran, after templates were filled in. */
import type { ReactNode } from "react";
import type { RenderedField } from "../../../../shared/model/run.ts";
import { CodeBlock } from "../../../code-view/code-block.tsx";
import { languageOf, type CodeLanguage } from "../../../code-view/highlight.ts";
import { t } from "../../../strings/t.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import styles from "./task-panel.module.css";

export function RenderedTab({ kind, rendered }: { kind: string; rendered: readonly RenderedField[] }): ReactNode {
  if (rendered.length === 0) return <EmptyState title={t("Nothing was rendered")}>{t("This kind of task has no templates, or the try ended before they were filled in.")}</EmptyState>;
  return (
    <div className={styles.scroll} tabIndex={0}>
      {rendered.map((field) => (
        <CodeBlock key={field.name} name={field.name} text={field.text} language={languageOfField(field.name, kind)} />
      ))}
    </div>
  );
}

/** `sql`, `ddl`, `bash`, `python`, `env.X`: the field's name says what it holds; otherwise the kind of task does. */
export function languageOfField(name: string, kind: string): CodeLanguage {
  const byFile = languageOf(name);
  if (byFile !== "plain") return byFile;
  if (/(^|[._])(sql|ddl|query|checks?)\b/.test(name)) return "sql";
  if (/^bash\b/.test(name)) return "shell";
  if (/^python\b/.test(name)) return "python";
  if (kind === "SqlTask") return "sql";
  return kind === "BashTask" && name !== "cwd" && !name.startsWith("env") ? "shell" : "plain";
}
