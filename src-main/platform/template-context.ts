/** Builds the words a template of a task may use, from values the engine holds. Airflow's names where Airflow has one. */
import type { AssetEvent } from "../../shared/model/asset.ts";
import { triggeringAssetEvents } from "../../shared/model/asset-words.ts";
import type { Dag } from "../../shared/model/dag.ts";
import type { XCom } from "../../shared/model/run.ts";

export type TemplateFacts = {
  dag: Pick<Dag, "id" | "owner" | "prepSchema" | "finalSchema">;
  run: {
    runId: string;
    logicalDate: number | null;
    dataIntervalStart: number | null;
    dataIntervalEnd: number | null;
    runType?: string;
  };
  conf: Readonly<Record<string, unknown>>;
  params: Readonly<Record<string, unknown>>;
  xcoms: readonly XCom[];
  /** The loads that called for the run. */
  assetEvents?: readonly AssetEvent[] | undefined;
  /** Workspace variables: `var.name`, and Airflow's `var.value.name`. */
  vars: Readonly<Record<string, unknown>>;
  task?: { taskId: string; tryNumber: number; attemptId: string };
  /** Of an instance of a mapped task: `map.index`, `map.item` and the named values. */
  map?: Readonly<Record<string, unknown>> | undefined;
  /** The table under audit, `schema.table`: `{{ this }}` in checks and in the load's own SQL. */
  thisTable?: string;
};

/** Task → key → value, for `xcom_pull`. */
export const xcomTableName = "xcom_values";

/** Words without a value are left out, so that using them is an error and not an empty text. */
export function buildTemplateContext(facts: TemplateFacts): Record<string, unknown> {
  const { dag, run, task } = facts;
  const table = tableOf(facts.xcoms);
  return {
    ...dateWords(run.logicalDate),
    ...(run.dataIntervalStart === null ? {} : { data_interval_start: isoOf(run.dataIntervalStart) }),
    ...(run.dataIntervalEnd === null ? {} : { data_interval_end: isoOf(run.dataIntervalEnd) }),
    dag: { dag_id: dag.id, ...(dag.owner === null ? {} : { owner: dag.owner }) },
    run_id: run.runId,
    dag_run: { run_id: run.runId, conf: facts.conf, ...(run.runType === undefined ? {} : { run_type: run.runType }) },
    conf: facts.conf,
    triggering_asset_events: triggeringAssetEvents(facts.assetEvents ?? []),
    params: facts.params,
    var: { ...facts.vars, value: facts.vars, json: facts.vars },
    prep_schema: dag.prepSchema,
    final_schema: dag.finalSchema,
    ...(task === undefined
      ? {}
      : { task: { task_id: task.taskId }, try_number: task.tryNumber, attempt_id: task.attemptId }),
    ...(facts.map === undefined ? {} : { map: facts.map }),
    ...(facts.thisTable === undefined ? {} : { this: facts.thisTable }),
    xcom: Object.fromEntries(Object.entries(table).map(([taskId, values]) => [taskId, shortForm(values)])),
    [xcomTableName]: table,
  };
}

function dateWords(logicalDate: number | null): Record<string, string> {
  if (logicalDate === null) return {};
  const iso = isoOf(logicalDate);
  const ds = iso.slice(0, 10);
  return {
    logical_date: iso,
    ds,
    ds_nodash: ds.replaceAll("-", ""),
    ts: iso,
    ts_nodash: iso.slice(0, 19).replaceAll(/[-:]/g, ""),
  };
}

/** Airflow's spelling of an instant: `2026-01-31T04:30:00+00:00`, with the fraction only when there is one. */
function isoOf(instant: number): string {
  return new Date(instant).toISOString().replace(/\.000Z$/, "Z").replace(/Z$/, "+00:00");
}

function tableOf(xcoms: readonly XCom[]): Record<string, Record<string, unknown>> {
  const table: Record<string, Record<string, unknown>> = Object.create(null);
  for (const { taskId, key, value } of xcoms) (table[taskId] ??= Object.create(null))[key] = value;
  return table;
}

/** `xcom.task` is the task's return value when that is all it pushed, otherwise its keys: `xcom.task.key`. */
function shortForm(values: Readonly<Record<string, unknown>>): unknown {
  const keys = Object.keys(values);
  return keys.length === 1 && keys[0] === "return_value" ? values["return_value"] : values;
}
