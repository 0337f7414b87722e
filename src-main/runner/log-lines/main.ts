/** The thread that reads logs. It only answers; whoever started it ends it. */
import { parentPort } from "node:worker_threads";
import { LogDesk } from "./log-desk.ts";
import type { FromLogs, LogCalls, ToLogs } from "./protocol.ts";

const desk = new LogDesk();
const stopped = new Set<number>();

parentPort?.on("message", (message: ToLogs) => {
  if (message.call === "stop") stopped.add(message.id);
  else void answer(message);
});

async function answer({ id, call, input }: Exclude<ToLogs, { call: "stop" }>): Promise<void> {
  try {
    const value = await work(call, input, id);
    say({ id, value });
  } catch (error) {
    say({ id, error: error instanceof Error ? { name: error.name, message: error.message } : { name: "Error", message: String(error) } });
  } finally {
    stopped.delete(id);
  }
}

function work(call: keyof LogCalls, input: unknown, id: number): unknown {
  if (call === "find") return desk.find(input as LogCalls["find"]["input"], (part) => say({ id, part }), () => stopped.has(id));
  return desk[call](input as never);
}

function say(message: FromLogs): void {
  parentPort?.postMessage(message);
}
