import { expect, it } from "vitest";
import type { ResultColumn } from "../../../../../shared/contract/sql.ts";
import { choicesOf, firstSpec, fitted, titleOf } from "./chart-choice.ts";

const column = (name: string, kind: ResultColumn["kind"]): ResultColumn => ({ name, kind, type: kind });
const [id, city, day, amount] = [column("user_id", "integer"), column("city", "text"), column("day", "date"), column("amount", "decimal")];

it("shows figures over time first, else by group, else how they are spread, never sums of ids", () => {
  expect(firstSpec([id, city, day, amount])).toEqual({ kind: "line", x: 2, y: 3, aggregate: "sum", series: null });
  expect(firstSpec([id, city])).toEqual({ kind: "bar", x: 1, y: null, aggregate: "count", series: null });
  expect(firstSpec([amount])).toEqual({ kind: "histogram", x: 0, y: null, aggregate: "count", series: null });
  for (const name of ["ID", "claimId", "flight_no", "member key", "zip", "id_airport", "year"]) expect(firstSpec([city, column(name, "integer")])).toMatchObject({ y: null, aggregate: "count" });
  for (const name of ["paid", "total_amount", "casino", "days"]) expect(firstSpec([city, column(name, "integer")])).toMatchObject({ y: 1, aggregate: "sum" });
  expect(firstSpec([id])).toEqual({ kind: "bar", x: 0, y: null, aggregate: "count", series: null });
});

it("fits what was chosen to another kind of chart, or says that it cannot be", () => {
  const columns = [id, city, day, amount];
  expect(fitted(columns, { kind: "scatter", x: 1, y: 1, aggregate: "count", series: 1 })).toEqual({ kind: "scatter", x: 0, y: 3, aggregate: "count", series: 1 });
  expect(fitted(columns, { kind: "bar", x: 1, y: 1, aggregate: "sum", series: null })).toMatchObject({ aggregate: "count" });
  expect(fitted([city], { kind: "histogram", x: 0, y: null, aggregate: "count", series: null })).toBeNull();
  expect(fitted([city, day], { kind: "scatter", x: 1, y: null, aggregate: "count", series: null })).toBeNull();
  expect(choicesOf(columns, { kind: "bar", x: 1, y: 3, aggregate: "sum", series: null }).aggregates[0]).toBe("sum");
});

it("names a chart in words", () => {
  expect(titleOf([id, city, day, amount], { kind: "bar", x: 1, y: 3, aggregate: "avg", series: 2 })).toBe("average of amount by city, for each day");
  expect(titleOf([amount], { kind: "histogram", x: 0, y: null, aggregate: "count", series: null })).toBe("How amount is spread");
});
