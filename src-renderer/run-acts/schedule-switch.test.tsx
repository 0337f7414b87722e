// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { Notifications } from "@mantine/notifications";
import { afterEach, expect, it } from "vitest";
import type { DagSummary } from "../../shared/contract/dags.ts";
import { Around, testRpc } from "../rpc/test-rpc.tsx";
import { ScheduleSwitch } from "./schedule-switch.tsx";

afterEach(cleanup);

it("never says of a schedule that was switched that it was not, though its entry in the trail cannot be read", async () => {
  const dag = { dagId: "a", scheduleOn: false, errors: 0 } as DagSummary;
  let asked = 0;
  const rpc = testRpc({
    "schedules.plan": () => ({ runs: { count: 0 } }),
    "dags.setSchedule": () => ({ ...dag, scheduleOn: true }),
    "audit.list": () => {
      asked += 1;
      throw new Error("the wire was lost");
    },
  });
  render(
    <Around rpc={rpc}>
      <Notifications />
      <ScheduleSwitch dag={dag} />
    </Around>,
  );
  fireEvent.click(screen.getByRole("switch"));
  await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
  expect(asked).toBe(1);
  expect(screen.queryByText(/was not changed/)).toBeNull();
});

it("shows what would run before it is turned on, and does what was chosen", async () => {
  const dag = { dagId: "a", scheduleOn: false, errors: 0 } as DagSummary;
  const run = { at: 0, start: 0, end: 0 };
  const plan = { dagId: "a", at: 0, scheduleWords: "Every hour", timezone: "UTC", catchup: true, overlap: "queue", maxActiveRuns: 2, isOn: false, runs: { count: 8_760, first: run, last: run, list: [run] }, isHistoricalDrop: false, passed: { count: 0, first: null, last: null }, usualMs: 60_000, expectedMs: 262_800_000, next: [0], fallsBehind: false };
  const asked: unknown[] = [];
  const rpc = testRpc({ "schedules.plan": () => plan, "dags.setSchedule": (input: unknown) => (asked.push(input), { ...dag, scheduleOn: true }), "audit.list": () => ({ entries: [], more: false }) });
  render(
    <Around rpc={rpc}>
      <ScheduleSwitch dag={dag} />
    </Around>,
  );
  fireEvent.click(screen.getByRole("switch"));
  await screen.findByText(/8,760 runs for the past, oldest first, 2 at a time/);
  expect(asked).toEqual([]);
  fireEvent.click(screen.getByRole("button", { name: "Leave it off" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked).toEqual([]);
  fireEvent.click(screen.getByRole("switch"));
  fireEvent.click(await screen.findByRole("button", { name: "Turn on with 8,760 runs" }));
  await waitFor(() => expect(asked).toEqual([{ dagId: "a", on: true, from: "missed" }]));
});
