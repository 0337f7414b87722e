/** A person tells of a load that no task of the workspace made: which DAGs it calls for first, then how many rows, and a note. */
import { Button, NumberInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactNode } from "react";
import type { AssetInfo } from "../../../shared/contract/assets.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { Dialog } from "../../ui/dialog.tsx";
import styles from "./assets.module.css";

/** As many as the dialog names. */
const dagsNamed = 5;

export function LoadDialog({ asset: { name, consumers }, onClose }: { readonly asset: AssetInfo; readonly onClose: () => void }): ReactNode {
  const [rows, setRows] = useState<number | string>("");
  const [note, setNote] = useState("");
  const { mutate, isPending, error } = useMutation(useRpc().assets.emit.mutationOptions({ onSuccess: onClose }));
  const tell = (event: FormEvent): void => {
    event.preventDefault();
    if (!isPending) mutate({ name, ...(typeof rows === "number" ? { rows } : {}), ...(note.trim() === "" ? {} : { note: note.trim() }) });
  };
  return (
    <Dialog title={t("Tell of a load of {{name}}", { name })} size={460} onClose={onClose} startsInside>
      <form className={styles.form} onSubmit={tell}>
        <p>{meaningOf(consumers)}</p>
        <NumberInput data-autofocus label={t("Rows")} description={t("How many were loaded; leave it empty where nobody knows.")} value={rows} min={0} max={Number.MAX_SAFE_INTEGER} allowDecimal={false} onChange={setRows} />
        <TextInput label={t("Note")} description={t("Kept with the load; templates see it as extra.note.")} value={note} maxLength={1_000} onChange={(event) => setNote(event.currentTarget.value)} />
        {error !== null && (
          <p className={styles.trouble} role="alert">
            {toFailure(error).message}
          </p>
        )}
        <div className={styles.foot}>
          <Button variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button type="submit" loading={isPending}>
            {t("Tell of the load")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What follows from it at once. */
function meaningOf(consumers: AssetInfo["consumers"]): string {
  if (consumers.length === 0) return t("No DAG waits for it: it is only kept, and written into the audit trail.");
  const on = consumers.filter(({ isOn }) => isOn);
  if (on.length === 0) return t("The schedules of the DAGs that wait for it are off: it is kept until they are on.");
  const starts = on.filter(({ isEnough }) => isEnough).map(({ dagId }) => dagId);
  if (starts.length === 0) return t("It counts as loaded by a task. The DAGs that wait for it need others too, so none runs by it alone.");
  const more = starts.length - dagsNamed;
  return t("It counts as loaded by a task. These DAGs run by it: {{dags}}.", { dags: [...starts.slice(0, dagsNamed), ...(more > 0 ? [t("and {{count}} more", { count: more })] : [])].join(", ") });
}
