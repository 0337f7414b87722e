// @vitest-environment happy-dom
import { cleanup, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, it } from "vitest";
import { run } from "../../../rpc/run-samples.ts";
import { Around, testRpc } from "../../../rpc/test-rpc.tsx";
import { useCompareWith } from "./use-compare-with.ts";

afterEach(() => {
  cleanup();
  location.hash = "";
});

const runs = [run("r3", 3), run("r2", 2), run("r1", 1)];

it.each([
  ["read", runs[0]],
  ["not read yet, so that the one before it is still shown", runs[1]],
])("compares a run that is %s with the one before it", async (_, shown) => {
  const rpc = testRpc({
    "runs.get": ({ runId }: { runId: string }) => ({ run: runs.find((each) => each.runId === runId), tasks: [] }),
    "runs.list": ({ before = 0 }: { before?: number }) => ({ runs: runs.filter(({ queuedAt }) => queuedAt < before).slice(0, 1), more: false, cursor: null }),
  });
  const { result } = renderHook(() => useCompareWith({ place: { dagId: "a", source: undefined }, run: shown ?? null, runId: "r3", taskId: null }), {
    wrapper: ({ children }: { children: ReactNode }) => <Around rpc={rpc}>{children}</Around>,
  });
  result.current.previous();
  await waitFor(() => expect(location.hash).toContain("compare"));
  expect(location.hash).toBe("#/dags/a/runs/r3?face=compare&with=r2");
});
