import { describe, expect, it } from "vitest";
import { commands } from "../../shared/commands/commands.ts";
import type { DagSummary } from "../../shared/contract/dags.ts";
import { paletteItems, type PaletteSources } from "./palette-items.ts";

const dag = (dagId: string): DagSummary => ({ dagId, file: `${dagId}.dag.yaml`, owner: null, doc: null, tags: [], scheduleText: null, scheduleWords: null, timezone: "UTC", nextRunAt: null, scheduleOn: false, taskCount: 1, errors: 0, warnings: 0, lastRuns: [] });
const table = (name: string) => ({ schema: "final", name, kind: "table" as const, rowCount: 1, columns: [] });
const sources: PaletteSources = {
  dags: ["birdstrikes", "failing_check", "onboarding", "run_report", "find_duplicates"].map(dag),
  open: [],
  names: { tasks: [], files: [], assets: [] },
  hits: [],
  catalogs: [{ connection: "warehouse", takenAt: 0, tables: ["fact_strike", "dim_airport", "strikes_by_state"].map(table) }],
  keysOf: () => [],
  mayRun: (id) => commands.some((command) => command.id === id && command.when.every((context) => ["workspace", "writable", "trusted", "dag", "tab", "desktop"].includes(context))),
};
const first = (typed: string, more: Partial<PaletteSources> = {}): string => paletteItems(typed, { ...sources, ...more })[0]?.title ?? "";

// What a person types, and what Enter has to do then.
const wanted: readonly (readonly [typed: string, first: string])[] = [
  ["settings", "Settings"],
  ["dark", "Dark theme"],
  ["new dag", "New DAG…"],
  ["run dag", "Run DAG…"],
  ["find a run", "Find a run"],
  ["go to runs", "Go to runs"],
  ["assets", "Go to assets"],
  ["birds", "birdstrikes"],
  ["run_report", "run_report"],
  ["fact_strike", "final.fact_strike"],
  ["airport", "final.dim_airport"],
  ["copy diag", "Copy diagnostics"],
  ["sql query", "New SQL query"],
  ["keyboard shortcuts", "Keyboard shortcuts"],
  ["zoom", "Zoom in"],
];

describe("what the palette offers first", () => {
  it.each(wanted)("%s → %s", (typed, title) => {
    expect(first(typed)).toBe(title);
  });

  it("is the run that has the value, where a value was typed", () => {
    const hits = [{ dagId: "onboarding", runId: "manual__1", state: "failed" as const, key: "user_id", value: "U-1042", source: "search_key" as const, remote: null, queuedAt: 1 }];
    expect(first("U-1042", { hits })).toBe("manual__1");
  });

  it("is the search in all runs only where nothing has the name", () => {
    expect([first("zqxjk"), paletteItems("settings", sources).at(-1)?.group]).toEqual(["Find “zqxjk” in all runs", "Search"]);
  });
});
