/** The queries of the workspace that are kept as files: to open, to name, to delete. Nothing is shown where there are none. */
import { ActionIcon, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { Ellipsis, FileCode } from "lucide-react";
import { useState, type ReactNode } from "react";
import { formatRoute } from "../../app/route.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useEngineClient, useRpc } from "../../rpc/rpc-provider.tsx";
import { formatBytes } from "../../ui/format.ts";
import { queryFolder } from "./new-query.ts";
import { RenameDialog } from "./results/rename-dialog.tsx";
import styles from "./sql.module.css";

export function QueryFiles(): ReactNode {
  const rpc = useRpc();
  const client = useEngineClient();
  const root = useQuery({ ...rpc.files.list.queryOptions({ input: { folder: "" } }), staleTime: 0 });
  const isThere = root.data?.entries.some(({ kind, name }) => kind === "folder" && name === queryFolder) ?? false;
  const files = useQuery({ ...rpc.files.list.queryOptions({ input: { folder: queryFolder } }), enabled: isThere, staleTime: 0 });
  const [renaming, setRenaming] = useState<{ name: string; path: string } | null>(null);
  const queries = files.data?.entries.filter(({ kind, name }) => kind === "file" && name.endsWith(".sql")) ?? [];
  const rename = async (from: string, name: string): Promise<void> => {
    const to = fileName(name);
    if (`${queryFolder}/${to}` !== from) await client.documents.rename({ from, to: `${queryFolder}/${to}` });
    await files.refetch();
  };
  const remove = (path: string, name: string): void => {
    client.documents.delete({ path }).then(
      () => {
        notifications.show({ message: `${name} is deleted; what it held stays among its versions.` });
        void files.refetch();
      },
      (thrown: unknown) => notifications.show({ color: "red", title: `${name} is not deleted`, message: toFailure(thrown).message }),
    );
  };
  if (queries.length === 0) return null;
  return (
    <section className={styles.files} aria-label="Queries">
      <h2 className="dw-small-heading">Queries</h2>
      <ul className={styles.history}>
        {queries.map(({ name, path, size }) => (
          <li key={path} className={styles.fileRow}>
            <a className={styles.file} href={formatRoute({ page: "sql", path })}>
              <FileCode size={14} aria-hidden style={{ flex: "none" }} />
              <span className="dw-ellipsis">{name}</span>
              <span className="dw-dim dw-num" style={{ marginLeft: "auto", flex: "none" }}>
                {formatBytes(size)}
              </span>
            </a>
            <Menu position="bottom-end" returnFocus>
              <Menu.Target>
                <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`More for ${name}`}>
                  <Ellipsis size={14} aria-hidden />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => setRenaming({ name, path })}>Rename…</Menu.Item>
                <Menu.Item onClick={() => remove(path, name)}>Delete</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </li>
        ))}
      </ul>
      {renaming !== null && (
        <RenameDialog title="Rename the query" name={renaming.name.replace(/\.sql$/, "")} hint={`Its file in ${queryFolder}/ is renamed.`} onRename={(name) => rename(renaming.path, name)} onClose={() => setRenaming(null)} />
      )}
    </section>
  );
}

/** Throws what would be right. */
function fileName(typed: string): string {
  const name = typed.trim().replace(/\.sql$/i, "");
  if (name === "" || /[/\\]/.test(name) || name.startsWith(".")) throw new Error("Write a name without slashes, such as claims-by-day");
  return `${name}.sql`;
}
