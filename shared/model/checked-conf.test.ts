import { describe, expect, it } from "vitest";
import { checkedConf } from "./checked-conf.ts";

describe("checkedConf", () => {
  it.each([{}, { user_id: 9007199254740991, rate: 0.1, big: 1e300, text: "9007199254740993", none: null, list: [1, { a: true }] }])("lets %j through", (conf) => {
    expect(checkedConf("d", conf)).toBe(conf);
  });

  it.each([
    ['{"user_id":9007199254740993}', "conf.user_id"],
    ['{"users":[{"id":1},{"id":-9223372036854775808}]}', "conf.users[1].id"],
  ])("refuses %s, naming the place", (text, path) => {
    expect(() => checkedConf("d", JSON.parse(text) as Record<string, unknown>)).toThrow(`DAG "d": ${path}: found a whole number of more than 15 digits`);
  });

  it("refuses a number that no run can store", () => {
    expect(() => checkedConf("d", { id: 5n })).toThrow("conf.id");
  });

  it("has nothing to say of none", () => {
    expect(checkedConf("d", undefined)).toBe(undefined);
  });
});
