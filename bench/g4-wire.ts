/** Between the page and the engine: everything passes, and on top come changes of tasks at a steady rate, in the engine's own words. */
import type { Page } from "playwright";
import type { EngineEvent } from "../shared/contract/engine.ts";
import type { TaskInstance } from "../shared/model/run.ts";
import type { TaskState } from "../shared/model/states.ts";
import { pause } from "./harness.ts";

/** As the engine's hub: no more batches than these. */
const batchMs = 16;
const states: readonly TaskState[] = ["queued", "running", "success", "failed", "up_for_retry"];

export interface Wire {
  /** Sends `rate` changes a second to the page; resolves with how many were sent. */
  change(of: { readonly dagId: string; readonly runIds: readonly string[]; readonly tasks: number; readonly rate: number; readonly ms: number }): Promise<number>;
}

/** Before the page opens its address. */
export async function tapWire(page: Page): Promise<Wire> {
  let send: ((text: string) => void) | null = null;
  let stream = "";
  let seq = 0;
  await page.routeWebSocket(/.*/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => server.send(message));
    server.onMessage((message) => {
      const text = message.toString();
      const [, id] = /^\{"i":"(\w+)","t":3,"p":\{"e":"message","d":\{"json":\[\{"kind":/.exec(text) ?? [];
      if (id !== undefined) stream = id;
      for (const [, found] of text.matchAll(/"seq":(\d+)/g)) seq = Math.max(seq, Number(found));
      socket.send(message);
    });
    send = (text) => socket.send(text);
  });
  return {
    change: async ({ dagId, runIds, tasks, rate, ms }) => {
      if (send === null || stream === "") throw new Error("the page follows no events yet");
      const began = performance.now();
      let sent = 0;
      for (let next = 0; performance.now() - began < ms; next += batchMs) {
        await pause(Math.max(0, began + next - performance.now()));
        const due = Math.floor((Math.min(ms, performance.now() - began) * rate) / 1000) - sent;
        const events = runIds.map((runId, at): EngineEvent => ({ kind: "tasks", seq: (seq += 1), dagId, runId, tasks: Array.from({ length: Math.floor((due + at) / runIds.length) }, (_, index) => changed((sent + index * 7919 + at * 31) % tasks, sent + index)) }));
        sent += events.reduce((sum, event) => sum + (event.kind === "tasks" ? event.tasks.length : 0), 0);
        send(JSON.stringify({ i: stream, t: 3, p: { e: "message", d: { json: events.filter((event) => event.kind === "tasks" && event.tasks.length > 0) } } }));
      }
      return sent;
    },
  };
}

function changed(task: number, count: number): TaskInstance {
  const at = Date.now();
  return { taskId: `task_${task}`, state: states[count % states.length] ?? "running", tryNumber: 1, maxTries: 3, scheduledAt: at, queuedAt: at, startedAt: at, endedAt: null, retryAt: null, reason: null, rowsLoaded: null };
}
