/** The DAG whose words a query's templates use: the task that runs the file, or one that the person chose. Remembered per file. */
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { FileUse } from "../../../shared/contract/dags.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import type { SqlHome } from "../../sql-text/sql-subject.ts";
import { t } from "../../strings/t.ts";
import { memoryKey } from "./query-memory.ts";

export interface QueryHome {
  readonly home: SqlHome | null;
  /** Connection of the task, where it names one. */
  readonly connection: string | null;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: string;
  readonly choose: (value: string) => void;
}

const noHome = "";
const valueOf = (dagId: string, taskId: string | null): string => JSON.stringify([dagId, taskId]);

export function useQueryHome(path: string): QueryHome {
  const rpc = useRpc();
  const storageKey = memoryKey("home", path);
  const [kept, setKept] = useState(() => localStorage.getItem(storageKey));
  const { data: found } = useQuery({ ...rpc.dags.usesOf.queryOptions({ input: { path } }), staleTime: 0 });
  const list = useQuery(rpc.dags.list.queryOptions({ input: {} })).data?.dags;
  const wanted = kept ?? firstUse(found?.uses);
  const places = useMemo(() => placesOf(found?.uses ?? [], list ?? []), [found, list]);
  const place = useMemo(() => places.find((one) => valueOf(one.dagId, one.taskId) === wanted) ?? null, [places, wanted]);
  const dag = useQuery({ ...rpc.dags.get.queryOptions({ input: { dagId: place?.dagId ?? "" } }), enabled: place !== null }).data?.dag ?? null;
  const advice = useQuery({ ...rpc.dags.advise.queryOptions({ input: { path: place?.file ?? "" } }), enabled: place !== null }).data;
  const home = useMemo(() => (dag === null || place === null || dag.id !== place.dagId ? null : { ...place, dag, builds: advice?.builds ?? [] }), [dag, place, advice]);
  const task = home?.dag.tasks.find(({ id }) => id === home.taskId);
  return {
    home,
    connection: task !== undefined && "connection" in task ? (task.connection ?? home?.dag.connection ?? null) : null,
    options: [{ value: noHome, label: t("No DAG") }, ...places.map((one) => ({ value: valueOf(one.dagId, one.taskId), label: one.taskId === null ? one.dagId : `${one.dagId} · ${one.taskId}` }))],
    chosen: place === null ? noHome : wanted,
    choose: (value) => {
      localStorage.setItem(storageKey, value);
      setKept(value);
    },
  };
}

interface Place {
  readonly dagId: string;
  readonly taskId: string | null;
  readonly file: string;
}

function placesOf(uses: readonly FileUse[], dags: readonly { readonly dagId: string; readonly file: string }[]): Place[] {
  return [...uses.filter(isSql).map(({ dagId, taskId, file }) => ({ dagId, taskId, file })), ...dags.map(({ dagId, file }) => ({ dagId, taskId: null, file }))];
}

const isSql = ({ field }: FileUse): boolean => field === "sql" || field === "ddl";

function firstUse(uses: readonly FileUse[] | undefined): string {
  const first = uses?.find(isSql);
  return first === undefined ? noHome : valueOf(first.dagId, first.taskId);
}
