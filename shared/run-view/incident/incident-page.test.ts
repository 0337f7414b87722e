/** The page that tells of a failure: whatever stands in a run is text in it, and it stays small. */
import { describe, expect, it } from "vitest";
import type { TaskDetail } from "../../contract/runs.ts";
import type { RunSummary, TaskInstance } from "../../model/run.ts";
import type { IncidentFacts } from "./incident-facts.ts";
import { headline, incidentPage } from "./incident-page.ts";
import { excerptOf } from "./log-excerpt.ts";

const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>' </style></title>&lt;\u202e\u0000`;

function instance(taskId: string, state: TaskInstance["state"], reason: string | null = null): TaskInstance {
  return { taskId, state, tryNumber: 1, maxTries: 1, scheduledAt: 0, queuedAt: 1_000, startedAt: 2_000, endedAt: 5_000, retryAt: null, reason, rowsLoaded: null };
}

function detailOf(one: TaskInstance, text: string): TaskDetail {
  const check = { name: text, kind: "sql", severity: "error" as const, outcome: "failed" as const, message: text, sql: text, failingCount: 1, failingColumns: [text], failingRows: [[text, null]] };
  const attempt = { attemptId: "a.1.0.1", taskId: one.taskId, tryNumber: 1, state: "failed" as const, pid: 1, queuedAt: 0, startedAt: 0, endedAt: 9, exitCode: 3, signal: null, reason: text, rendered: [{ name: text, text }], checks: [check], table: null, rowsLoaded: null, logBytes: 1, logDroppedBytes: 0, cpuMs: null, peakRssBytes: null };
  return { instance: one, kind: text, doc: text, attempts: [attempt, attempt], xcoms: [] } as unknown as TaskDetail;
}

function factsOf(text: string, count = 3): IncidentFacts {
  const tasks = Array.from({ length: count }, (_, index) => instance(index === 0 ? text : `t${index}${text}`, index === 0 ? "failed" : "upstream_failed", index === 0 ? text : null));
  const run = { dagId: text, runId: text, state: "failed", runType: "manual", logicalDate: 0, dataIntervalStart: 0, dataIntervalEnd: 0, conf: { [text]: text }, params: { [text]: [text] }, dagVersion: 1, queuedAt: 0, startedAt: 1_000, endedAt: 9_000, reason: null } as unknown as RunSummary;
  const graph = tasks.map(({ taskId }, index) => ({ id: taskId, kind: text, deps: index === 0 ? [] : [tasks[index - 1]?.taskId ?? ""], enabled: true }));
  const [first = instance("x", "failed")] = tasks;
  const detail = { run, graph, tasks } as IncidentFacts["detail"];
  const log = excerptOf(`fine\n\u001b[31mERROR ${text}\u001b[0m\nafter`, { isWhole: true, tryNumber: 1, bytes: 10 });
  return { detail, file: text, failed: [{ detail: detailOf(first, text), log, said: { text, line: 2, kind: "error" } }], moreFailed: 0, lastGood: { run: { ...run, params: {} }, detail, diff: null }, hasHistory: true, environment: { [text]: text }, origin: text, madeAt: 0, tool: text, link: `dagwright://run/${encodeURIComponent(text)}/x` };
}

describe("the incident page", () => {
  it("shows hostile names, logs, checks and values as text", () => {
    const html = incidentPage(factsOf(evil));
    expect(html).not.toMatch(/<script|<img|onerror=alert\(1\)>|[\u202e\u0000]/);
    expect(html.match(/<\/style>/g)).toHaveLength(1);
    expect(html.match(/<title>/g)?.length).toBe(1 + 3 + 3);
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(html).toContain("\\u202e");
    expect(html).toMatch(/<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'/);
  });

  it("says what failed and what that kept from running", () => {
    expect(headline(factsOf("load"))).toBe("load failed: load. 2 tasks after it did not run.");
  });

  it("says in its first line what the log says of why, where the reason is only how the process ended", () => {
    const facts = factsOf("exit code 3");
    const [one] = facts.failed;
    if (one === undefined) throw new Error("nothing failed");
    const headlines = [{ text: "ValueError: no rows", line: 2, kind: "error" as const }, { text: "gave up", line: 2, kind: "last" as const }, null].map((said) => headline({ ...facts, failed: [{ ...one, said }] }));
    expect(headlines).toEqual([
      "exit code 3 failed: ValueError: no rows (exit code 3). 2 tasks after it did not run.",
      "exit code 3 failed: exit code 3; its log ends with: gave up. 2 tasks after it did not run.",
      "exit code 3 failed: exit code 3. 2 tasks after it did not run.",
    ]);
  });

  it("says that nothing before it worked only where that is known", () => {
    const none = { ...factsOf("load"), lastGood: null };
    expect(incidentPage({ ...none, hasHistory: true })).toContain("There is no earlier run of this DAG that ended well to compare with.");
    const alone = incidentPage({ ...none, hasHistory: false });
    expect(alone).toContain("was made from a run capsule, which holds this run only");
    expect(alone).not.toContain("There is no earlier run");
  });

  it("tells of the check that failed the task before those that only warn", () => {
    const facts = factsOf("load");
    const [one] = facts.failed;
    const [attempt] = one?.detail.attempts ?? [];
    const [check] = attempt?.checks ?? [];
    if (one === undefined || attempt === undefined || check === undefined) throw new Error("the sample has no check");
    const checks = [{ ...check, name: "soft", severity: "warn" as const }, { ...check, name: "hard" }];
    const html = incidentPage({ ...facts, failed: [{ ...one, detail: { ...one.detail, attempts: [{ ...attempt, checks }] } }] });
    expect([...html.matchAll(/<h3>Check ([^<]*)</g)].map(([, title]) => title)).toEqual(["hard: failed", "soft: failed (warning only)"]);
  });

  it("stays small for a run of 5,000 tasks", () => {
    const html = incidentPage(factsOf("x".repeat(60), 5_000));
    expect(html.length).toBeLessThan(1_000_000);
    expect(html).toContain("150 of 5000 tasks");
  });
});

describe("the piece of a log around the error", () => {
  it.each([
    ["the last traceback", `error: survived\n${"x\n".repeat(50)}Traceback (most recent call last):\n  File "a.py"\nValueError: no`, "Traceback (most recent call last):"],
    ["the first error near the end", `${"fine\n".repeat(1_000)}ERROR one\nERROR two\n`, "ERROR one"],
    ["what failed, not what only warned", "check a: failed (warning only): 5 rows\ncheck b: failed: 3 rows\n", "check b: failed: 3 rows"],
    ["what a progress bar showed last", "10%\r20%\rfatal: it broke\n", "fatal: it broke"],
  ])("finds %s", (_what, text, line) => {
    const excerpt = excerptOf(text, { isWhole: true, tryNumber: 1, bytes: text.length });
    expect(excerpt?.lines[excerpt.errorAt ?? -1]).toBe(line);
  });

  it("shows the end where nothing tells of an error, and nothing of an empty log", () => {
    expect(excerptOf("a\nb\n", { isWhole: true, tryNumber: 1, bytes: 4 })).toEqual({ tryNumber: 1, firstLine: 1, lines: ["a", "b"], errorAt: null, bytes: 4 });
    expect(excerptOf("", { isWhole: true, tryNumber: 1, bytes: 0 })).toBeNull();
  });
});
