/** The queries of the workspace: those that are kept as files, and scratch ones that have no name yet. Nothing is shown where there are none. */
import { ActionIcon, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { Ellipsis, FileCode, FilePen } from "lucide-react";
import { useRef, useState, type ReactNode } from "react";
import { formatRoute } from "../../app/route.ts";
import { useAcquire } from "../../document/documents-provider.tsx";
import { isScratchDraft, isScratchPath, queryFolder, queryPath } from "../../document/scratch.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useEngineClient, useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { formatBytes } from "../../ui/format.ts";
import { offerUndo } from "../../ui/undo-notice.tsx";
import { useQueryFileActs } from "./query-file-acts.ts";
import { queryFiles } from "./query-tree.ts";
import { RenameDialog } from "./results/rename-dialog.tsx";
import { SaveQueryDialog } from "./save-query-dialog.tsx";
import styles from "./sql.module.css";

interface QueryRow {
  readonly path: string;
  /** Null for one that has no file. */
  readonly size: number | null;
}

export function QueryFiles(): ReactNode {
  const { rows, refetch } = useQueryRows();
  const acts = useQueryFileActs();
  const acquire = useAcquire();
  const [dialog, setDialog] = useState<{ kind: "rename" | "save"; path: string } | null>(null);
  const section = useRef<HTMLElement>(null);
  const close = (): void => setDialog(null);
  const remove = (path: string): void => {
    const name = shownName(path);
    const failed = (title: string) => (thrown: unknown) => void notifications.show({ color: "red", title, message: toFailure(thrown).message });
    acts.remove(path).then((undo) => {
      refetch();
      // What had the focus is gone in a moment.
      section.current?.focus();
      offerUndo(isScratchPath(path) ? t("{{name}} is discarded.", { name }) : t("{{name}} is deleted.", { name }), () => undo().then(refetch), failed(t("{{name}} is not back", { name })));
    }, failed(t("{{name}} is not deleted", { name })));
  };
  const keep = async (from: string, to: string): Promise<void> => {
    const { document, release } = acquire(from);
    try {
      await acts.saveAs(await document, to);
    } finally {
      release();
    }
    refetch();
  };
  const rename = async (from: string, name: string): Promise<void> => {
    await acts.rename(from, queryPath(from.split("/").slice(0, -1).join("/"), name));
    refetch();
  };
  if (rows.length === 0) return null;
  return (
    <section ref={section} tabIndex={-1} className={styles.files} aria-label={t("Queries")}>
      <h2 className="dw-small-heading">{t("Queries")}</h2>
      <ul className={styles.history}>
        {rows.map((row) => (
          <Row key={row.path} row={row} onAsk={(kind) => setDialog({ kind, path: row.path })} onRemove={() => remove(row.path)} />
        ))}
      </ul>
      {dialog?.kind === "rename" && (
        <RenameDialog title={t("Rename the query")} name={(dialog.path.split("/").at(-1) ?? "").replace(/\.sql$/i, "")} hint={t("Its file in {{split}}/ is renamed.", { split: dialog.path.split("/").slice(0, -1).join("/") })} onRename={(name) => rename(dialog.path, name)} onClose={close} />
      )}
      {dialog?.kind === "save" && <SaveQueryDialog path={dialog.path} onSave={(to) => keep(dialog.path, to)} onClose={close} />}
    </section>
  );
}

function Row({ row: { path, size }, onAsk, onRemove }: { row: QueryRow; onAsk: (kind: "rename" | "save") => void; onRemove: () => void }): ReactNode {
  const name = shownName(path);
  const Icon = size === null ? FilePen : FileCode;
  return (
    <li className={styles.fileRow}>
      <a className={styles.file} href={formatRoute({ page: "sql", path })}>
        <Icon size={14} aria-hidden style={{ flex: "none" }} />
        <span className="dw-ellipsis">{name}</span>
        <span className="dw-dim dw-num" style={{ marginLeft: "auto", flex: "none" }}>
          {size === null ? t("not saved as a file") : formatBytes(size)}
        </span>
      </a>
      <Menu position="bottom-end" returnFocus>
        <Menu.Target>
          <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t("More for {{name}}", { name })}>
            <Ellipsis size={14} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onAsk("save")}>{t("Save as…")}</Menu.Item>
          {size !== null && <Menu.Item onClick={() => onAsk("rename")}>{t("Rename…")}</Menu.Item>}
          <Menu.Item onClick={onRemove}>{size === null ? t("Discard") : "Delete"}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}

/** Scratch queries first: they wait for a name. */
function useQueryRows(): { rows: readonly QueryRow[]; refetch: () => void } {
  const rpc = useRpc();
  const client = useEngineClient();
  const files = useQuery({ queryKey: [...rpc.files.list.key(), "queries"], queryFn: () => queryFiles(client), staleTime: 0 });
  const drafts = useQuery({ ...rpc.documents.drafts.queryOptions({ input: {} }), refetchOnMount: "always" });
  const kept = (files.data ?? []).map(({ path, size }) => ({ path, size }));
  const scratch = (drafts.data?.drafts ?? []).filter((draft) => isScratchDraft(draft) && !kept.some(({ path }) => path === draft.path)).map(({ path }) => ({ path, size: null }));
  const refetch = (): void => void Promise.all([files.refetch(), drafts.refetch()]);
  return { rows: [...scratch.toSorted((a, b) => a.path.localeCompare(b.path, "en", { numeric: true })), ...kept], refetch };
}

function shownName(path: string): string {
  return path.startsWith(`${queryFolder}/`) ? path.slice(queryFolder.length + 1) : path;
}
