// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { AppError } from "../../../../shared/errors/app-error.ts";
import type { RunComparison } from "../../../../shared/run-view/comparison.ts";
import { run } from "../../../rpc/run-samples.ts";
import { Around, testRpc } from "../../../rpc/test-rpc.tsx";
import type { DagPageState } from "../use-dag-page.ts";
import { CompareVersions } from "./compare-versions.tsx";

afterEach(cleanup);

it("reads a version again that could not be read", async () => {
  const asked: string[] = [];
  const rpc = testRpc({
    "runs.version": ({ runId }: { runId: string }) => {
      asked.push(runId);
      if (asked.length <= 2) throw new AppError("internal", "the history is locked");
      return new Promise(() => {});
    },
  });
  render(
    <Around rpc={rpc}>
      <CompareVersions page={{ place: { dagId: "a" } } as DagPageState} comparison={{ before: run("r1", 1), after: run("r2", 2) } as RunComparison} />
    </Around>,
  );
  fireEvent.click(await screen.findByRole("button", { name: "Try again" }));
  await Promise.resolve();
  expect(asked).toEqual(["r1", "r2", "r1", "r2"]);
});
