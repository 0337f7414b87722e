// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { AppError } from "../../../../shared/errors/app-error.ts";
import type { Attempt } from "../../../../shared/model/run.ts";
import { Around, testRpc } from "../../../rpc/test-rpc.tsx";
import { LogTab } from "./log-tab.tsx";

afterEach(cleanup);

it("reads a log again that could not be read", async () => {
  let isDown = true;
  async function* watched(): AsyncGenerator<unknown> {
    if (isDown) throw new AppError("internal", "permission denied");
    yield { epoch: 1, size: 0, scanned: 0, lines: 0, counts: [0, 0, 0, 0, 0, 0], errors: 0, firstError: null, groups: 0, droppedBytes: 0, complete: true };
  }
  const attempt = { attemptId: "1.0.1", taskId: "t", tryNumber: 1, startedAt: 1, endedAt: 2, state: "success" } as Attempt;
  render(
    <Around rpc={testRpc({ "logs.watch": watched })}>
      <LogTab tryRef={{ dagId: "d", runId: "r", taskId: "t", tryNumber: 1 }} attempt={attempt} />
    </Around>,
  );
  expect((await screen.findByRole("alert")).textContent).toContain("permission denied");
  isDown = false;
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("This try wrote nothing")).toBeDefined();
});
