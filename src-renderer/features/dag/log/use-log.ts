/** The log of one try for a component: reading starts when it is shown and ends when it is not. */
import { useEffect, useEffectEvent, useMemo, useSyncExternalStore } from "react";
import type { LogTry } from "../../../../shared/contract/logs.ts";
import { useEngineClient } from "../../../rpc/rpc-provider.tsx";
import { LogModel, type LogSnapshot } from "./log-model.ts";

export type TryRef = LogTry;
/** At the first error of a try that failed, at the end of a log that grows, at the top of one that went well. */
export type LogStart = "top" | "end" | "error";

/** `life` starts the reading anew when it changes, such as when a try that had no log yet has started. `start`: where one looks at it first. */
export function useLog({ dagId, runId, taskId, tryNumber, source }: TryRef, { life, start }: { readonly life: string; readonly start: LogStart }): { model: LogModel; log: LogSnapshot } {
  const client = useEngineClient();
  const model = useMemo(() => {
    void life;
    const of = { dagId, runId, taskId, tryNumber, ...(source === undefined ? {} : { source }) };
    return new LogModel({
      watch: (signal) => client.logs.watch(of, { signal }),
      lines: (ask, signal) => client.logs.lines({ ...of, ...ask }, { signal }),
      groups: async () => (await client.logs.groups(of)).groups,
      placeAmong: async (line, classes) => (await client.logs.seek({ of, seek: { what: "place", line, classes: [...classes] } })).line,
    });
  }, [client, dagId, runId, taskId, tryNumber, source, life]);
  const begin = useEffectEvent(() => model.start({ atTop: start === "top" }));
  useEffect(() => {
    begin();
    return () => model.stop();
  }, [model]);
  return { model, log: useSyncExternalStore(model.subscribe, model.snapshot) };
}
