/** A gate in a sentence. Pure. */
import type { WaitGate } from "../../../../shared/contract/waiting.ts";
import { t } from "../../../strings/t.ts";

/** Pools that nobody bounded have more slots than a machine has. */
const boundless = 1_000_000_000;

export function gateWords(gate: WaitGate): string {
  switch (gate.kind) {
    case "run":
      if (gate.isOpen) return t("The run has begun.");
      if (gate.backfill !== undefined) return backfillWords(gate, gate.backfill);
      return gate.ahead > 0 ? t("The run is queued: at most {{limit}} of this DAG's runs go at once, and {{ahead}} in the queue come first.", gate) : t("The run is queued: at most {{limit}} of this DAG's runs go at once. It is the next.", gate);
    case "cancel":
      return t("The run is being cancelled: nothing new starts in it.");
    case "chosen":
      return gate.why === "disabled" ? t("The task is disabled in the DAG file.") : t("The run was started for other tasks only.");
    case "dependencies":
      return dependencyWords(gate);
    case "setups":
      return t("It needs its setups: {{done}} of {{total}} have succeeded.", { done: gate.done, total: gate.total });
    case "past":
      return pastWords(gate);
    case "retry":
      return t("The try before failed; the pause before the next one is not over.");
    case "watch":
      return gate.waitsFor === null ? t("It waits without a slot and is about to look.") : t("It waits for {{what}}. It holds no slot.", { what: gate.waitsFor });
    case "engine":
      return gate.words === null ? t("The engine starts tasks.") : gate.words;
    case "limit":
      return limitWords(gate);
    case "pool":
      if (gate.limit >= boundless) return t("Pool {{pool}} has no bound.", gate);
      if (gate.needs > gate.limit) return t("Pool {{pool}} has {{limit}} slots and the task needs {{needs}}: it cannot start before the pool has more.", gate);
      if (gate.needs > 1) return gate.isOpen ? t("Pool {{pool}}: {{used}} of {{limit}} slots are taken; the task needs {{needs}}.", gate) : t("Pool {{pool}} has too little room: {{used}} of {{limit}} slots are taken and the task needs {{needs}}.", gate);
      return gate.isOpen ? t("Pool {{pool}}: {{used}} of {{limit}} slots are taken.", gate) : t("Pool {{pool}} is full: {{used}} of {{limit}} slots are taken.", gate);
    case "parallelism":
      if (gate.kept > 0) return t("Engine: {{used}} of {{limit}} slots are taken, {{kept}} of which are kept for latency-sensitive DAGs such as this one.", gate);
      return gate.isOpen ? t("Engine: {{used}} of {{limit}} slots are taken.", gate) : t("The engine is full: {{used}} of {{limit}} slots are taken.", gate);
    case "order":
      if (gate.ahead === null) return t("It queues for a slot once the gates above are open: the greater priority first. Its own is {{priority}}.", gate);
      return gate.ahead === 0 ? t("It is the next in its pool. Its priority is {{priority}}.", gate) : t("{{count}} tasks come before it in its pool. Its priority is {{priority}}.", { count: gate.ahead, priority: gate.priority });
    case "instances":
      if (gate.total === null) return t("It is a mapped task: its expansion comes first, and says which instances there are.");
      return t("{{done}} of {{total}} instances have ended.", { done: gate.done, total: gate.total });
    case "start":
      return gate.isOpen ? t("Its process runs.") : t("It has its slot; its process is being started.");
  }
}

function limitWords({ name, used, limit, isOpen }: Extract<WaitGate, { kind: "limit" }>): string {
  const counts = { used, limit, name };
  if (isOpen) return t("{{name}}: {{used}} of {{limit}} run.", counts);
  if (name === "max_active_tasks") return t("At most {{limit}} tasks of this run may go at once ({{name}}).", counts);
  if (name === "max_active_tis_per_dag") return t("At most {{limit}} of this task may go at once in all runs of the DAG ({{name}}).", counts);
  return t("At most {{limit}} of this task may go at once in this run ({{name}}).", counts);
}

function pastWords({ isOpen, isMissing, withDownstream, holders }: Extract<WaitGate, { kind: "past" }>): string {
  if (isOpen) return withDownstream ? t("In the run before, the task and those right after it are done.") : t("In the run before, the task is done.");
  const of = { run: holders[0]?.runId ?? "" };
  if (isMissing) return t("It depends on the run before, {{run}}, which does not have this task. Mark it here as success to go on.", of);
  return withDownstream ? t("It depends on the run before, {{run}}: the task and those right after it have to succeed there, or be skipped.", of) : t("It depends on the run before, {{run}}: the task has to succeed there, or be skipped.", of);
}

function backfillWords({ limit, ahead }: Extract<WaitGate, { kind: "run" }>, { id, isPaused }: { readonly id: number; readonly isPaused: boolean }): string {
  if (isPaused) return t("The run is queued: its backfill {{id}} is paused. Resume it on the page of the DAG.", { id });
  return t("The run is queued: at most {{limit}} runs of backfill {{id}} go at once, and {{ahead}} in the queue come first.", { id, limit, ahead });
}

function dependencyWords({ rule, done, total, verdict }: Extract<WaitGate, { kind: "dependencies" }>): string {
  if (total === 0) return t("It needs no other task.");
  const counts = { done, total, rule };
  if (verdict === "run") return t("{{done}} of {{total}} upstream tasks have ended; its trigger rule {{rule}} is met.", counts);
  if (verdict === "wait") return t("It waits for upstream tasks: {{done}} of {{total}} have ended; its trigger rule is {{rule}}.", counts);
  return t("Its trigger rule {{rule}} cannot be met any more.", counts);
}
