import { describe, expect, it } from "vitest";
import type { Dag } from "../../../../shared/model/dag.ts";
import { readDraft, refusalOf } from "./run-draft.ts";

const dag = { id: "claims", params: { min_rows: { type: "integer", default: 10, minimum: 0 } } } as unknown as Dag;
const draft = { fields: { min_rows: "10" }, conf: "{}", logicalDate: "", tasks: [] };

describe("run draft", () => {
  it("asks for no more than was changed", () => {
    expect(readDraft(dag, draft)).toEqual({ input: { dagId: "claims" }, problems: {} });
    expect(readDraft(dag, { fields: { min_rows: "5" }, conf: '{"user_id": "u-1"}', logicalDate: "2026-03-08T02:30", tasks: ["a"] })).toEqual({
      input: { dagId: "claims", params: { min_rows: 5 }, conf: { user_id: "u-1" }, logicalDate: Date.UTC(2026, 2, 8, 2, 30), tasks: ["a"] },
      problems: {},
    });
  });

  it("names every mistake at its field", () => {
    expect(readDraft(dag, { ...draft, fields: { min_rows: "-1" }, conf: '{"a": }', logicalDate: "yesterday" }).problems).toEqual({
      "params.min_rows": "Found -1; expected at least 0.",
      conf: 'Line 1, column 7: Found "}", which cannot stand here',
      logicalDate: 'Found "yesterday"; expected a date and a time',
    });
  });
});

describe("refusal", () => {
  it("goes to the params it names", () => {
    const failure = { code: "params/invalid", message: "no", details: { problems: [{ param: "min_rows", message: "too few" }, { param: "ghost", message: "x" }, 7] } };
    expect(refusalOf(failure, ["min_rows"])).toEqual({ problems: { "params.min_rows": "too few" }, message: null });
  });

  it("goes to conf, and to the form when it belongs nowhere", () => {
    expect(refusalOf({ code: "conf/invalid", message: "too long", details: {} }, [])).toEqual({ problems: { conf: "too long" }, message: null });
    expect(refusalOf({ code: "workspace/untrusted", message: "not trusted", details: {} }, [])).toEqual({ problems: {}, message: "not trusted" });
  });
});
