/** What a person may write in a TriggerDagTask besides what every task has. The names are Airflow's. */
import { z } from "zod";
import { Bool, Text, TextList } from "./field-forms.ts";

/** What holds where the task says nothing. Airflow's own. */
export const triggerBuiltIn = { wait_for_completion: false, reset_dag_run: false, skip_when_already_exists: false, allowed_states: ["success"], failed_states: ["failed"] } as const;

const ConfForm = z.union([Text, z.record(z.string(), z.unknown())], { error: "a mapping such as {user_id: '{{ conf.user_id }}'}, or a template that renders to one" });

export const triggerFields = {
  trigger_dag: Text.meta({ description: "Id of the DAG to start." }),
  trigger_run_id: Text.optional().meta({ description: "Id of the new run; made from this task's by default." }),
  conf: ConfForm.optional().meta({ description: "What the new run is given: a mapping whose texts may hold templates, or one template such as {{ conf }}." }),
  logical_date: Text.optional().meta({ description: "Logical date of the new run; the moment at which it starts by default." }),
  wait_for_completion: Bool.optional().meta({ description: "true waits for the end of the run, and holds no slot meanwhile.", default: triggerBuiltIn.wait_for_completion }),
  allowed_states: TextList.optional().meta({ description: "States of the run that end the wait well.", default: triggerBuiltIn.allowed_states }),
  failed_states: TextList.optional().meta({ description: "States of the run that fail the task.", default: triggerBuiltIn.failed_states }),
  reset_dag_run: Bool.optional().meta({ description: "true clears a run with this id that is there already, so that it runs again.", default: triggerBuiltIn.reset_dag_run }),
  skip_when_already_exists: Bool.optional().meta({ description: "true skips the task where a run with this id is there already, instead of failing it.", default: triggerBuiltIn.skip_when_already_exists }),
};
