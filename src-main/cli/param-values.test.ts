import { describe, expect, it } from "vitest";
import { AppError } from "../../shared/errors/app-error.ts";
import { resolveParams } from "../../shared/model/params.ts";
import { withMissingParams } from "./param-values.ts";

const refusal = (given: Record<string, unknown>): AppError => {
  const resolved = resolveParams({ day: { type: "string", default: undefined }, n: { type: "integer", default: 1 }, size: { type: null, default: undefined } }, given);
  const problems = resolved.ok ? [] : resolved.problems;
  return new AppError("params/invalid", problems.map(({ message }) => message).join(" "), { problems });
};

describe("a refusal of params on the command line", () => {
  it("says how what is missing is given, and nothing where nothing is", () => {
    const told = withMissingParams(refusal({ n: "x" }));
    expect(told).toMatchObject({ code: "params/invalid", message: expect.stringMatching(/^Param "day": no value was given .* Give what is missing: --param day=… --param size=…$/), details: { problems: [{ param: "day" }, { param: "n" }, { param: "size" }] } });
    const whole = refusal({ day: "a", n: "x", size: 1 });
    expect(withMissingParams(whole)).toBe(whole);
    expect(withMissingParams("broken")).toBe("broken");
  });
});
