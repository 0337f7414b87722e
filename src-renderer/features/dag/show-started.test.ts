import { expect, it, vi } from "vitest";
import { showStarted } from "./show-started.ts";

it.each([
  ["#/dags/orders", "#/dags/orders/runs/one"],
  ["#/dags/orders/runs/zero?task=load", "#/dags/orders/runs/one"],
  ["#/runs", "#/runs"],
  ["#/dags/other", "#/dags/other"],
  ["#/dags/orders/runs/zero?task=save", "#/dags/orders/runs/one?task=save"],
  ["#/dags/orders/runs/zero?with=first", "#/dags/orders/runs/one"],
  ["#/dags/orders/runs/one?with=second", "#/dags/orders/runs/one?with=second"],
])("of a run begun on the page of orders, a person at %s sees %s", (hash, shown) => {
  const location = { hash };
  vi.stubGlobal("location", location);
  showStarted("orders", { page: "run", dagId: "orders", runId: "one" }, { taskId: "load", other: "first" });
  expect(location.hash).toBe(shown);
});
