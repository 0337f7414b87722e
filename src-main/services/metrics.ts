/** Figures for Prometheus, in its text format: how many tasks and runs ended how, how long they took, and what lay between them. */
import type { EngineEvent } from "../../shared/contract/engine.ts";
import type { TaskInstance } from "../../shared/model/run.ts";
import { isRunFinished } from "../../shared/model/states.ts";
import type { Clock, Disposable } from "../ports/machine.ts";
import type { EventHub } from "./event-hub.ts";

const spans = ["decision", "queue", "start"] as const;
/** Upper bounds in seconds. */
const bounds = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 7_200];
/** An end that is told later than this was found after a crash, or marked: it says nothing of how quick the engine is. */
const staleMs = 60_000;

class Histogram {
  readonly #counts = bounds.map(() => 0);
  #sum = 0;
  #count = 0;

  add(ms: number): void {
    const seconds = Math.max(0, ms) / 1_000;
    this.#sum += seconds;
    this.#count += 1;
    bounds.forEach((bound, at) => {
      if (seconds <= bound) this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    });
  }

  lines(name: string, label = ""): string[] {
    const within = label === "" ? "" : `{${label}}`;
    const bucket = (le: string, count: number): string => `${name}_bucket{${label === "" ? "" : `${label},`}le="${le}"} ${count}`;
    return [...bounds.map((bound, at) => bucket(String(bound), this.#counts[at] ?? 0)), bucket("+Inf", this.#count), `${name}_sum${within} ${this.#sum}`, `${name}_count${within} ${this.#count}`];
  }
}

export interface MetricsParts {
  readonly clock: Clock;
  readonly events: EventHub;
  readonly counts: () => { readonly running: number; readonly queued: number };
  readonly isHealthy: () => boolean;
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

const head = (name: string, type: string, help: string): string[] => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
