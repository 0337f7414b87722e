/** The properties of what is selected on the Draw face: a task, several at once, or the DAG itself when no task is. */
import { useEffect, useMemo, useRef, type ReactNode } from "react";
import type { DagAdvice } from "../../../../shared/contract/dags.ts";
import type { TaskColumns } from "../../../../shared/contract/tries.ts";
import { child, textOf } from "../../../../shared/dag-file/yaml-tree.ts";
import type { DagDocument } from "../../../document/dag-document.ts";
import { t } from "../../../strings/t.ts";
import { MessageText } from "../../../ui/message-text.tsx";
import { noAdvice } from "../code/use-advice.ts";
import { firstField } from "./first-field.ts";
import { FieldRow } from "./field-row.tsx";
import { FormProvider, type Form } from "./form-context.ts";
import styles from "./forms.module.css";
import { PreviewBar } from "./preview-bar.tsx";
import { disabledWords } from "./disabled-words.ts";
import { DagForm, TaskForm } from "./task-form.tsx";
import { resultsFor, useDraftPreview } from "./use-draft-preview.ts";
import { useFormState } from "./use-form-state.ts";

export interface PropertiesPanelProps {
  readonly document: DagDocument;
  readonly selection: { readonly tasks: readonly string[] };
  /** Opens a file of the workspace beside the DAG; without it there are no buttons for it. */
  readonly onOpenFile?: (path: string) => void;
  /** Key of a field below the selection, such as `retries`, to bring into sight with the focus; a new object asks anew. */
  readonly reveal?: { readonly field: string } | null;
  /** Opens the editor of a program of the task. */
  readonly onOpenCode?: (field: string) => void;
  readonly advice?: DagAdvice;
  /** Asks a database for the columns of a task's query. */
  readonly onAskColumns?: (taskId: string) => Promise<TaskColumns>;
}

export function PropertiesPanel({ document, selection, onOpenFile, onOpenCode, onAskColumns, advice = noAdvice, reveal = null }: PropertiesPanelProps): ReactNode {
  const { tasks } = document.get().good;
  const chosen = useMemo(() => {
    const wanted = new Set(selection.tasks);
    return tasks.filter(({ id }) => wanted.has(id));
  }, [tasks, selection.tasks]);
  const ids = useMemo(() => chosen.map(({ id }) => id), [chosen]);
  const subject = ids.length === 0 ? t("the DAG") : ids.length === 1 ? (ids[0] ?? "") : t("{{count}} tasks", { count: ids.length });
  const shown = ids.join("\n");
  const state = useFormState(document, subject, shown);
  const preview = useDraftPreview(document, state.dag.version, ids.length === 1 ? (ids[0] ?? null) : null);
  const root = useRef<HTMLElement>(null);
  useEffect(() => {
    root.current?.scrollTo({ top: 0 });
  }, [shown]);
  useEffect(() => {
    if (reveal !== null) showField(root.current, reveal.field);
  }, [reveal]);

  const { parsed, good, isBroken } = state.dag;
  const dagNode = state.source.dag();
  const { readOnly } = document.text.get();
  const base = textOf(child(dagNode, "base_path"));
  const form: Form = {
    ...{ subject, edited: ids, tasks: good.tasks, diagnostics: [...parsed.diagnostics, ...advice.findings], isDisabled: isBroken || readOnly !== null, refusals: state.refusals, edit: state.edit, refuse: state.refuse, forgive: state.forgive, Field: FieldRow },
    dag: ids.length === 0 ? null : dagNode,
    previewOf: (binding, below) => resultsFor(preview.fields, binding.key, below),
    openCode: onOpenCode === undefined || ids.length !== 1 ? null : onOpenCode,
    askColumns: onAskColumns === undefined || ids.length !== 1 ? null : onAskColumns,
    advice,
    openFile: onOpenFile === undefined ? null : (path) => onOpenFile(base === null || base === "" ? path : `${base.replace(/\/+$/, "")}/${path}`),
  };
  const broken = isBroken ? parsed.diagnostics.find(({ severity }) => severity === "error") : undefined;
  const kinds = chosen.map(({ kind }) => kind);
  return (
    <section ref={root} className={styles.panel} aria-label={t("Properties of {{subject}}", { subject })}>
      <header className={styles.head}>
        <h2 className="dw-ellipsis">{ids.length === 0 ? (good.dag?.id ?? textOf(child(dagNode, "dag")) ?? t("DAG")) : subject}</h2>
        <span className="dw-dim">{ids.length === 0 ? t("DAG") : [...new Set(kinds)].join(", ")}</span>
      </header>
      {broken !== undefined && (
        <p role="alert" className={styles.banner}>
          {t("Line {{line}} is not YAML:", { line: broken.line })} <MessageText text={broken.message} /> {t("These are the last values that could be read; mend the text to go on.")}
        </p>
      )}
      {readOnly !== null && <p className={styles.banner}>{readOnly}</p>}
      {chosen.length === 1 && chosen[0]?.enabled === false && good.dag !== null && (
        <p className={styles.note} role="note">
          <MessageText text={disabledWords(good.dag.tasks, chosen[0].id)} />
        </p>
      )}
      {ids.length > 1 && <p className={styles.note}>{t("What is set here is set in each of them, as one step of the history.")}</p>}
      <FormProvider value={form}>
        {ids.length === 1 && <PreviewBar preview={preview} />}
        {ids.length === 0 ? <DagForm node={dagNode} /> : <TaskForm key={shown} subjects={ids.map((id) => ({ path: ["tasks", id], node: state.source.task(id) }))} kinds={kinds} />}
      </FormProvider>
    </section>
  );
}

function showField(panel: HTMLElement | null, field: string): void {
  // The nearest field that has a place of its own: `deps[0]` stands in `deps`.
  for (let key = field; key !== ""; key = key.replace(/(?:\.[^.[]*|\[[^[]*|^[^.[]*)$/, "")) {
    const row = [...(panel?.querySelectorAll<HTMLElement>("[data-field]") ?? [])].find((one) => one.dataset["field"] === key);
    if (row === undefined) continue;
    row.closest("details")?.setAttribute("open", "");
    row.scrollIntoView({ block: "center" });
    (firstField(row) ?? row.querySelector<HTMLElement>("button"))?.focus();
    return;
  }
}
