/** What a try was started as: command, folder, environment, each to be copied. */
import { ActionIcon, CopyButton, Tooltip } from "@mantine/core";
import { Check, Copy } from "lucide-react";
import type { ReactNode } from "react";
import type { Attempt, AttemptProcess } from "../../../../shared/model/run.ts";
import { CodeBlock } from "../../../code-view/code-block.tsx";
import { t } from "../../../strings/t.ts";
import { commandText } from "./command-text.ts";
import styles from "./task-panel.module.css";

export function ProcessFacts({ attempt, process }: { attempt: Attempt; process: AttemptProcess }): ReactNode {
  const names = Object.keys(process.env);
  return (
    <>
      <CodeBlock name={process.warm ? t("Command (forked from a warm Python)") : t("Command")} text={commandText(process, attempt.rendered)} language="shell" />
      <h3 className={styles.part}>{t("Working directory")}</h3>
      <p className={styles.copied}>
        <code>{process.cwd}</code>
        <CopyIcon value={process.cwd} label={t("Copy the working directory")} />
      </p>
      <h3 className={styles.part}>{t("Environment")}</h3>
      <div className={styles.tableFrame} tabIndex={0} role="region" aria-label={t("Environment")}>
        <table className={styles.facts}>
          <thead>
            <tr>
              <th scope="col">{t("Variable")}</th>
              <th scope="col">{t("Value")}</th>
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{process.env[name]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="dw-dim">
        {process.moreEnv > 0 && `${t("{{count}} more variables are not kept.", { count: process.moreEnv })} `}
        {t("Besides, the task gets PATH, HOME, LANG and the like from the machine. Secrets are shown as ***.")}
      </p>
    </>
  );
}

function CopyIcon({ value, label }: { value: string; label: string }): ReactNode {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t("Copied") : t("Copy")}>
          <ActionIcon variant="subtle" color="gray" size={22} aria-label={label} onClick={copy}>
            {copied ? <Check size={13} /> : <Copy size={13} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
