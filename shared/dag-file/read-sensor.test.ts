import { describe, expect, it } from "vitest";
import { applyEdit } from "./apply-edit.ts";
import { instantOfMoment, parseMoment } from "./parse-moment.ts";
import { parseDag } from "./parse-dag.ts";

const file = (fields: string, head = ""): string => `dag: x\n${head}tasks:\n  w: {config_type: SensorTask${fields}}\n`;
const parse = (fields: string, head = "") => parseDag(file(fields, head), { file: "x.dag.yaml" });
const told = (fields: string): string => parse(fields).diagnostics.map(({ code, message, field }) => `${code} ${field ?? ""}: ${message}`).join("\n");

describe("a SensorTask in the file", () => {
  it("has Airflow's pace unless it says otherwise, and takes no work's timeout for its own", () => {
    const { dag } = parse(", file: in/*.csv", "base_path: b\ndefaults: {timeout: 10m, retries: 2}\n");
    expect(dag?.tasks[0]).toMatchObject({ kind: "SensorTask", condition: { kind: "file", path: "in/*.csv", minAgeMs: 0, minBytes: 0 }, pokeIntervalMs: 60_000, timeoutMs: 7 * 86_400_000, retries: 2, softFail: false, exponentialBackoff: false, maxWaitMs: null });
  });

  it.each([
    [", file: {path: a.csv, min_age: 5m, min_size: 10}, poke_interval: 5s, timeout: 1h, soft_fail: true, exponential_backoff: true, max_wait: 10m", { condition: { kind: "file", path: "a.csv", minAgeMs: 300_000, minBytes: 10 }, pokeIntervalMs: 5_000, timeoutMs: 3_600_000, softFail: true, exponentialBackoff: true, maxWaitMs: 600_000 }],
    [", time: '06:30'", { condition: { kind: "time", at: "06:30", afterMs: null } }],
    [", time: {after: 2h}", { condition: { kind: "time", at: null, afterMs: 7_200_000 } }],
    [", sql: q.sql, connection: lake", { condition: { kind: "sql" }, sql: { kind: "file", path: "q.sql" }, connection: "lake" }],
    [", http: 'https://x.org/a'", { condition: { kind: "http", request: { method: "GET", url: "https://x.org/a", expectedStatus: ["2xx"] } } }],
    [", http: {url: 'https://x.org', method: POST, expected_status: 204}", { condition: { kind: "http", request: { method: "POST", expectedStatus: ["204"] } } }],
    [", dag_run: orders", { condition: { kind: "dag_run", dag: "orders", task: null, deltaMs: 0, allowedStates: ["success"], failedStates: [] } }],
    [", dag_run: {dag: orders, task: load, delta: 1h, allowed_states: [success, skipped], failed_states: failed}", { condition: { kind: "dag_run", dag: "orders", task: "load", deltaMs: 3_600_000, allowedStates: ["success", "skipped"], failedStates: ["failed"] } }],
    [", dag_run: {dag: orders, tasks: [load, check], skipped_states: skipped}", { condition: { kind: "dag_run", dag: "orders", task: null, tasks: ["load", "check"], deltaMs: 0, allowedStates: ["success"], failedStates: [], skippedStates: ["skipped"] } }],
  ])("means what it says: %s", (fields, meant) => {
    const { dag, diagnostics } = parse(fields);
    expect(diagnostics).toEqual([]);
    expect(dag?.tasks[0]).toMatchObject(meant);
  });

  it.each([
    ["", "dag/missing-key tasks.w: Task `w` waits for nothing; expected one of `file`, `time`, `sql`, `http`, `dag_run`."],
    [", file: a, time: '1:00'", "dag/conflict tasks.w.time: Task `w` waits for both `file` and `time`"],
    [", file: ../a", 'dag/outside-workspace tasks.w.file: `tasks.w.file`: the path "../a" lies outside'],
    [", file: {path: /etc/passwd}", "dag/outside-workspace tasks.w.file.path"],
    [", time: '25:00'", 'dag/invalid-date tasks.w.time: `tasks.w.time`: found "25:00"; expected a time of day'],
    [", time: 2026-02-30", "dag/invalid-date tasks.w.time"],
    [", time: {}", "dag/missing-key tasks.w.time: `tasks.w.time`: found neither `at` nor `after`"],
    [", time: {at: '1:00', after: 1h}", "both `at` and `after`"],
    [", file: a, connection: lake", "dag/conflict tasks.w.connection: `tasks.w.connection` is read only together with `sql`."],
    [", dag_run: {dag: o, allowed_states: [sucess]}", "Did you mean `success`?"],
    [", dag_run: {dag: o, task: a, tasks: [b]}", "dag/conflict tasks.w.dag_run.tasks: `tasks.w.dag_run.tasks`: there is `task` too"],
    [", dag_run: {dag: o, tasks: []}", "dag/missing-key tasks.w.dag_run.tasks: `tasks.w.dag_run.tasks`: names no task"],
    [", dag_run: {dag: o, tasks: [a, b, a]}", "`a` stands twice"],
    [", dag_run: {dag: o, tasks: [a], skipped_states: [skiped]}", "Did you mean `skipped`?"],
    [", dag_run: {dag: o, skipped_states: [skipped]}", "expected states in which a run has ended: success, failed"],
    [", dag_run: {dag: o, failed_states: [failed], skipped_states: [failed]}", "dag/conflict tasks.w.dag_run.skipped_states: `tasks.w.dag_run.skipped_states`: `failed` is among `failed_states` too"],
    [", dag_run: {dag: o, failed_states: success}", "`success` is among `allowed_states` too"],
    [", http: ftp://x.org", "dag/invalid-value tasks.w.http: `tasks.w.http`: found an address with the scheme ftp"],
    [", http: {url: 'https://x.org', expected_stat: 200}", "Did you mean `expected_status`?"],
    [", file: a, poke_interval: 10ms", "a duration of 1s or more"],
    [", file: a, poke_intervall: 10s", "Did you mean `poke_interval`?"],
    [", file: {path: a, min_size: -1}", "a whole number of bytes"],
  ])("says what is wrong with: %s", (fields, words) => {
    expect(told(fields)).toContain(words);
  });

  it("leaves what a template makes to the run", () => {
    expect(told(", file: 'in/{{ ds }}.csv'")).toBe("");
    expect(told(", time: '{{ data_interval_end }}'")).toBe("");
  });

  it("is added with one condition, whichever is chosen", () => {
    const text = file(", file: a");
    const after = (fields?: Record<string, unknown>): string => {
      const result = applyEdit(text, { kind: "addTask", id: "n", taskKind: "SensorTask", ...(fields ? { fields } : {}) });
      if (!result.ok) throw new Error(result.diagnostics[0]?.message);
      return result.text;
    };
    expect(parseDag(after(), { file: "x.dag.yaml" }).diagnostics).toEqual([]);
    expect(after({ dag_run: "o" }).slice(text.length)).toBe("  'n':\n    config_type: SensorTask\n    dag_run: o\n");
  });
});

describe("a moment", () => {
  const at = (text: string, zone = "UTC", from = "2026-03-08T06:50:00Z"): string | null => {
    const moment = parseMoment(text);
    return moment && new Date(instantOfMoment(moment, Date.parse(from), zone)).toISOString();
  };
  it("is a time of the day that it is in the zone, or an instant", () => {
    expect(at("06:30")).toBe("2026-03-08T06:30:00.000Z");
    expect(at("23:15", "America/New_York", "2026-03-08T03:00:00Z")).toBe("2026-03-08T04:15:00.000Z");
    // The clocks go forward at two.
    expect(at("6:30", "America/New_York")).toBe("2026-03-08T10:30:00.000Z");
    expect(at("2026-01-31T06:00", "America/New_York")).toBe("2026-01-31T11:00:00.000Z");
    expect(at("2026-01-31 06:00:30+02:00")).toBe("2026-01-31T04:00:30.000Z");
    expect(at("2026-01-31")).toBe("2026-01-31T00:00:00.000Z");
    expect(["7", "24:00", "2026-13-01", "tomorrow", "2026-02-29T00:00"].map((text) => at(text))).toEqual([null, null, null, null, null]);
  });
});
