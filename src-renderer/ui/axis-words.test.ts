import { describe, expect, it } from "vitest";
import { axisWords } from "./axis-words.ts";

const column = { min: "Arizona", max: "Washington", buckets: [{ label: "Texas", count: 9 }, { label: "Ohio", count: 2 }] };

describe("axisWords", () => {
  it("names a range only where the bars have an order", () => {
    expect([axisWords({ ...column, type: "VARCHAR" }), axisWords({ ...column, type: "TIMESTAMP WITH TIME ZONE" }), axisWords({ ...column, type: "DECIMAL(10,2)" }), axisWords({ ...column, type: "VARCHAR", buckets: [] })]).toEqual([
      ["Commonest: Texas"],
      ["Arizona", "Washington"],
      ["Arizona", "Washington"],
      ["No values"],
    ]);
  });
});
