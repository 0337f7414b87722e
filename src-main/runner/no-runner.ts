/** The runner of an engine that only looks: none. Nothing is started, and nobody answers. */
import type { RunnerClient } from "./client.ts";

export function noRunner(pythonSupport: string): RunnerClient {
  const nothing = (): void => {};
  return {
    pid: null,
    pythonSupport,
    snapshot: { sameRunner: false, live: [], exited: [] },
    start: () => {
      throw new Error("An engine that only looks starts nothing.");
    },
    stop: nothing,
    acknowledge: nothing,
    onSignals: nothing,
    onTrouble: nothing,
    ping: nothing,
    close: async () => {},
  };
}
