import { describe, expect, it } from "vitest";
import type { TriggerDagTask } from "../model/dag.ts";
import { parseDag } from "./parse-dag.ts";

const read = (fields: string) => parseDag(`dag: d\ntasks:\n  go: { config_type: TriggerDagTask, ${fields} }\n`, { file: "d.dag.yaml" });
const wrong = (fields: string): string[] => read(fields).diagnostics.map(({ code, line, message }) => `${code} ${line} ${message}`);

describe("a TriggerDagTask in a file", () => {
  it("means what Airflow's operator means", () => {
    const { dag, diagnostics } = read("trigger_dag: other, conf: { user: { id: '{{ conf.id }}' }, n: 7 }, logical_date: 2026-01-31T06:00, wait_for_completion: true, failed_states: [success, failed], reset_dag_run: true, retries: 1");
    expect(diagnostics).toEqual([]);
    const trigger: TriggerDagTask["trigger"] = { dag: "other", runId: null, conf: { user: { id: "{{ conf.id }}" }, n: 7 }, logicalDate: "2026-01-31T06:00", waitForCompletion: true, allowedStates: [], failedStates: ["success", "failed"], whenExists: "reset" };
    expect(dag?.tasks[0]).toMatchObject({ kind: "TriggerDagTask", trigger, timeoutMs: null, retries: 1 });
    expect(read("trigger_dag: other").dag?.tasks[0]).toMatchObject({ trigger: { conf: {}, waitForCompletion: false, allowedStates: ["success"], failedStates: ["failed"], whenExists: "fail" } });
  });

  it("may be mapped, with the words of its instance in every field", () => {
    const { dag, diagnostics } = read("trigger_dag: o, expand: [1, 2], max_map_length: 9, trigger_run_id: 'for-{{ map.item }}', conf: { n: '{{ map.item }}' }");
    expect(diagnostics).toEqual([]);
    expect(dag?.tasks[0]).toMatchObject({ expand: { combine: "one", sources: [{ from: { kind: "list", items: [1, 2] } }], maxLength: 9 }, trigger: { runId: "for-{{ map.item }}" } });
    expect(wrong("trigger_dag: o, conf: { n: '{{ map.item }}' }")).toEqual([expect.stringMatching(/map/)]);
  });

  it("does not take the timeout of the defaults, which bounds work", () => {
    const { dag } = parseDag("dag: d\ndefaults: { timeout: 5m }\ntasks:\n  a: { config_type: TriggerDagTask, trigger_dag: o }\n  b: { config_type: TriggerDagTask, trigger_dag: o, timeout: 1h }\n", { file: "d.dag.yaml" });
    expect(dag?.tasks.map(({ timeoutMs }) => timeoutMs)).toEqual([null, 3_600_000]);
  });

  it("says what is wrong, and where", () => {
    expect(wrong("conf: { a: 1 }")).toEqual([expect.stringMatching(/^dag\/missing-key 3 .*trigger_dag/)]);
    expect(wrong("trigger_dag: o, allowed_states: [sucess]")).toEqual([expect.stringMatching(/^dag\/invalid-value 3 .*found `sucess`; expected states in which a run has ended: success, failed\. Did you mean `success`/)]);
    expect(wrong("trigger_dag: o, allowed_states: [failed], failed_states: failed")).toEqual([expect.stringMatching(/^dag\/conflict 3 .*`failed` is among `allowed_states` too/)]);
    expect(wrong("trigger_dag: o, logical_date: '06:30'")).toEqual([expect.stringMatching(/^dag\/invalid-date 3 .*found "06:30"; expected an instant/)]);
    expect(wrong("trigger_dag: o, conf: user")).toEqual([expect.stringMatching(/^dag\/invalid-value 3 .*found "user"; expected a mapping/)]);
    expect(wrong("trigger_dag: o, reset_dag_run: true, skip_when_already_exists: true")).toEqual([expect.stringMatching(/^dag\/conflict 3 .*not both/)]);
    expect(wrong("trigger_dag: d, wait_for_completion: true")).toEqual([expect.stringMatching(/^dag\/cycle 3 .*its own DAG and waits for it/)]);
    expect(wrong("trigger_dag: d")).toEqual([]);
  });
});
