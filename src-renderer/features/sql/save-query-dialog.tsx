/** Asks for the name and the folder under which a query is kept. */
import { Autocomplete, Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { isScratchPath, queryFolder, queryPath } from "../../document/scratch.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useEngineClient, useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { queryFiles } from "./query-tree.ts";
import look from "./results/results.module.css";

export interface SaveQueryDialogProps {
  /** Where it is now. */
  readonly path: string;
  /** Rejects with what is wrong, such as that the name is taken. */
  readonly onSave: (path: string) => Promise<void>;
  readonly onClose: () => void;
}

export function SaveQueryDialog({ path, onSave, onClose }: SaveQueryDialogProps): ReactNode {
  const folders = useFolders();
  const [name, setName] = useState(() => (isScratchPath(path) ? "" : (path.split("/").at(-1) ?? "").replace(/\.sql$/i, "")));
  const [folder, setFolder] = useState(() => path.split("/").slice(0, -1).join("/"));
  const [error, setError] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    try {
      await onSave(queryPath(folder, name));
      onClose();
    } catch (thrown) {
      setError(toFailure(thrown).message);
    }
  };
  return (
    <Dialog title={t("Save query as")} size={420} onClose={onClose} startsInside>
      <form
        className={look.exportForm}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput size="xs" label={t("Name")} placeholder={t("claims-by-day")} data-autofocus maxLength={120} rightSectionWidth={44} rightSection={<span className="dw-dim">{t(".sql")}</span>} value={name} error={error} onFocus={(event) => event.currentTarget.select()} onChange={(event) => (setName(event.currentTarget.value), setError(null))} />
        <Autocomplete size="xs" label={t("Folder")} description={t("In the workspace; it is made where it is not there.")} data={folders.filter((each) => each !== folder)} value={folder} onChange={(next) => (setFolder(next), setError(null))} comboboxProps={{ withinPortal: true }} />
        <div className={look.filterActs}>
          <Button size="compact-sm" variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button size="compact-sm" type="submit">
            {t("Save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function useFolders(): string[] {
  const client = useEngineClient();
  const rpc = useRpc();
  const files = useQuery({ queryKey: [...rpc.files.list.key(), "queries"], queryFn: () => queryFiles(client), staleTime: 0 }).data ?? [];
  return [...new Set([queryFolder, ...files.map(({ path }) => path.split("/").slice(0, -1).join("/"))])];
}
