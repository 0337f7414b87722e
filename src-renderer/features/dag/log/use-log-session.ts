/** The log of one try for a component: reading starts when it is shown and ends when it is not. */
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useEngineClient } from "../../../rpc/rpc-provider.tsx";
import { createLogSession, type LogSnapshot } from "./log-session.ts";

export interface TryRef {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  readonly tryNumber: number;
}

/** `life` starts the reading anew when it changes, such as when a try that had no log yet has started. */
export function useLogSession({ dagId, runId, taskId, tryNumber }: TryRef, life: string): LogSnapshot {
  const client = useEngineClient();
  const session = useMemo(() => {
    const ref = { dagId, runId, taskId, tryNumber };
    void life;
    return createLogSession({
      read: (offset, limit, signal) => client.runs.log({ ...ref, offset, limit }, { signal }),
      follow: (offset, signal) => client.runs.followLog({ ...ref, offset }, { signal }),
    });
  }, [client, dagId, runId, taskId, tryNumber, life]);
  useEffect(() => {
    session.start();
    return () => session.stop();
  }, [session]);
  return useSyncExternalStore(session.subscribe, session.snapshot);
}
