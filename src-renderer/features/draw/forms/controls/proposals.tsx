/** Names that are known to fit a field, offered while one types; anything else may be typed all the same. */
import { useQuery } from "@tanstack/react-query";
import { useId, type ReactNode } from "react";
import { useRpc } from "../../../../rpc/rpc-provider.tsx";
import { proposedFor } from "../check-columns.ts";
import { useForm } from "../form-context.ts";

/** Where a branch leads: to tasks that come right after it. */
const isTarget = /^(?:branches\[\d+\]\.to|otherwise)\b/;

/** Assets: of the DAG's schedule and its parts, and what a task loads. */
const isAsset = /^(?:schedule\.assets|outlets)\b/;
/** A list that opens has no room for more, and a workspace may have thousands. */
const mostOffered = 50;

/** The attribute for the field and the list to put beside it, where something is known; of many names those that hold what is typed. */
export function useProposals(key: string, typed: string): { readonly list: { readonly list?: string }; readonly options: ReactNode } {
  const { advice, edited, tasks } = useForm();
  const id = useId();
  if (isAsset.test(key)) return { list: { list: id }, options: <AssetNames id={id} typed={typed} /> };
  const names = isTarget.test(key) ? tasks.flatMap((task) => (task.deps.some((dep) => edited.includes(dep)) ? [task.id] : [])) : proposedFor(key, advice.builds, edited);
  if (names.length === 0) return { list: {}, options: null };
  return { list: { list: id }, options: <Names id={id} names={names} /> };
}

function Names({ id, names }: { readonly id: string; readonly names: readonly string[] }): ReactNode {
  return (
    <datalist id={id}>
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </datalist>
  );
}

/** What DAGs of the workspace load or wait for; asked for where a field of assets is on screen. */
function AssetNames({ id, typed }: { readonly id: string; readonly typed: string }): ReactNode {
  const { data } = useQuery(useRpc().assets.names.queryOptions({ input: {} }));
  const wanted = typed.trim().toLowerCase();
  return <Names id={id} names={(data?.names ?? []).filter((name) => name.toLowerCase().includes(wanted)).slice(0, mostOffered)} />;
}
