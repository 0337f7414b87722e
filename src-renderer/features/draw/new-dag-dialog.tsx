/** Makes a new DAG: a name becomes a file with one task that runs, and the drawing opens. */
import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { taskIdPattern, taskIdWords } from "../../../shared/dag-file/check-graph.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useEngineClient } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { Dialog } from "../../ui/dialog.tsx";
import styles from "./dialogs.module.css";

export function NewDagDialog({ onClose, onMade }: { onClose: () => void; onMade: (dagId: string) => void }): ReactNode {
  const client = useEngineClient();
  const [name, setName] = useState("");
  const make = useMutation({
    mutationFn: async (dagId: string) => {
      await client.documents.create({ path: fileOf(dagId), text: starterText(dagId) });
      return dagId;
    },
    onSuccess: onMade,
  });
  const wanted = name.trim();
  const isId = taskIdPattern.test(wanted);
  const error = wanted !== "" && !isId ? t("A name has {{taskIdWords}}.", { taskIdWords }) : make.isError ? toFailure(make.error).message : null;
  return (
    <Dialog title={t("New DAG")} size={460} onClose={onClose} startsInside>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isId && !make.isPending) make.mutate(wanted);
        }}
      >
        <TextInput label={t("Name")} placeholder="claims_daily" description={isId ? t("Makes {{fileOf}} in the workspace, with one task that runs, to change or delete", { fileOf: fileOf(wanted) }) : t("Its file gets the same name")} value={name} error={error} spellCheck={false} data-autofocus onChange={(event) => (setName(event.currentTarget.value), make.reset())} />
        <div className={styles.dialogActs}>
          <Button variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button type="submit" disabled={!isId || make.isPending}>
            {make.isPending ? t("Making it…") : t("Make and draw")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function fileOf(dagId: string): string {
  return `${dagId}.dag.yaml`;
}

function starterText(dagId: string): string {
  return `dag: ${JSON.stringify(dagId) === `"${dagId}"` && /^[A-Za-z_][\w-]*$/.test(dagId) ? dagId : JSON.stringify(dagId)}\ntasks:\n  hello:\n    config_type: BashTask\n    bash: echo hello\n`;
}
