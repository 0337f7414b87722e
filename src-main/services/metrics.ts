/** Figures for Prometheus, in its text format: how many tasks and runs ended how, how long they took, and what lay between them. */
import type { EngineEvent } from "../../shared/contract/engine.ts";
import type { TaskInstance } from "../../shared/model/run.ts";
import { isRunFinished } from "../../shared/model/states.ts";
import type { Clock, Disposable } from "../ports/machine.ts";
import type { EventHub } from "./event-hub.ts";
import { Histogram } from "./histogram.ts";
import type { QueueStanding } from "./queues/queue-standing.ts";

const spans = ["decision", "queue", "start"] as const;
/** An end that is told later than this was found after a crash, or marked: it says nothing of how quick the engine is. */
const staleMs = 60_000;

export interface MetricsParts {
  readonly clock: Clock;
  readonly events: EventHub;
  readonly counts: () => { readonly running: number; readonly queued: number };
  readonly isHealthy: () => boolean;
  /** Of those that are on. */
  readonly queues: () => readonly QueueStanding[];
}

export class Metrics {
  readonly #parts: MetricsParts;
  readonly #tap: Disposable;
  readonly #tasks = new Map<string, number>();
  readonly #runs = new Map<string, number>();
  readonly #durations = new Histogram();
  readonly #latencies = { decision: new Histogram(), queue: new Histogram(), start: new Histogram() };

  constructor(parts: MetricsParts) {
    this.#parts = parts;
    this.#tap = parts.events.tap((batch) => {
      for (const event of batch) this.#take(event);
    });
  }

  close(): void {
    this.#tap.dispose();
  }

  text(): string {
    const { running, queued } = this.#parts.counts();
    const lines = [
      ...head("dagwright_healthy", "gauge", "1 while the engine is well."),
      `dagwright_healthy ${Number(this.#parts.isHealthy())}`,
      ...head("dagwright_tasks", "gauge", "Tasks that hold a slot, and that wait for one."),
      `dagwright_tasks{state="running"} ${running}`,
      `dagwright_tasks{state="queued"} ${queued}`,
      ...head("dagwright_tries_ended_total", "counter", "Tries that ended, by what became of their task."),
      ...[...this.#tasks].map(([state, count]) => `dagwright_tries_ended_total{state="${state}"} ${count}`),
      ...head("dagwright_dag_runs_ended_total", "counter", "DAG runs that ended, by state."),
      ...[...this.#runs].map(([state, count]) => `dagwright_dag_runs_ended_total{state="${state}"} ${count}`),
      ...head("dagwright_try_duration_seconds", "histogram", "From the start of a try to its end."),
      ...this.#durations.lines("dagwright_try_duration_seconds"),
      ...head("dagwright_handoff_seconds", "histogram", "Between dependent tasks: decision from the end of a task until what follows is stored, queue until a slot is given, start until the process runs."),
      ...spans.flatMap((span) => this.#latencies[span].lines("dagwright_handoff_seconds", `span="${span}"`)),
      ...queueLines(this.#parts.queues()),
    ];
    return `${lines.join("\n")}\n`;
  }

  #take(event: EngineEvent): void {
    if (event.kind === "run" && isRunFinished(event.run.state)) add(this.#runs, event.run.state);
    if (event.kind === "tasks") for (const task of event.tasks) this.#takeTask(task);
  }

  #takeTask({ state, scheduledAt, queuedAt, startedAt, endedAt }: TaskInstance): void {
    const now = this.#parts.clock.now();
    if (startedAt === null || queuedAt === null || endedAt === null || now - endedAt > staleMs) return;
    add(this.#tasks, state);
    this.#durations.add(endedAt - startedAt);
    this.#latencies.decision.add(now - endedAt);
    if (scheduledAt !== null) this.#latencies.queue.add(queuedAt - scheduledAt);
    this.#latencies.start.add(startedAt - queuedAt);
  }
}

const queueLabel = ({ dagId }: QueueStanding): string => `dag="${labelText(dagId)}"`;

/** As the text format has a label: one that is not quoted right spoils the whole page. */
const labelText = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

function queueLines(queues: readonly QueueStanding[]): string[] {
  if (queues.length === 0) return [];
  const each = (line: (queue: QueueStanding) => string | string[]): string[] => queues.flatMap(line);
  return [
    ...head("dagwright_queue_events_total", "counter", "Events of a queue that were dealt with, by outcome."),
    ...each((queue) => [`dagwright_queue_events_total{${queueLabel(queue)},outcome="taken"} ${queue.taken}`, `dagwright_queue_events_total{${queueLabel(queue)},outcome="set_aside"} ${queue.setAside}`]),
    ...head("dagwright_queue_waiting", "gauge", "Events that lie there and were not taken yet, as of the last look."),
    ...each((queue) => `dagwright_queue_waiting{${queueLabel(queue)}} ${queue.waiting}`),
    ...head("dagwright_queue_oldest_waiting_seconds", "gauge", "For how long the oldest event has waited, 0 while none does; of a table, since rows were first seen to wait."),
    ...each((queue) => `dagwright_queue_oldest_waiting_seconds{${queueLabel(queue)}} ${queue.oldestWaitMs / 1_000}`),
    ...head("dagwright_queue_blocked", "gauge", "1 while something keeps the queue from taking events."),
    ...each((queue) => `dagwright_queue_blocked{${queueLabel(queue)}} ${Number(queue.trouble !== null)}`),
    ...head("dagwright_queue_first_task_seconds", "histogram", "From an event to the start of the first task of its run."),
    ...each((queue) => queue.latency.lines("dagwright_queue_first_task_seconds", queueLabel(queue))),
  ];
}

const head = (name: string, type: string, help: string): string[] => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
