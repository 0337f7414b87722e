/** Starts a run and tells the person where it is, or why there is none. */
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import type { StartRun } from "../../shared/contract/runs.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import { t } from "../strings/t.ts";
import { toFailure } from "./failure.ts";
import { useRpc } from "./rpc-provider.tsx";

export function useStartRun(onStarted: (run: RunSummary) => void) {
  const rpc = useRpc();
  return useMutation({
    mutationFn: (input: StartRun) => rpc.runs.start.call(input),
    onSuccess: onStarted,
    onError: (thrown, input) => {
      notifications.show({ color: "red", title: t("{{dagId}} was not started", { dagId: input.dagId }), message: toFailure(thrown).message, autoClose: 10_000 });
    },
  });
}
