import { describe, expect, it } from "vitest";
import type { DagSummary } from "../../shared/contract/dags.ts";
import { paletteItems, type PaletteSources } from "./palette-items.ts";

function dag(dagId: string): DagSummary {
  return { dagId, file: `${dagId}.dag.yaml`, owner: null, doc: null, tags: [], scheduleText: null, scheduleWords: null, timezone: "UTC", nextRunAt: null, scheduleOn: false, taskCount: 1, errors: 0, warnings: 0, lastRuns: [] };
}

const sources: PaletteSources = {
  dags: [dag("claims_daily"), dag("flights")],
  hits: [{ dagId: "flights", runId: "manual__1", state: "failed", key: "user_id", value: "u-1042", source: "search_key", remote: null, queuedAt: 1 }],
  catalogs: [{ connection: "warehouse", takenAt: 0, tables: [{ schema: "final", name: "fact_flight", kind: "table", rowCount: 1, columns: [] }] }],
  open: [{ key: "dag:flights", title: "flights", hash: "#/dags/flights" }],
  names: { tasks: [{ dagId: "flights", taskId: "load", kind: "SqlTask" }], files: ["data/fl.csv"], assets: ["s3://fl/orders"] },
  keysOf: () => ["$mod+x"],
  mayRun: (id) => id === "go.runs" || id === "palette.open",
};

const titles = (typed: string): string[] => paletteItems(typed, sources).map((item) => `${item.group}: ${item.title}`);

describe("paletteItems", () => {
  it("finds DAGs, runs, tables and commands by one word", () => {
    expect(titles("fl")).toEqual(["DAGs: flights", "Files: fl.csv", "Tables: final.fact_flight", "Assets: s3://fl/orders", "Tasks: load", "Runs: manual__1", "Search: Find “fl” in all runs"]);
  });

  it("offers only commands after >, and only those that somebody answers", () => {
    expect(titles("> ")).toEqual(["Commands: Go to runs"]);
  });

  it("offers what was open before, then DAGs, before anything is typed", () => {
    expect(titles("")).toEqual(["Open: flights", "DAGs: claims_daily", "DAGs: flights"]);
  });
});
