// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { Notifications } from "@mantine/notifications";
import { afterEach, expect, it } from "vitest";
import { AppError } from "../../../../shared/errors/app-error.ts";
import { Around, testRpc } from "../../../rpc/test-rpc.tsx";
import type { DagPageState } from "../use-dag-page.ts";
import { CapsuleStrip } from "./capsule-strip.tsx";

afterEach(cleanup);

it("stays, and says why, when the capsule cannot be closed", async () => {
  location.hash = "#/dags/d/runs/r?source=capsule%3Ax";
  const rpc = testRpc({
    "capsules.manifest": () => ({ origin: { host: "laptop" }, exportedAt: 0, masks: { params: [], conf: [] }, outputs: [], logs: [] }),
    "capsules.list": () => ({ capsules: [] }),
    "capsules.close": () => Promise.reject(new AppError("internal", "the disk is full")),
  });
  render(
    <Around rpc={rpc}>
      <Notifications />
      <CapsuleStrip page={{ place: { dagId: "d", source: "capsule:x" } } as DagPageState} />
    </Around>,
  );
  fireEvent.click(await screen.findByRole("button", { name: "Close capsule" }));
  await act(() => new Promise((resolve) => setTimeout(resolve, 20)));
  expect(screen.getByText("the disk is full")).toBeDefined();
  expect(location.hash).toContain("/runs/r");
});
