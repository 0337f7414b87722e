import { describe, expect, it } from "vitest";
import type { Settings } from "../../shared/contract/settings.ts";
import type { Task } from "../../shared/model/dag.ts";
import type { Workspace } from "../ports/workspace.ts";
import { planAttempt, type PlanParts } from "./attempt-plan.ts";
import { dagOf } from "./test-world.ts";

const parts: PlanParts = {
  workspace: { root: "/w", resolve: (path: string) => `/w/${path}` } as unknown as Workspace,
  settings: () => ({ logCapMiB: 1 }) as Settings,
  render: (template) => template,
  connection: () => ({}) as never,
  secrets: () => [],
  graceMs: 1,
  pythonSupport: "/p",
};

/** Whether values of earlier tasks were read for it, and the files that its process is told of. */
function exchangeOf(script: string): { reads: boolean; files: string[] } {
  const dag = dagOf(`dag: d\ntasks:\n  t: { config_type: BashTask, bash: ${JSON.stringify(script)} }\n`);
  let reads = false;
  const plan = planAttempt(parts, { attemptId: "a", dag, task: dag.tasks[0] as Task, logPath: "/l", workStem: "/files/a", context: () => ({}), handedOver: () => ((reads = true), {}), identity: { DAGWRIGHT_RUN_ID: "r" }, instants: { begunAt: 0, logicalDate: null, dataIntervalEnd: null } });
  if (plan.kind !== "process") throw new Error(plan.kind);
  return { reads, files: Object.entries(plan.spec.env).flatMap(([name, value]) => (value.startsWith("/files/a") ? [name] : [])) };
}

const none = { reads: false, files: [] };
const all = { reads: true, files: ["DAGWRIGHT_CONTEXT", "DAGWRIGHT_OUTPUT", "DAGWRIGHT_XCOM_OUT"] };

describe("the files between the engine and a shell script", () => {
  it("are not there for a script that names nothing but who it is", () => {
    expect(exchangeOf("true")).toEqual(none);
    expect(exchangeOf('work "$DAGWRIGHT_RUN_ID" "${DAGWRIGHT_TASK_ID}" $DAGWRIGHT_DAG_ID/$DAGWRIGHT_TRY_NUMBER-$DAGWRIGHT_ATTEMPT_ID "$DAGWRIGHT_WORKSPACE/$DAGWRIGHT_BASE_PATH"')).toEqual(none);
  });

  it("are there for one that names any of them, a name that is not known, or what may be either", () => {
    for (const script of ['echo 1 >> "$DAGWRIGHT_XCOM_OUT"', "echo $DAGWRIGHT_RUN_ID > $DAGWRIGHT_OUTPUT", "echo $DAGWRIGHT_RUN_IDS", "echo $DAGWRIGHT_RUN_ID2", "env | grep DAGWRIGHT_", "import os; os.environ['DAGWRIGHT_' + 'RUN_ID']"]) expect([script, exchangeOf(script)]).toEqual([script, all]);
  });
});

describe("the end of a process", () => {
  const awaitsDisk = (task: string): boolean | undefined => {
    const dag = dagOf(`dag: d\ntasks:\n  t: ${task}\n`);
    const plan = planAttempt({ ...parts, workspace: { root: "/w", resolve: (path: string) => `/w/${path}`, readText: () => "create table t (a int)" } as unknown as Workspace }, { attemptId: "a", dag, task: dag.tasks[0] as Task, logPath: "/l", workStem: "/files/a", context: () => ({}), handedOver: () => ({}), identity: {}, instants: { begunAt: 0, logicalDate: null, dataIntervalEnd: null } });
    if (plan.kind !== "process") throw new Error(plan.kind);
    return plan.spec.awaitsDisk;
  };

  it("is told only when it is on the disk where rows are loaded before it is committed", () => {
    expect(awaitsDisk("{ config_type: PythonTask, python: x.py, ddl: x.sql }")).toBe(true);
    for (const task of ["{ config_type: PythonTask, python: x.py }", "{ config_type: BashTask, bash: 'true' }", "{ config_type: BranchTask, bash: 'true' }"]) expect([task, awaitsDisk(task)]).toEqual([task, undefined]);
  });
});
