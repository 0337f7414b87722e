/** Builders of small runs for tests: tasks by short text, records by name. */
import type { Task } from "../../shared/model/dag.ts";
import { applyDecision, createImage, freshTask, type Decision, type RunImage } from "./run-image.ts";
import { buildRunGraph } from "./run-graph.ts";
import { decide, type RunSignal } from "./run-machine.ts";

type Changes = Partial<Pick<Task, "deps" | "retries" | "retryDelayMs" | "retryBackoff" | "triggerRule" | "enabled" | "onCrash">> & { kind?: "BashTask" | "EmptyTask" };

export function task(id: string, changes: Changes = {}): Task {
  const { kind = "BashTask", ...rest } = changes;
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
  return kind === "EmptyTask" ? { ...base, kind } : { ...base, kind, bash: { kind: "inline", text: "true" } };
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

/** `a:success b:none`, in task order. */
export function states(image: RunImage): string {
  return image.tasks.map((record, index) => `${image.graph.tasks[index]?.id}:${record.state}`).join(" ");
}
