/** Follows links and opened files that reach the desktop. They only ever show a place. */
import { useEffect } from "react";
import type { HostNavigation } from "../../shared/contract/host.ts";
import { useRpc } from "../rpc/rpc-provider.tsx";
import type { EngineQueries } from "../rpc/client.ts";
import { useHost } from "./host-context.tsx";
import { navigate } from "./route.ts";
import { openToStay } from "./use-halves.ts";

export function useHostNavigation(): void {
  const host = useHost();
  const rpc = useRpc();
  useEffect(() => {
    void host.takeNavigation().then((wanted) => (wanted === null ? undefined : follow(wanted, rpc)), () => undefined);
    return host.on("navigate", (wanted) => void follow(wanted, rpc));
  }, [host, rpc]);
}

async function follow(wanted: HostNavigation, rpc: EngineQueries): Promise<void> {
  switch (wanted.to) {
    case "dag":
      return openToStay({ page: "dag", dagId: wanted.dagId });
    case "run":
      return openToStay({ page: "run", dagId: wanted.dagId, runId: wanted.runId, ...(wanted.taskId === undefined ? {} : { taskId: wanted.taskId }) });
    case "runs":
      return navigate({ page: "runs", state: "failed" });
    case "find":
      return openToStay({ page: "find", text: wanted.text });
    case "file": {
      const { dags } = await rpc.dags.list.call({});
      const dag = dags.find((summary) => summary.file === wanted.file);
      return openToStay(dag === undefined ? { page: "dags" } : { page: "dag", dagId: dag.dagId });
    }
  }
}
