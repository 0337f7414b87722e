/** What a task ran in both runs, field by field, as a difference of texts. */
import { NativeSelect } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { TaskDetail } from "../../../../shared/contract/runs.ts";
import type { TaskPair } from "../../../../shared/run-view/comparison.ts";
import { TextDiff } from "../../../editor/text-diff.tsx";
import { t } from "../../../strings/t.ts";
import { languageOfField } from "../task-panel/rendered-tab.tsx";
import styles from "./pair-details.module.css";
import valueStyles from "./value-changes.module.css";

export function RenderedDifference({ pair: { taskId, kind, rendered, dated }, before, after }: { pair: TaskPair; before: TaskDetail; after: TaskDetail }): ReactNode {
  const [chosen, setChosen] = useState<string | null>(null);
  const names = [...rendered, ...dated];
  const name = chosen !== null && names.includes(chosen) ? chosen : names[0];
  if (name === undefined) return null;
  return (
    <section className={valueStyles.block} aria-label={t("Rendered")}>
      <h3>{t("Rendered")}</h3>
      <div className={styles.fieldLine}>
        {names.length > 1 ? <NativeSelect size="xs" aria-label={t("Rendered field")} data={names} value={name} onChange={(event) => setChosen(event.currentTarget.value)} /> : <code>{name}</code>}
        {dated.includes(name) && <span className="dw-dim">{t("Only the dates and the id of its own run are others.")}</span>}
      </div>
      <div className={styles.renderedText}>
        <TextDiff before={textOf(before, name)} after={textOf(after, name)} language={languageOfField(name, kind)} label={t("{{name}} of {{taskId}}", { name, taskId })} />
      </div>
    </section>
  );
}

function textOf({ instance, attempts }: TaskDetail, name: string): string {
  const attempt = attempts.find(({ tryNumber }) => tryNumber === instance.tryNumber) ?? attempts.at(-1);
  return attempt?.rendered.find((field) => field.name === name)?.text ?? "";
}
