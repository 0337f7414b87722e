/** Builders of small runs for tests: tasks by short text, records by name. */
import type { Task } from "../../shared/model/dag.ts";
import { applyDecision, createImage, freshTask, type Decision, type RunImage } from "./run-image.ts";
import { taskIdAt } from "./mapping.ts";
import { buildRunGraph } from "./run-graph.ts";
import { decide } from "./run-machine.ts";
import type { RunSignal } from "./run-signal.ts";

type Changes = Partial<Pick<Task, "deps" | "retries" | "retryDelayMs" | "retryBackoff" | "triggerRule" | "enabled" | "onCrash" | "expand" | "setup" | "teardown" | "onFailureFailDagrun">> & { kind?: "BashTask" | "EmptyTask" | "SensorTask" | "BranchTask" | "ShortCircuitTask"; ignoreDownstreamTriggerRules?: boolean; softFail?: boolean };

export function task(id: string, changes: Changes = {}): Task {
  const { kind = "BashTask", ignoreDownstreamTriggerRules = true, softFail = false, ...rest } = changes;
  const base = {
    id,
    deps: [],
    retries: 0,
    retryDelayMs: 1_000,
    retryBackoff: "fixed" as const,
    retryMaxDelayMs: 3_600_000,
    timeoutMs: null,
    pool: "default",
    triggerRule: "all_success" as const,
    env: {},
    cwd: null,
    doc: null,
    enabled: true,
    onCrash: "interrupt" as const,
    ...rest,
  };
  if (kind === "SensorTask") return { ...base, kind, softFail, condition: { kind: "time", at: null, afterMs: 0 }, sql: null, connection: null, pokeIntervalMs: 60_000, exponentialBackoff: false, maxWaitMs: null };
  const bash = { kind: "inline", text: "true" } as const;
  if (kind === "BranchTask") return { ...base, kind, bash, python: null, branches: [], otherwise: [] };
  if (kind === "ShortCircuitTask") return { ...base, kind, bash, python: null, condition: null, ignoreDownstreamTriggerRules };
  return kind === "EmptyTask" ? { ...base, kind } : { ...base, kind, bash };
}

export function imageOf(tasks: readonly Task[], selection: readonly string[] | null = null): RunImage {
  const graph = buildRunGraph({ tasks: [...tasks] });
  return createImage({
    key: 1,
    dagId: "d",
    runId: "r",
    graph,
    selection: selection && new Set(selection.map((id) => graph.indexOf.get(id) ?? -1)),
    run: { state: "queued", startedAt: null, endedAt: null, reason: null, cancelling: false },
    tasks: tasks.map((one) => freshTask(one.retries + 1)),
  });
}

/** Decides and applies, as the scheduler does. */
export function send(image: RunImage, signal: RunSignal): Decision {
  const decision = decide(image, signal);
  applyDecision(image, decision);
  return decision;
}

/** `a:success b:none`, in task order, and instances after them. */
export function states(image: RunImage): string {
  return image.tasks.map((record, index) => `${taskIdAt(image, index)}:${record.state}`).join(" ");
}
