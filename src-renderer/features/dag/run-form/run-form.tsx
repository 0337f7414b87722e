/** A run with params, conf, logical date and a choice of tasks. Every mistake is shown at its field. */
import { Button, Modal, MultiSelect, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { Dag } from "../../../../shared/model/dag.ts";
import type { RunSummary } from "../../../../shared/model/run.ts";
import { rich } from "../../../strings/rich.tsx";
import { t } from "../../../strings/t.ts";
import styles from "../dag-dialogs.module.css";
import { ParamField } from "./param-field.tsx";
import { useRunForm } from "./use-run-form.ts";

export interface RunFormProps {
  readonly dag: Dag;
  /** Tasks chosen from the start; none means all. */
  readonly tasks: readonly string[];
  /** The run that this one repeats: the form starts with what it had. */
  readonly again?: RunSummary;
  readonly onClose: () => void;
  readonly onStarted: (run: RunSummary) => void;
}

export function RunForm({ dag, tasks, again, onClose, onStarted }: RunFormProps): ReactNode {
  const form = useRunForm(dag, { tasks, again }, (run) => {
    onClose();
    onStarted(run);
  });
  const undeclared = again === undefined ? [] : Object.keys(again.params).filter((name) => !Object.hasOwn(dag.params, name));
  const [shown, setShown] = useState(false);
  const params = Object.entries(dag.params);
  const problem = (field: string): string | undefined => (shown || form.touched.has(field) ? form.problems[field] : undefined);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setShown(true);
    form.submit();
  };
  return (
    <Modal opened onClose={onClose} title={again === undefined ? t("Run {{dag}}", { dag: dag.id }) : t("Run {{dag}} again", { dag: dag.id })} size="lg">
      <form onSubmit={submit} noValidate className={styles.form}>
        {again !== undefined && (
          <p className="dw-dim">
            {rich("Filled from {{run}}. It runs the DAG as it is today.", { run: <code>{again.runId}</code> })} {undeclared.length > 0 && t("Left out, because the DAG does not declare them any more: {{params}}.", { params: undeclared.join(", ") })}
          </p>
        )}
        {params.length === 0 && <p className="dw-dim">{t("This DAG declares no params.")}</p>}
        {params.map(([name, spec], at) => (
          <ParamField key={name} first={at === 0} name={name} spec={spec} value={form.fields[name] ?? ""} problem={problem(`params.${name}`)} onChange={(value) => form.setField(name, value)} />
        ))}
        <Textarea
          label={t("Conf")}
          {...(params.length === 0 ? { "data-autofocus": true } : {})}
          description={t("Values for this run only, as a JSON object. Templates read them as conf.")}
          value={form.conf}
          error={problem("conf")}
          autosize
          minRows={3}
          maxRows={12}
          size="xs"
          spellCheck={false}
          styles={{ input: { fontFamily: "var(--dw-mono)", fontSize: "var(--dw-mono-size)" } }}
          onChange={(event) => form.setConf(event.currentTarget.value)}
        />
        <TextInput
          label={t("Logical date")}
          description={t("UTC. Empty takes the moment of the start.")}
          type="datetime-local"
          step={1}
          value={form.logicalDate}
          error={problem("logicalDate")}
          onChange={(event) => form.setLogicalDate(event.currentTarget.value)}
        />
        <MultiSelect
          label={t("Tasks")}
          description={form.tasks.length === 0 ? t("All tasks run.") : t("Only {{count}} tasks run; the others count as done.", { count: form.tasks.length })}
          placeholder={form.tasks.length === 0 ? t("All tasks") : ""}
          data={dag.tasks.map((task) => task.id)}
          value={[...form.tasks]}
          limit={50}
          searchable
          clearable
          error={problem("tasks")}
          onChange={form.setTasks}
        />
        {form.failure !== null && (
          <p role="alert" className={styles.formFailure}>
            {form.failure}
          </p>
        )}
        <div className={styles.dialogFoot}>
          <Button variant="default" onClick={onClose}>
            {t("Close")}
          </Button>
          <Button type="submit" disabled={form.starting}>
            {form.starting ? t("Starting…") : t("Run DAG")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
