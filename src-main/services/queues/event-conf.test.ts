import { describe, expect, it } from "vitest";
import { dagOf } from "../test-world.ts";
import { confFor } from "./event-conf.ts";

const dag = dagOf("dag: d\nqueue: { folder: in }\nparams: { user: { type: string, minLength: 2 }, size: 3 }\ntasks:\n  t: { config_type: EmptyTask }\n");

describe("an event of a DAG with params", () => {
  it("gives them under their names; one that cannot is told with every reason", () => {
    expect(confFor(dag, '{"user": "ada", "other": 1}')).toEqual({ user: "ada", other: 1 });
    expect(confFor(dag, '{"size": "3"}')).toBe('it does not fit the params of DAG "d": Param "user": no value was given and it has no default. Param "size": found the text "3"; expected a whole number: write 3 without quotes');
    expect(confFor(dag, "[1]")).toContain("expected a JSON object");
  });
});
