/** A picture or file of a DAG was dropped: its tasks may go onto the canvas, or it becomes a DAG of its own in the workspace. */
import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useMemo, useState, type ReactNode } from "react";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import { navigate } from "../app/route.ts";
import { toFailure } from "../rpc/failure.ts";
import { useEngineClient } from "../rpc/rpc-provider.tsx";
import { t } from "../strings/t.ts";
import { Dialog } from "../ui/dialog.tsx";
import styles from "./picture.module.css";

export interface DroppedDagDialogProps {
  /** Of the file that was dropped. */
  readonly name: string;
  readonly yaml: string;
  readonly onClose: () => void;
  /** Where there is a canvas to put its tasks on. */
  readonly onInsert?: () => void;
}

export function DroppedDagDialog({ name, yaml, onClose, onInsert }: DroppedDagDialogProps): ReactNode {
  const client = useEngineClient();
  const { tasks, dag } = useMemo(() => parseDag(yaml, { file: name }), [yaml, name]);
  const [path, setPath] = useState(`${dag?.id ?? name.replace(/(?:\.dag)?\.[^.]+$/, "")}.dag.yaml`);
  const make = useMutation({
    mutationFn: () => client.documents.create({ path: path.trim(), text: yaml }),
    onSuccess: () => {
      onClose();
      navigate(dag === null ? { page: "dags" } : { page: "dag", dagId: dag.id, face: "draw" });
    },
  });
  const isPath = /^[^\\]+\.dag\.ya?ml$/.test(path.trim());
  const error = make.isError ? toFailure(make.error).message : isPath ? null : t("A DAG file ends in .dag.yaml.");
  return (
    <Dialog title={t("{{name}} holds {{dag}}", { name, dag: dag === null ? t("a DAG") : t("the DAG {{dag}}", { dag: dag.id }) })} size={520} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isPath && !make.isPending) make.mutate();
        }}
      >
        <p className={styles.about}>
          {t("{{count}} tasks", { count: tasks.length })}
          {dag === null ? t(", and mistakes that are shown when it is open") : ""}.
        </p>
        <TextInput label={t("As a DAG of its own")} description={t("Its file in the workspace; nothing is overwritten")} value={path} error={error} spellCheck={false} onChange={(event) => (setPath(event.currentTarget.value), make.reset())} />
        <div className={styles.acts}>
          <Button variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          {onInsert !== undefined && (
            <Button variant="default" disabled={tasks.length === 0} onClick={onInsert}>
              {t("Put its tasks here")}
            </Button>
          )}
          <Button type="submit" disabled={!isPath || make.isPending}>
            {t("Make the DAG")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
