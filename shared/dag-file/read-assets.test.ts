import { describe, expect, it } from "vitest";
import { conditionText, conditionWords } from "../model/asset.ts";
import { parseDag } from "./parse-dag.ts";

function read(schedule: string, outlets = "x") {
  const { dag, diagnostics } = parseDag(`dag: d\nschedule: ${schedule}\ntasks:\n  t: { config_type: EmptyTask, outlets: ${outlets} }\n`, { file: "d.dag.yaml" });
  return { dag, said: diagnostics.map(({ severity, line, column, message }) => `${severity} ${line}:${column} ${message}`) };
}

describe("assets in a DAG file", () => {
  it.each([
    ["{assets: claims.paid}", "claims.paid", "When claims.paid was loaded"],
    ["{assets: [claims.paid, Claims.Members]}", "claims.paid & claims.members", "When claims.paid and claims.members were loaded"],
    ["{assets: {any: [crm/Sales.Orders, s3://Bucket/a]}}", "crm/sales.orders | s3://Bucket/a", "When crm/sales.orders or s3://Bucket/a was loaded"],
    ["{assets: {all: [a, {any: [b, c]}]}}", "a & (b | c)", "When a and (b or c) were loaded"],
    ["{assets: [warehouse/claims.paid]}", "claims.paid", "When claims.paid was loaded"],
    ["[{assets: [a, [b, c]]}, '@daily']", "a & (b & c)", "When a and (b and c) were loaded"],
  ])("are a condition: %s", (schedule, text, words) => {
    const { dag, said } = read(schedule);
    expect([said, dag?.assets && conditionText(dag.assets), dag?.assets && conditionWords(dag.assets)]).toEqual([[], text, words]);
  });

  it("stand beside a time in a list, and are what a task loads", () => {
    const { dag } = read("['@daily', {assets: a}]", "[S.T, other]");
    expect([dag?.schedule?.kind, dag?.assets, dag?.tasks[0]?.outlets]).toEqual(["cron", { kind: "asset", name: "a" }, ["s.t", "other"]]);
  });

  it.each([
    ["{assets: []}", "x", "error 2:20 `schedule.assets`: found a list of 0; expected at least one name."],
    ["{assets: {any: []}}", "x", "error 2:26 `schedule.assets.any`: found a list of 0; expected at least one name."],
    ["{asset: a}", "x", "warning 2:12 The key `asset` is not known in `schedule`; it is kept and not used. Did you mean `assets`?"],
    ["{assets: a, every: 2h}", "x", "error 2:23 `schedule.every` stands beside `assets`; a time and assets are two items of a list: ['@daily', {assets: […]}]."],
    ["{assets: {any: [a, b], all: [c]}}", "x", "error 2:34 `schedule.assets.all` stands beside `any`; put one into the other: {all: [a, {any: [b, c]}]}."],
    ["[{assets: a}, {assets: b}]", "x", "error 2:34 `schedule[1].assets`: a schedule has one condition on assets, and schedule[0].assets is one. Write both as one: {assets: {any: […]}}."],
    ["{assets: [a, a]}", "x", 'error 2:24 `schedule.assets[1]`: the asset "a" stands in this list already; name it once.'],
    ["{assets: 'a b'}", "x", 'error 2:20 `schedule.assets`: the asset name "a b" holds " "; a name has no blanks, quotes, brackets or commas, such as claims.paid, crm/sales.orders or s3://bucket/orders.'],
    ["{assets: '{{ ds }}'}", "x", 'error 2:20 `schedule.assets`: the asset name "{{ ds }}" holds a template; assets are known before anything runs, so write the name itself.'],
    ["null", "[]", "error 4:41 `tasks.t.outlets`: found a list of 0; expected at least one name."],
    ["null", "[S.T, s.t]", 'error 4:47 `tasks.t.outlets[1]`: the asset "s.t" stands in this list already; name it once.'],
    ["null", "{name: a}", "error 4:41 `tasks.t.outlets`: found a mapping; expected a name such as claims.paid, or a list of names."],
  ])("are refused with the place: %s, %s", (schedule, outlets, message) => {
    expect(read(schedule, outlets).said).toContain(message);
  });
});
