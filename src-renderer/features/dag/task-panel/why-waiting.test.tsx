// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { WaitReport } from "../../../../shared/contract/waiting.ts";
import { Around, held, testRpc } from "../../../rpc/test-rpc.tsx";
import { WhyWaiting } from "./why-waiting.tsx";

afterEach(cleanup);

const reportOf = (done: number, total: number): WaitReport => ({ at: 0, state: "none", isWaiting: true, gates: [{ kind: "dependencies", isOpen: false, holders: [], holderCount: 0, expectedAt: null, rule: "all_success", done, total, verdict: "wait" }], expectedAt: null, isPaused: false });

it("never shows what another task waits for while that of this one is asked for", async () => {
  const second = held<WaitReport>();
  const rpc = testRpc({ "runs.waiting": ({ taskId }: { taskId: string }) => (taskId === "first" ? reportOf(1, 2) : second.answer) });
  const shown = (taskId: string) => (
    <Around rpc={rpc}>
      <WhyWaiting dagId="d" runId="r" taskId={taskId} />
    </Around>
  );
  const { rerender } = render(shown("first"));
  expect(await screen.findByText(/1 of 2 have ended/)).toBeDefined();
  rerender(shown("second"));
  expect(screen.queryByText(/1 of 2 have ended/)).toBeNull();
  second.give(reportOf(3, 4));
  expect(await screen.findByText(/3 of 4 have ended/)).toBeDefined();
});
