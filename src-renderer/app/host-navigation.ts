/** Follows links and opened files that reach the desktop. They only ever show a place. */
import { useEffect } from "react";
import type { HostNavigation } from "../../shared/contract/host.ts";
import { useRpc } from "../rpc/rpc-provider.tsx";
import type { EngineQueries } from "../rpc/client.ts";
import { useHost } from "./host-context.tsx";
import { navigate } from "./route.ts";

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
      return navigate({ page: "dag", dagId: wanted.dagId });
    case "run":
      return navigate({ page: "run", dagId: wanted.dagId, runId: wanted.runId });
    case "find":
      return navigate({ page: "find", text: wanted.text });
    case "file": {
      const { dags } = await rpc.dags.list.call({});
      const dag = dags.find((summary) => summary.file === wanted.file);
      return navigate(dag === undefined ? { page: "dags" } : { page: "dag", dagId: dag.dagId });
    }
  }
}
