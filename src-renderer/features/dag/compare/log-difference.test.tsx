// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { CompareLogs, LogComparison } from "../../../../shared/contract/compare.ts";
import type { TaskSide } from "../../../../shared/run-view/comparison.ts";
import { Around, testRpc } from "../../../rpc/test-rpc.tsx";
import { LogDifference } from "./log-difference.tsx";

afterEach(cleanup);

const side = { startedAt: 1, tryNumber: 1 } as TaskSide;
const place = { offset: 9, line: 1000, skipped: 0 } as unknown as NonNullable<CompareLogs["from"]>["before"];

it("reads the logs of other runs from their beginning, however far the ones before were read", async () => {
  const asked: CompareLogs[] = [];
  const unread: LogComparison = { kind: "unread", lines: 1000, readBytes: 1, size: 2, from: { before: place, after: place } };
  const rpc = testRpc({ "compare.logs": (input: CompareLogs) => (asked.push(input), input.from === undefined ? unread : { kind: "same", lines: 2000, isOpen: false }) });
  const shown = (runId: string) => (
    <Around rpc={rpc}>
      <LogDifference sides={{ before: { dagId: "d", runId, taskId: "t" }, after: { dagId: "d", runId: "now", taskId: "t" } }} before={side} after={side} />
    </Around>
  );
  const { rerender } = render(shown("old"));
  fireEvent.click(await screen.findByRole("button", { name: "Read on" }));
  expect(await screen.findByText("All 2,000 lines are the same.")).toBeDefined();
  rerender(shown("older"));
  expect(await screen.findByRole("button", { name: "Read on" })).toBeDefined();
  expect(asked.map(({ before, from }) => [before.runId, from !== undefined])).toEqual([["old", false], ["old", true], ["older", false]]);
});
