import { describe, expect, it } from "vitest";
import type { MessageEvent, MessageSpecs } from "../../shared/model/message.ts";
import { buildRunGraph } from "./run-graph.ts";
import { messagesCalled } from "./called-messages.ts";
import { applyDecision, createImage, freshTask, type RunImage } from "./run-image.ts";
import { decide } from "./run-machine.ts";
import type { RunSignal } from "./run-signal.ts";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import type { Dag } from "../../shared/model/dag.ts";

const every = (channel: string) => ["failure", "success", "retry", "skipped"].map((event) => `on_${event}: ${channel}`).join(", ");
const dag = parseDag(`dag: d\non_failure: dag\non_success: dag\non_retry: dag\non_skipped: dag\ndefaults: { ${every("task")} }\ntasks:\n  a: { config_type: BashTask, bash: x, retries: 1 }\n  b: { config_type: BashTask, bash: x, deps: [a] }\n  c: { config_type: BashTask, bash: x, deps: [a], trigger_rule: all_failed, on_skipped: [own, { channel: other, message: m }] }\n`, { file: "d" }).dag as Dag;

function world(selection: ReadonlySet<number> | null = null): { image: RunImage; told: string[]; send: (...signals: RunSignal[]) => void } {
  const graph = buildRunGraph(dag);
  const image = createImage({ key: 1, dagId: "d", runId: "r", graph, selection, run: { state: "queued", startedAt: null, endedAt: null, reason: null, cancelling: false }, tasks: dag.tasks.map((task) => freshTask(task.retries + 1)) });
  const told: string[] = [];
  const send = (...signals: RunSignal[]): void => {
    for (const signal of signals) {
      const decision = decide(image, signal);
      for (const { task, event, channel, tryNumber } of messagesCalled(image, { decision, signal, dag })) told.push(`${task === null ? "run" : dag.tasks[task]?.id} ${event} ${channel} ${tryNumber}`);
      applyDecision(image, decision);
    }
  };
  return { image, told, send };
}
const grant = (task: number): RunSignal => ({ kind: "slotGranted", task, at: 1 });
const failed = (task: number, tryNumber: number): RunSignal => ({ kind: "attemptFailed", task, tryNumber, at: 2, reason: "no", mayRetry: true });
const done = (task: number, tryNumber: number): RunSignal => ({ kind: "attemptSucceeded", task, tryNumber, at: 2 });
const begin: RunSignal = { kind: "begin", at: 0 };

describe("the messages that a decision calls for", () => {
  it("are those of the task, and of the DAG for what happens to any task and to the run", () => {
    const { told, send } = world();
    send(begin, grant(0), failed(0, 1));
    expect(told).toEqual(["a retry task 1", "a retry dag 1"]);
    send({ kind: "retryDue", task: 0, at: 3 }, grant(0), done(0, 2));
    expect(told.slice(2)).toEqual(["a success task 2", "c skipped own 0", "c skipped other 0", "c skipped dag 0"]);
    send(grant(1), failed(1, 1));
    expect(told.slice(6)).toEqual(["b failure task 1", "run failure dag 0"]);
  });

  it("of a run that goes on and ends anew are called for anew", () => {
    const { told, send } = world();
    send(begin, grant(0), done(0, 1), grant(1), failed(1, 1), { kind: "clearAsked", tasks: [1], at: 4 }, grant(1), done(1, 2));
    expect(told.filter((one) => one.startsWith("run"))).toEqual(["run failure dag 0", "run success dag 0"]);
  });

  it("are none for what a person does, and none for tasks that the run was not asked to do", () => {
    const marked = world();
    marked.send(begin, { kind: "markAsked", tasks: [0, 1, 2], state: "success", reason: "by hand", at: 1 });
    const cancelled = world();
    cancelled.send(begin, grant(0), { kind: "cancelAsked", at: 1 }, failed(0, 1));
    const chosen = world(new Set([0]));
    chosen.send(begin, grant(0), done(0, 1));
    expect([marked.told, cancelled.told, chosen.told]).toEqual([[], [], ["a success task 1", "run success dag 0"]]);
  });

  it("of an unknown outcome are those of a failure, unless it runs again", () => {
    const { told, send } = world();
    send(begin, grant(0), { kind: "attemptLost", task: 0, tryNumber: 1, at: 1, reason: "gone" });
    expect(told).toContain("a failure task 1");
  });
});

describe("on_failure and its like in a file", () => {
  const specs = (text: string): MessageSpecs | undefined => parseDag(`dag: d\n${text}\ntasks:\n  a: { config_type: EmptyTask }\n`, { file: "d" }).dag?.messages;
  it.each<[string, Partial<Record<MessageEvent, unknown>> | undefined]>([
    ["owner: x", undefined],
    ["on_failure: []", undefined],
    ["on_failure: ops", { failure: [{ channel: "ops", subject: null, message: null }] }],
    ["on_success: [a, b]", { success: [{ channel: "a", subject: null, message: null }, { channel: "b", subject: null, message: null }] }],
    ["on_retry: { channel: [a, b], message: m }", { retry: [{ channel: "a", subject: null, message: "m" }, { channel: "b", subject: null, message: "m" }] }],
    ["on_skipped: [a, { channel: b, subject: s }]", { skipped: [{ channel: "a", subject: null, message: null }, { channel: "b", subject: "s", message: null }] }],
  ])("%s", (text, expected) => expect(specs(text)).toEqual(expected));

  it.each([
    ["on_failure: { chanel: ops }", "channel"],
    ["on_failure: 3.x: y", ""],
    ["on_failur: ops", "Did you mean `on_failure`?"],
  ])("%s is complained of", (text, words) => expect(parseDag(`dag: d\n${text}\ntasks: {}\n`, { file: "d" }).diagnostics.map(({ message }) => message).join("\n")).toContain(words));
});
