/** Cancelling several runs: which, and why. */
import { Modal, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { notifications } from "@mantine/notifications";
import { longestReason } from "../../shared/contract/acts.ts";
import { useEngineClient } from "../rpc/rpc-provider.tsx";
import { t } from "../strings/t.ts";
import { ActFoot } from "./act-foot.tsx";
import { closeAct, type ActQuestion } from "./act-store.ts";
import { doneWords } from "./act-words.ts";
import styles from "./acts.module.css";
import { usePerforming } from "./use-performing.ts";

export function CancelDialog({ question }: { question: Extract<ActQuestion, { kind: "cancel" }> }): ReactNode {
  const { runs } = question;
  const [reason, setReason] = useState("");
  const performing = usePerforming(question, runs.length);
  const client = useEngineClient();
  const cancel = (): void =>
    performing.start(
      (signal) => client.acts.cancel({ runs: runs.map(({ dagId, runId }) => ({ dagId, runId })), ...(reason.trim() === "" ? {} : { reason: reason.trim() }) }, { signal }),
      { done: (done) => void (done.runs > 0 && notifications.show({ message: doneWords("cancel", done) })) },
    );
  return (
    <Modal opened onClose={closeAct} title={t("Cancel {{count}} runs", { count: runs.length })} size="lg">
      <ul className={styles.failures} tabIndex={0} aria-label={t("Runs that are cancelled")}>
        {runs.map(({ dagId, runId }) => (
          <li key={`${dagId}\n${runId}`}>
            <strong>{dagId}</strong> <code>{runId}</code>
          </li>
        ))}
      </ul>
      <p className="dw-dim">{t("What runs is stopped with all its children, what waits is skipped. A cancel cannot be undone; the tasks can be cleared afterwards.")}</p>
      <TextInput data-autofocus label={t("Reason")} description={t("Kept in the audit trail.")} value={reason} maxLength={longestReason} onChange={(event) => setReason(event.currentTarget.value)} />
      <ActFoot performing={performing} disabled={false} word={t("Cancel {{count}} runs", { count: runs.length })} onClick={cancel} />
    </Modal>
  );
}
