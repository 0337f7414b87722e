/** A range of the past with what would be done in it, date by date, while it is typed; then doing just that. */
import { Button, Checkbox, Modal, MultiSelect, NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { mostRunsAtOnce, Reprocess, type Backfill } from "../../../../shared/contract/backfills.ts";
import type { Dag } from "../../../../shared/model/dag.ts";
import { t } from "../../../strings/t.ts";
import dialog from "../dag-dialogs.module.css";
import { ParamField } from "../run-form/param-field.tsx";
import type { BackfillRange } from "./backfill-ask.ts";
import { BackfillPlanView } from "./backfill-plan.tsx";
import { reprocessWords, runsOf } from "./backfill-words.ts";
import styles from "./backfill.module.css";
import { useBackfillForm, type BackfillForm } from "./use-backfill-form.ts";

export interface BackfillDialogProps {
  readonly dag: Dag;
  /** What it begins with; null for the last days. */
  readonly range: BackfillRange | null;
  readonly onClose: () => void;
  readonly onStarted: (backfill: Backfill) => void;
}

export function BackfillDialog({ dag, range, onClose, onStarted }: BackfillDialogProps): ReactNode {
  const form = useBackfillForm(dag, range, (backfill) => {
    onClose();
    onStarted(backfill);
  });
  const { plan } = form;
  const runs = plan === null ? 0 : runsOf(plan);
  const isReady = !form.isStale && runs > 0 && !form.starting;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) form.start();
  };
  return (
    <Modal opened onClose={onClose} title={t("Backfill {{dag}}", { dag: dag.id })} size={760}>
      <form onSubmit={submit} noValidate className={dialog.form}>
        <RangeFields form={form} zone={plan?.zone ?? dag.timezone} />
        <TaskFields form={form} dag={dag} />
        <ValueFields form={form} dag={dag} />
        {form.failure !== null && (
          <p role="alert" className={dialog.formFailure}>
            {form.failure.message}
          </p>
        )}
        {form.isChanged && (
          <p role="alert" className={styles.changed}>
            {t("What would be done is another by now. Nothing was begun; look at it again.")}
          </p>
        )}
        {plan !== null && form.failure === null && <BackfillPlanView plan={plan} isStale={form.isStale} onOffset={form.setOffset} />}
        <div className={dialog.dialogFoot}>
          <Button variant="default" onClick={onClose}>
            {t("Close")}
          </Button>
          <Button type="submit" disabled={!isReady}>
            {form.starting ? t("Starting…") : runs === 0 ? t("Nothing to do") : t("Begin: {{count}} runs", { count: runs })}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function RangeFields({ form: { draft, set }, zone }: { form: BackfillForm; zone: string }): ReactNode {
  return (
    <div className={styles.fields}>
      <TextInput data-autofocus label={t("From")} description={t("A day in {{zone}}", { zone })} type="date" value={draft.from} max={draft.to} onChange={(event) => set({ from: event.currentTarget.value })} />
      <TextInput label={t("To")} description={t("It belongs to the range")} type="date" value={draft.to} onChange={(event) => set({ to: event.currentTarget.value })} />
      <Select
        label={t("What is done")}
        description={t("Dates without a run always get one")}
        allowDeselect={false}
        data={Reprocess.options.map((value) => ({ value, label: reprocessWords[value] }))}
        value={draft.reprocess}
        onChange={(value) => value !== null && set({ reprocess: Reprocess.parse(value) })}
      />
      <NumberInput label={t("Runs at once")} description={t("Of this backfill")} min={1} max={mostRunsAtOnce} clampBehavior="strict" allowDecimal={false} value={draft.maxActiveRuns} onChange={(value) => typeof value === "number" && value >= 1 && set({ maxActiveRuns: value })} />
    </div>
  );
}

function TaskFields({ form: { draft, set }, dag }: { form: BackfillForm; dag: Dag }): ReactNode {
  const none = draft.tasks.length === 0;
  return (
    <>
      <MultiSelect label={t("Tasks")} placeholder={none ? t("All tasks") : ""} data={dag.tasks.map((task) => task.id)} value={[...draft.tasks]} limit={50} searchable clearable onChange={(tasks) => set({ tasks })} />
      <div className={styles.checks}>
        {!none && <Checkbox label={t("And what they need")} checked={draft.upstream} onChange={(event) => set({ upstream: event.currentTarget.checked })} />}
        {!none && <Checkbox label={t("And what needs them")} checked={draft.downstream} onChange={(event) => set({ downstream: event.currentTarget.checked })} />}
        <Checkbox label={t("The newest date first")} checked={draft.backwards} onChange={(event) => set({ backwards: event.currentTarget.checked })} />
        <Checkbox label={t("Other params and conf")} checked={draft.hasValues} onChange={(event) => set({ hasValues: event.currentTarget.checked })} />
      </div>
    </>
  );
}

function ValueFields({ form: { draft, set, problems }, dag }: { form: BackfillForm; dag: Dag }): ReactNode {
  if (!draft.hasValues) return null;
  return (
    <>
      {Object.entries(dag.params).map(([name, spec]) => (
        <ParamField key={name} first={false} name={name} spec={spec} value={draft.fields[name] ?? ""} problem={problems[`params.${name}`]} onChange={(value) => set({ fields: { ...draft.fields, [name]: value } })} />
      ))}
      <Textarea label={t("Conf")} description={t("Values for these runs only, as a JSON object. Templates read them as conf.")} value={draft.conf} error={problems["conf"]} autosize minRows={2} maxRows={8} size="xs" spellCheck={false} styles={{ input: { fontFamily: "var(--dw-mono)", fontSize: "var(--dw-mono-size)" } }} onChange={(event) => set({ conf: event.currentTarget.value })} />
    </>
  );
}
