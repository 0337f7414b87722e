// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { AppError } from "../../../shared/errors/app-error.ts";
import { run, task } from "../../rpc/run-samples.ts";
import { Around, testRpc } from "../../rpc/test-rpc.tsx";
import { IncidentDialog } from "./incident-dialog.tsx";

afterEach(cleanup);

it("saves nothing before it is known what could be masked", async () => {
  let isDown = true;
  const checks = [{ failingRows: [["x"]], failingColumns: ["email"] }];
  const rpc = testRpc({
    "runs.get": () => {
      if (isDown) throw new AppError("run/unknown-source", "the capsule was closed");
      return { run: run("r", 1), graph: [], tasks: [task("t", "failed")] };
    },
    "runs.task": () => ({ attempts: [{ checks }] }),
  });
  render(
    <Around rpc={rpc}>
      <IncidentDialog run={{ dagId: "a", runId: "r" }} taskId={null} onClose={() => {}} />
    </Around>,
  );
  const save = await screen.findByRole("button", { name: "Save…" });
  expect(save.hasAttribute("disabled")).toBe(true);
  expect((await screen.findByRole("alert")).textContent).toContain("the capsule was closed");
  isDown = false;
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("checkbox", { name: "Column email of failing rows" })).toBeDefined();
  expect(save.hasAttribute("disabled")).toBe(false);
});
