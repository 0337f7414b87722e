/** What a TriggerDagTask does to runs, by the services that do it for people. */
import { engineActor } from "../audit-trail.ts";
import { performOnRun, tasksOfAct, type RunActParts } from "../run-act.ts";
import type { Runs } from "../runs.ts";
import type { TriggerActs } from "./look-at-trigger.ts";

export function triggerActs(parts: RunActParts & { readonly runs: Runs }): TriggerActs {
  const { runs, store } = parts;
  return {
    start: ({ dagId, runId, conf, logicalDate }, startedBy) => {
      const asked = { dagId, conf: { ...conf }, ...(runId === null ? {} : { runId }), ...(logicalDate === null ? {} : { logicalDate }) };
      const made = runs.start(asked, { startedBy });
      return runs.find(made.dagId, made.runId);
    },
    reset: (run, startedBy) => {
      const { indices } = tasksOfAct(parts, run, { act: "clear", downstream: true });
      const { dagId, runId, taskId } = startedBy.task;
      performOnRun(parts, run, { act: "clear", indices, by: engineActor, reason: `reset_dag_run of task ${taskId} of run ${runId} of ${dagId}`, arguments: {}, write: () => store.runs.claim(run.key, startedBy) });
    },
  };
}
