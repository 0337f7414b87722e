import { describe, expect, it } from "vitest";
import { emptyOutline } from "../../shared/model/dag-ui.ts";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import type { RunRow, Store } from "../ports/store.ts";
import { DagSummaries } from "./dag-summaries.ts";
import { createEventHub } from "./event-hub.ts";
import type { DagFile } from "./read-dag-file.ts";
import { HandClock } from "./test-world.ts";

function world() {
  const clock = new HandClock(Date.parse("2026-03-08T06:50:00Z"));
  const events = createEventHub(clock, "test");
  const asked = { runs: 0, on: 0 };
  const stored = { runs: ["r1"], on: new Set<string>() };
  const store = {
    runs: { list: () => ((asked.runs += 1), stored.runs.map((runId) => ({ dagId: "d", runId }) as RunRow)) },
    dagSettings: { listOn: () => ((asked.on += 1), [...stored.on]) },
  } as unknown as Store;
  const parsed = parseDag("dag: d\nowner: me\nschedule: '0 * * * *'\ntasks:\n  a: { config_type: EmptyTask }\n", { file: "d.dag.yaml" });
  const file = { dagId: "d", file: "d.dag.yaml", source: "", bytes: 0, hash: "", dag: parsed.dag, tasks: parsed.tasks, outline: emptyOutline, diagnostics: [], refersTo: [], connections: [], names: [], references: [], findings: [] } satisfies DagFile;
  return { clock, events, asked, stored, file, summaries: new DagSummaries({ store, clock, events }) };
}

describe("the summary of a DAG", () => {
  it("asks the store once, until a run or a setting changes", () => {
    const { asked, stored, events, summaries, file } = world();
    const seen = (): unknown[] => {
      const { lastRuns, scheduleOn, owner, taskCount } = summaries.of(file);
      return [lastRuns.map((run) => run.runId), scheduleOn, owner, taskCount];
    };
    expect([seen(), seen(), asked]).toEqual([[["r1"], false, "me", 1], [["r1"], false, "me", 1], { runs: 1, on: 1 }]);
    stored.runs.unshift("r2");
    events.publish([{ kind: "run", run: { dagId: "other" } as RunSummary }]);
    expect(seen()[0]).toEqual(["r1"]);
    events.publish([{ kind: "run", run: { dagId: "d" } as RunSummary }]);
    stored.on.add("d");
    events.publish([{ kind: "dags", dagIds: ["d"] }]);
    expect([seen(), asked]).toEqual([[["r2", "r1"], true, "me", 1], { runs: 2, on: 2 }]);
  });

  it("shows fewer runs of each in a list of very many", () => {
    const { stored, summaries, file } = world();
    stored.runs = Array.from({ length: 14 }, (_, index) => `r${index}`);
    const shownOf = (count: number): number[] => [...new Set(summaries.list(Array.from({ length: count }, () => file)).map(({ lastRuns }) => lastRuns.length))];
    expect([shownOf(1), shownOf(700), shownOf(2_000), shownOf(20_000)]).toEqual([[14], [14], [5], [1]]);
    expect(summaries.of(file).lastRuns).toHaveLength(14);
  });

  it("has the next instant also after it has passed, and when the clock was set back", () => {
    const { clock, summaries, file } = world();
    const next = (): string => new Date(summaries.of(file).nextRunAt ?? 0).toISOString();
    expect([next(), next()]).toEqual(["2026-03-08T07:00:00.000Z", "2026-03-08T07:00:00.000Z"]);
    clock.at = Date.parse("2026-03-08T07:00:00Z");
    expect(next()).toBe("2026-03-08T08:00:00.000Z");
    clock.at = Date.parse("2026-03-08T03:10:00Z");
    expect(next()).toBe("2026-03-08T04:00:00.000Z");
  });
});
