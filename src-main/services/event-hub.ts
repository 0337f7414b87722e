/**
 * The one live stream: numbers what changed, keeps the latest for windows that come back, and hands each subscriber
 * batches at most every 16 ms. Owns no state of the domain.
 */
import type { EngineEvent } from "../../shared/contract/engine.ts";
import type { Clock, Disposable } from "../ports/machine.ts";

type Unnumbered<Event> = Event extends unknown ? Omit<Event, "seq"> : never;
export type NewEvent = Unnumbered<EngineEvent>;

const keptEvents = 1_000;
const keptWhenIdle = 50;
const batchMs = 16;

export interface EventHub {
  publish(events: readonly NewEvent[]): void;
  /** The number of the last event. */
  seq(): number;
  /** Called with every batch as it is published, in order. */
  tap(listener: (events: readonly EngineEvent[]) => void): Disposable;
  /** Forgets all but the latest: who comes back from further behind reads anew. */
  trim(): void;
  /** Batches after `after`; ends when the signal aborts. */
  subscribe(after: number | undefined, instanceId: string | undefined, signal: AbortSignal | undefined): AsyncGenerator<EngineEvent[]>;
}

export function createEventHub(clock: Clock, instanceId: string): EventHub {
  let seq = 0;
  const kept: EngineEvent[] = [];
  const listeners = new Set<(events: readonly EngineEvent[]) => void>();

  const publish = (events: readonly NewEvent[]): void => {
    if (events.length === 0) return;
    const numbered = events.map((event) => ({ ...event, seq: (seq += 1) }) as EngineEvent);
    for (const event of numbered) kept.push(event);
    if (kept.length > keptEvents * 2) kept.splice(0, kept.length - keptEvents);
    for (const listener of listeners) tell(listener, numbered);
  };
  const reset = (): EngineEvent => ({ kind: "reset", seq, instanceId });

  const missedSince = (after: number | undefined, instance: string | undefined): EngineEvent[] => {
    const first = kept[0]?.seq ?? seq + 1;
    if ((instance !== undefined && instance !== instanceId) || after === undefined) return [reset()];
    if (after === seq && seq > 0) return [];
    return after === 0 || after < first - 1 || after > seq ? [reset()] : kept.slice(after - first + 1);
  };

  const tap: EventHub["tap"] = (listener) => {
    listeners.add(listener);
    return { dispose: () => void listeners.delete(listener) };
  };

  async function* subscribe(after: number | undefined, instance: string | undefined, signal: AbortSignal | undefined): AsyncGenerator<EngineEvent[]> {
    let waiting = missedSince(after, instance);
    let wake: (() => void) | null = null;
    const subscription = tap((events) => {
      if (waiting.length + events.length > keptEvents) waiting = [reset()];
      else for (const event of events) waiting.push(event);
      wake?.();
    });
    const onAbort = (): void => wake?.();
    signal?.addEventListener("abort", onAbort);
    try {
      while (!signal?.aborted) {
        if (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        wake = null;
        if (signal?.aborted) return;
        const batch = compact(waiting);
        waiting = [];
        if (batch.length > 0) yield batch;
        await new Promise<void>((resolve) => void clock.after(batchMs, resolve));
      }
    } finally {
      signal?.removeEventListener("abort", onAbort);
      subscription.dispose();
    }
  }

  const trim = (): void => void kept.splice(0, Math.max(0, kept.length - keptWhenIdle));
  return { publish, seq: () => seq, tap, trim, subscribe };
}

/** What was published is committed: nobody who listens may undo what follows from it. */
function tell(listener: (events: readonly EngineEvent[]) => void, events: readonly EngineEvent[]): void {
  try {
    listener(events);
  } catch (thrown) {
    queueMicrotask(() => process.emitWarning(thrown instanceof Error ? thrown : String(thrown)));
  }
}

/** Of a run or the engine only the latest state in a batch matters; of tasks each one's latest. */
export function compact(events: readonly EngineEvent[]): EngineEvent[] {
  const latest = new Map<string, EngineEvent>();
  for (const event of events) {
    const key = keyOf(event);
    const before = latest.get(key);
    latest.delete(key);
    latest.set(key, before?.kind === "tasks" && event.kind === "tasks" ? mergeTasks(before, event) : event);
  }
  return [...latest.values()].sort((one, other) => one.seq - other.seq);
}

function keyOf(event: EngineEvent): string {
  if (event.kind === "run") return `run/${event.run.dagId}/${event.run.runId}`;
  if (event.kind === "tasks") return `tasks/${event.dagId}/${event.runId}`;
  if (event.kind === "warehouse") return `warehouse/${event.connection}/${event.table}`;
  if (event.kind === "audit") return `audit/${event.dagId ?? ""}`;
  return event.kind === "engine" ? "engine" : `${event.kind}/${event.seq}`;
}

function mergeTasks(before: Extract<EngineEvent, { kind: "tasks" }>, after: Extract<EngineEvent, { kind: "tasks" }>): EngineEvent {
  const tasks = new Map(before.tasks.map((task) => [task.taskId, task]));
  for (const task of after.tasks) tasks.set(task.taskId, task);
  return { ...after, tasks: [...tasks.values()] };
}
