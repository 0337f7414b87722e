/** What can be done with the shown run and task. What changes tasks is asked with its exact list first; see run-acts. */
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import type { ActKind } from "../../../shared/contract/acts.ts";
import type { RunDetail } from "../../../shared/contract/runs.ts";
import type { RunAgain } from "../../../shared/model/run.ts";
import { askAct, type ActScope } from "../../run-acts/act-store.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { firstBroken } from "../../ui/run-headline.ts";
import { begunAt, showStarted } from "./show-started.ts";

export interface RunActs {
  readonly cancelling: boolean;
  readonly cancel: (runId: string) => void;
  readonly starting: boolean;
  /** A new run with what this one had. */
  readonly again: (again: RunAgain) => void;
  /** The task, or without one the whole run. */
  readonly ask: (act: ActKind, detail: RunDetail, taskId: string | null, scope?: Partial<ActScope>) => void;
}

export function useRunActs(dagId: string): RunActs {
  const rpc = useRpc();
  const cancel = useMutation(rpc.runs.cancel.mutationOptions({ onError: (error) => refuse(t("The run was not cancelled"), error) }));
  const start = useMutation(
    rpc.runs.start.mutationOptions({
      onMutate: begunAt,
      onSuccess: ({ runId }, _asked, begun) => showStarted(dagId, { page: "run", dagId, runId }, begun),
      onError: (error) => refuse(t("{{dagId}} was not started", { dagId }), error),
    }),
  );
  return {
    cancelling: cancel.isPending,
    cancel: (runId) => cancel.mutate({ dagId, runId }),
    starting: start.isPending,
    again: (again) => start.mutate({ dagId, again }),
    ask: (act, { run, tasks }, taskId, scope = {}) => {
      const failed = act === "clear" && taskId === null && firstBroken(tasks) !== null;
      const first = taskId !== null ? { downstream: act === "clear" } : { onlyFailed: failed, downstream: failed };
      askAct({ kind: "tasks", act, targets: [{ dagId: run.dagId, runId: run.runId, ...(taskId === null ? {} : { taskIds: [taskId] }) }], scope: { ...first, ...scope } });
    },
  };
}

function refuse(title: string, error: unknown): void {
  notifications.show({ title, message: toFailure(error).message, color: "red", autoClose: 12_000 });
}
