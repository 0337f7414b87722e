import { describe, expect, it } from "vitest";
import { paramsFor, readParams, shownKey } from "./kept-params.ts";

describe("kept params", () => {
  const kept = readParams(JSON.stringify({ day: { type: "date", value: "2026-01-31" }, n: { type: "number", value: " " }, word: { type: "text", value: "" }, none: { type: "number", value: null }, "?1": { type: "text", value: "a" } }));

  it("hands over what the text names, and says what has no value", () => {
    expect(paramsFor("select :day, :n, :word, :none, :new, ':old', ?", "duckdb", kept)).toEqual({
      params: { day: { type: "date", value: "2026-01-31" }, word: { type: "text", value: "" }, none: { type: "number", value: null }, "?1": { type: "text", value: "a" } },
      missing: ["n", "new"],
    });
    expect(paramsFor("select 'no :day'::text", "postgres", kept)).toEqual({ params: {}, missing: [] });
    expect(paramsFor("select :constructor", "postgres", kept).missing).toEqual(["constructor"]);
  });

  it("forgets what it cannot read", () => {
    expect([readParams(null), readParams("{"), readParams('{"a":{"type":"blob"}}')]).toEqual([{}, {}, {}]);
  });

  it("shows a key as it is written", () => expect(["day", "1", "?2"].map(shownKey)).toEqual([":day", "$1", "? 2"]));
});
