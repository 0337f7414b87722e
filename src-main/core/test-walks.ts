/** Random runs for tests: DAGs, signals, and what must hold whatever comes. */
import fc from "fast-check";
import { expect } from "vitest";
import { isFinished, TriggerRule } from "../../shared/model/states.ts";
import { evaluateTriggerRule } from "../../shared/graph/trigger-rules.ts";
import type { Decision } from "./run-image.ts";
import { createImage, type RunImage } from "./run-image.ts";
import type { RunSignal } from "./run-signal.ts";
import { imageOf, send, task } from "./test-runs.ts";

/** Recomputes from nothing what the machine keeps by counting. */
function naiveVerdict(image: RunImage, index: number): string {
  const plan = image.graph.tasks[index];
  const ups = (plan?.upstream ?? []).map((up) => ({ state: image.tasks[up]?.state ?? "none", bypassed: image.graph.tasks[up]?.enabled === false }));
  const done = ups.filter((up) => isFinished(up.state));
  const count = (test: (up: { state: string; bypassed: boolean }) => boolean): number => done.filter(test).length;
  return evaluateTriggerRule(plan?.rule ?? "always", {
    total: ups.length,
    success: count((up) => up.bypassed || up.state === "success"),
    failed: count((up) => !up.bypassed && (up.state === "failed" || up.state === "interrupted")),
    upstreamFailed: count((up) => !up.bypassed && up.state === "upstream_failed"),
    skipped: count((up) => !up.bypassed && (up.state === "skipped" || up.state === "removed")),
  });
}

export const dagArbitrary = fc.array(fc.record({ deps: fc.array(fc.nat(11), { maxLength: 3 }), rule: fc.constantFrom(...TriggerRule.options), retries: fc.nat(2), enabled: fc.boolean(), kind: fc.constantFrom("BashTask", "BashTask", "EmptyTask", "SensorTask", "BranchTask", "ShortCircuitTask"), isWide: fc.boolean(), rerun: fc.boolean() }), { minLength: 1, maxLength: 12 });

export type RandomDag = typeof dagArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

export function begunImage(specs: RandomDag): RunImage {
  const tasks = specs.map((spec, index) =>
    task(`t${index}`, { deps: spec.deps.filter((dep) => dep < index).map((dep) => `t${dep}`), triggerRule: spec.rule, retries: spec.retries, enabled: spec.enabled, onCrash: spec.rerun ? "rerun" : "interrupt", kind: spec.kind, ignoreDownstreamTriggerRules: spec.isWide }),
  );
  const image = imageOf(tasks);
  send(image, { kind: "begin", at: 10 });
  return image;
}

/** Some of the children, others at another time; null where a short circuit goes on. */
function followedBy(image: RunImage, index: number, at: number): string[] | null {
  const plan = image.graph.tasks[index];
  if (plan?.chooses === "branch") return plan.downstream.flatMap((child) => ((child + at) % 3 === 0 ? [image.graph.tasks[child]?.id ?? ""] : []));
  return at % 2 === 0 ? null : [];
}

export function signalOf(image: RunImage, action: string, index: number, at: number): RunSignal {
  const of = { task: index, tryNumber: image.tasks[index]?.tryNumber ?? 0, at };
  const signals = {
    grant: { kind: "slotGranted", task: index, at },
    start: { kind: "attemptStarted", ...of },
    succeed: { kind: "attemptSucceeded", ...of, followed: followedBy(image, index, at) },
    fail: { kind: "attemptFailed", ...of, reason: "x", mayRetry: true },
    lose: { kind: "attemptLost", ...of, reason: "x" },
    meet: { kind: "watchMet", ...of },
    giveUp: { kind: "watchTimedOut", ...of, reason: "x" },
    miss: { kind: "watchFailed", ...of, reason: "x", mayRetry: true },
    retry: { kind: "retryDue", task: index, at },
    cancel: { kind: "cancelAsked", at },
    timeUp: { kind: "timeIsUp", reason: "timed out", at },
    clear: { kind: "clearAsked", tasks: [index], at },
    mark: { kind: "markAsked", tasks: [index], state: "success", reason: "x", at },
    markFailed: { kind: "markAsked", tasks: [index], state: "failed", reason: "x", at },
  } as const;
  return signals[action as keyof typeof signals];
}

/** A try is begun once and never again. */
export function noteSpawned(decision: Decision, spawned: Set<string>): void {
  for (const effect of decision.effects) {
    if (effect.kind !== "startAttempt" && effect.kind !== "startWatch") continue;
    const id = `${effect.task}.${effect.tryNumber}`;
    expect(spawned.has(id), `try ${id} was started twice`).toBe(false);
    spawned.add(id);
  }
}

export function checkInvariants(image: RunImage): void {
  const again = createImage({ key: image.key, dagId: image.dagId, runId: image.runId, graph: image.graph, selection: image.selection, run: image.run, tasks: [...image.tasks] });
  expect(image.tallies).toEqual(again.tallies);
  expect(image.unfinished).toBe(again.unfinished);
  expect(image.unfinished === 0).toBe(image.run.state === "success" || image.run.state === "failed");
  if (image.run.state !== "running" || image.run.cancelling) return;
  image.tasks.forEach((record, index) => {
    const isLeftOut = image.graph.tasks[index]?.upstream.some((up) => image.tasks[up]?.state === "success" && image.tasks[up]?.followed?.includes(`t${index}`) === false) ?? false;
    expect(record.state === "none" && isLeftOut, `task ${index} waits though it was left out`).toBe(false);
    if (record.state === "none") expect(naiveVerdict(image, index), `task ${index} waits though its rule does not`).toBe("wait");
  });
}
