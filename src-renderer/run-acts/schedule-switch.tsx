/**
 * Whether the engine starts a DAG by its schedule. One small switch, the same in the list and on the DAG's page. Where turning it on makes runs
 * for the past, it shows them first.
 */
import { Switch, Tooltip } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode, type SyntheticEvent } from "react";
import type { SchedulePlan } from "../../shared/contract/schedules.ts";
import type { DagSummary } from "../../shared/contract/dags.ts";
import { t } from "../strings/t.ts";
import { useEngineInfo } from "../rpc/engine-info.ts";
import { whyStill } from "../rpc/why-still.ts";
import { toFailure } from "../rpc/failure.ts";
import { useRpc } from "../rpc/rpc-provider.tsx";
import { notifications } from "@mantine/notifications";
import { followAct } from "./act-store.ts";
import { SchedulePlanDialog } from "./schedule-plan-dialog.tsx";
import styles from "./schedule-plan.module.css";
import { useUndo } from "./use-undo.ts";

const stop = (event: SyntheticEvent): void => event.stopPropagation();

export function ScheduleSwitch({ dag }: { dag: DagSummary }): ReactNode {
  const rpc = useRpc();
  const client = useQueryClient();
  const { offer } = useUndo();
  const whyNot = whyStill(useEngineInfo());
  const refused = (thrown: unknown): void => void notifications.show({ color: "red", title: t("The schedule of {{dagId}} was not changed", { dagId: dag.dagId }), message: toFailure(thrown).message });
  const [plan, setPlan] = useState<SchedulePlan | null>(null);
  const set = useMutation(
    rpc.dags.setSchedule.mutationOptions({
      onSuccess: async ({ scheduleOn, dagId }) => {
        setPlan(null);
        void client.invalidateQueries({ queryKey: rpc.dags.key() });
        // It is done; what is looked for here is only how to take it back.
        const trail = await rpc.audit.list.call({ dagId, acts: ["schedule.on", "schedule.off"], limit: 1 }).catch(() => null);
        const entry = trail?.entries[0];
        if (entry?.mayUndo === true) offer(scheduleOn ? t("{{dagId}} runs by its schedule from now on", { dagId }) : t("{{dagId}} no longer runs by its schedule; runs that are there go on", { dagId }), entry.id);
      },
      onError: refused,
    }),
  );
  const turn = (to: Pick<Parameters<typeof set.mutate>[0], "on" | "from">): void => followAct(set.mutateAsync({ dagId: dag.dagId, ...to }));
  const ask = useMutation(
    rpc.schedules.plan.mutationOptions({
      onSuccess: (found) => (found.runs.count > 0 || (found.assetLoads ?? 0) > 0 ? setPlan(found) : turn({ on: true })),
      onError: refused,
    }),
  );
  const toggle = (next: boolean): void => (next ? ask.mutate({ dagId: dag.dagId }) : turn({ on: false }));
  const on = set.isPending ? (set.variables?.on ?? dag.scheduleOn) : dag.scheduleOn;
  const hint = on ? t("On: the engine starts it by its schedule while it is running") : t("Off: it runs only when you say so");
  return (
    // Rows that open at a click are around it, and around what it opens.
    <div role="presentation" className={styles.switch} onClick={stop}>
      <Tooltip label={whyNot ?? hint} openDelay={400}>
        <Switch
          size="xs"
          checked={on}
          disabled={whyNot !== null || (dag.errors > 0 && !on)}
          aria-label={t("Run {{dagId}} by its schedule", { dagId: dag.dagId })}
          onChange={(event) => toggle(event.currentTarget.checked)}
        />
      </Tooltip>
      {plan !== null && (
        <span role="presentation" onKeyDown={stop}>
          <SchedulePlanDialog plan={plan} isBusy={set.isPending} onTurnOn={(from) => turn({ on: true, from })} onClose={() => setPlan(null)} />
        </span>
      )}
    </div>
  );
}
