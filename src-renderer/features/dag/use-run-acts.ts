/** What can be done with a run: cancel, clear and mark. Each act says what became of it. */
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import type { ClearRun, MarkRun } from "../../../shared/contract/runs.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";

export interface RunActs {
  readonly cancelling: boolean;
  readonly cancel: (runId: string) => void;
  readonly clearing: boolean;
  readonly clear: (input: ClearRun) => void;
  readonly mark: (input: MarkRun) => void;
}

export function useRunActs(dagId: string): RunActs {
  const rpc = useRpc();
  const cancel = useMutation(rpc.runs.cancel.mutationOptions({ onError: (error) => refuse(t("The run was not cancelled"), error) }));
  const clear = useMutation(
    rpc.runs.clear.mutationOptions({
      onSuccess: ({ taskIds }) => notifications.show({ message: t("Cleared {{count}} tasks; they run again", { count: taskIds.length }) }),
      onError: (error) => refuse(t("Nothing was cleared"), error),
    }),
  );
  const mark = useMutation(rpc.runs.mark.mutationOptions({ onError: (error) => refuse(t("Nothing was marked"), error) }));
  return {
    cancelling: cancel.isPending,
    cancel: (runId) => cancel.mutate({ dagId, runId }),
    clearing: clear.isPending,
    clear: (input) => clear.mutate(input),
    mark: (input) => mark.mutate(input),
  };
}

function refuse(title: string, error: unknown): void {
  notifications.show({ title, message: toFailure(error).message, color: "red", autoClose: 12_000 });
}
