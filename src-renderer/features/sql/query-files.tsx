/** The queries of the workspace that are kept as files, to open again. Nothing is shown where there are none. */
import { useQuery } from "@tanstack/react-query";
import { FileCode } from "lucide-react";
import type { ReactNode } from "react";
import { formatRoute } from "../../app/route.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { queryFolder } from "./new-query.ts";
import styles from "./sql.module.css";

export function useQueryFiles(): readonly { readonly name: string; readonly path: string }[] {
  const rpc = useRpc();
  const root = useQuery({ ...rpc.files.list.queryOptions({ input: { folder: "" } }), staleTime: 0 });
  const isThere = root.data?.entries.some(({ kind, name }) => kind === "folder" && name === queryFolder) ?? false;
  const files = useQuery({ ...rpc.files.list.queryOptions({ input: { folder: queryFolder } }), enabled: isThere, staleTime: 0 });
  return files.data?.entries.filter(({ kind, name }) => kind === "file" && name.endsWith(".sql")) ?? [];
}

export function QueryFiles(): ReactNode {
  const queries = useQueryFiles();
  if (queries.length === 0) return null;
  return (
    <section className={styles.files} aria-label="Queries">
      <h2 className="dw-small-heading">Queries</h2>
      <ul className={styles.history}>
        {queries.map(({ name, path }) => (
          <li key={path}>
            <a className={styles.file} href={formatRoute({ page: "sql", path })}>
              <FileCode size={14} aria-hidden style={{ flex: "none" }} />
              <span className="dw-ellipsis">{name}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
