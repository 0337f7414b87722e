/** For which date and params the templates are shown. */
import { Switch, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./forms.module.css";
import { t } from "../../../strings/t.ts";
import type { Preview } from "./use-draft-preview.ts";

export function PreviewBar({ preview }: { preview: Preview }): ReactNode {
  const { setup, change, trouble, paramsProblem, fields, isLoading } = preview;
  return (
    <div className={styles.previewBar}>
      <Switch label={t("Preview templates")} checked={setup.isOn} onChange={(event) => change({ isOn: event.currentTarget.checked })} />
      {setup.isOn && (
        <>
          <TextInput label={t("Logical date")} description={t("UTC. Empty takes now.")} type="datetime-local" step={1} value={setup.date} onChange={(event) => change({ date: event.currentTarget.value })} />
          <Textarea label={t("Params")} description={t("As JSON; what is not named has its default.")} placeholder="{}" size="xs" autosize minRows={1} maxRows={6} spellCheck={false} classNames={{ input: styles.mono ?? "" }} error={paramsProblem} value={setup.params} onChange={(event) => change({ params: event.currentTarget.value })} />
          {trouble !== null && (
            <p role="alert" className={styles.warning}>
              {trouble}
            </p>
          )}
          {trouble === null && fields.length === 0 && !isLoading && <p className="dw-dim">{t("This task has no templates.")}</p>}
        </>
      )}
    </div>
  );
}
