/** How long tasks and edges took over many runs. Runs come one by one and leave numbers only. */
import type { AskHistory } from "../../shared/contract/run-graph.ts";
import { tallyLatencies, type LatencyHistory } from "../../shared/run-view/edge-latency.ts";
import type { RunSource, StopSignal } from "../ports/run-source.ts";

const usualRuns = 100;

export async function latencyHistory(source: RunSource, ask: AskHistory, signal?: StopSignal): Promise<LatencyHistory> {
  const { run, graph } = await source.get(ask);
  const tally = tallyLatencies(graph);
  const filter = { limit: ask.limit ?? usualRuns, ...(ask.earlier === true ? { before: run.queuedAt } : {}) };
  for await (const each of source.instants(ask.dagId, filter, signal)) {
    const { startedAt, tasks, originAt, state, endedAt } = each;
    tally.add({ startedAt, tasks, span: { originAt, goodEndAt: state === "success" ? endedAt : null } });
  }
  return tally.result();
}
