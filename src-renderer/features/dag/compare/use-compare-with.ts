/** Ways to the comparison of the shown run with another one. */
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { RunSummary } from "../../../../shared/model/run.ts";
import { navigate } from "../../../app/route.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import type { ShownRun } from "../dag-selection.ts";

export interface OtherRun {
  readonly runId: string;
  readonly source?: string | undefined;
}

export interface CompareWith {
  readonly open: (other: OtherRun, taskId?: string | null) => void;
  /** The last run before the shown one that was good or, given a task, in which that task was. */
  readonly lastGood: (taskId?: string) => void;
  readonly previous: () => void;
}

export function useCompareWith({ place, run: shown, runId, taskId: selected }: ShownRun): CompareWith {
  const rpc = useRpc();
  const cache = useQueryClient();
  const { dagId, source } = place;
  const open = useCallback(
    (other: OtherRun, taskId: string | null = selected) => {
      if (runId === null) return;
      const given = { source, taskId: taskId ?? undefined, otherSource: other.source };
      navigate({ page: "run", dagId, runId, face: "compare", other: other.runId, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) });
    },
    [dagId, runId, source, selected],
  );
  const lastGood = useCallback(
    (taskId?: string) => {
      if (runId === null) return;
      const found = cache.fetchQuery({ ...rpc.compare.lastGood.queryOptions({ input: { dagId, runId, ...(source === undefined ? {} : { source }), ...(taskId === undefined ? {} : { taskId }) } }), staleTime: 0 });
      const none = taskId === undefined ? t("No run before this one succeeded") : t("{{taskId}} succeeded in no run before this one", { taskId });
      found.then(({ run }) => (run === null ? say(none) : open({ runId: run.runId, source }, taskId)), (thrown: unknown) => say(toFailure(thrown).message));
    },
    [cache, rpc, dagId, runId, source, open],
  );
  // While a run is being read, the one before it is still shown.
  const queuedAt = shown?.runId === runId ? shown?.queuedAt : undefined;
  const previous = useCallback(() => {
    if (runId === null) return;
    const of = { dagId, ...(source === undefined ? {} : { source }) };
    const before = async (): Promise<RunSummary | undefined> => {
      const since = queuedAt ?? (await cache.fetchQuery(rpc.runs.get.queryOptions({ input: { ...of, runId } }))).run.queuedAt;
      return (await cache.fetchQuery({ ...rpc.runs.list.queryOptions({ input: { ...of, before: since, limit: 1 } }), staleTime: 0 })).runs[0];
    };
    before().then((run) => (run === undefined ? say(t("There is no run before this one")) : open({ runId: run.runId, source })), (thrown: unknown) => say(toFailure(thrown).message));
  }, [cache, rpc, dagId, runId, queuedAt, source, open]);
  return { open, lastGood, previous };
}

function say(message: string): void {
  notifications.show({ id: message, message });
}
