/** Whether the engine starts a DAG by its schedule. One small switch, the same in the list and on the DAG's page. */
import { Switch, Tooltip } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { MouseEvent, ReactNode } from "react";
import type { DagSummary } from "../../shared/contract/dags.ts";
import { t } from "../strings/t.ts";
import { useEngineInfo } from "./engine-info.ts";
import { toFailure } from "./failure.ts";
import { useRpc } from "./rpc-provider.tsx";
import { notifications } from "@mantine/notifications";

export function ScheduleSwitch({ dag }: { dag: DagSummary }): ReactNode {
  const rpc = useRpc();
  const client = useQueryClient();
  const trusted = useEngineInfo()?.workspace.trusted ?? true;
  const set = useMutation(
    rpc.dags.setSchedule.mutationOptions({
      onSuccess: () => client.invalidateQueries({ queryKey: rpc.dags.key() }),
      onError: (thrown) => void notifications.show({ color: "red", title: t("The schedule of {{dagId}} was not changed", { dagId: dag.dagId }), message: toFailure(thrown).message }),
    }),
  );
  const on = set.isPending ? (set.variables?.on ?? dag.scheduleOn) : dag.scheduleOn;
  const hint = on ? t("On: the engine starts it by its schedule while it is running") : t("Off: it runs only when you say so");
  return (
    <Tooltip label={trusted ? hint : t("The workspace is not trusted")} openDelay={400}>
      <Switch
        size="xs"
        checked={on}
        disabled={!trusted || (dag.errors > 0 && !on)}
        aria-label={t("Run {{dagId}} by its schedule", { dagId: dag.dagId })}
        onChange={(event) => set.mutate({ dagId: dag.dagId, on: event.currentTarget.checked })}
        wrapperProps={{ onClick: (event: MouseEvent) => event.stopPropagation() }}
      />
    </Tooltip>
  );
}
