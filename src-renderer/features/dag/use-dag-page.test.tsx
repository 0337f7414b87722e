// @vitest-environment happy-dom
import { cleanup, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "../../../shared/errors/app-error.ts";
import { Around, testRpc, type Answers } from "../../rpc/test-rpc.tsx";
import { run } from "../../rpc/run-samples.ts";
import { useDagPage } from "./use-dag-page.ts";

afterEach(cleanup);

const dag = { summary: { dagId: "a", file: "a.dag.yaml" }, dag: null, tasks: [], outline: {}, source: "", diagnostics: [] };
function open(answers: Answers) {
  const rpc = testRpc(answers);
  return renderHook(() => useDagPage({ dagId: "a" }), { wrapper: ({ children }: { children: ReactNode }) => <Around rpc={rpc}>{children}</Around> });
}

describe("useDagPage", () => {
  it("does not take runs that could not be read for none, and reads them again when asked to", async () => {
    let isDown = true;
    const { result } = open({
      "dags.get": () => dag,
      "runs.list": () => {
        if (isDown) throw new AppError("internal", "the history is locked");
        return { runs: [], more: false, cursor: null };
      },
    });
    await waitFor(() => expect(result.current.runFailure?.message).toBe("the history is locked"));
    isDown = false;
    result.current.retry();
    await waitFor(() => expect(result.current.runFailure).toBeNull());
    expect(result.current.runId).toBeNull();
  });

  it("shows a DAG that is not there as its newest run has it, and says nothing of it before the runs are known", async () => {
    const failures: unknown[] = [];
    const { result } = open({
      "dags.get": () => Promise.reject(new AppError("dag/not-found", "not found")),
      "runs.list": () => new Promise((resolve) => setTimeout(() => resolve({ runs: [run("r1", 1)], more: false, cursor: null }), 20)),
      "capsules.dag": ({ runId }: { runId: string }) => ({ ...dag, source: `of ${runId}` }),
    });
    failures.push(result.current.dagFailure);
    await waitFor(() => expect(result.current.dag?.source).toBe("of r1"));
    expect([result.current.isGone, result.current.isKept, result.current.dagFailure, ...failures]).toEqual([true, false, null, null]);
  });

  it("knows a DAG that never was by its failure", async () => {
    const { result } = open({ "dags.get": () => Promise.reject(new AppError("dag/not-found", "not found")), "runs.list": () => ({ runs: [], more: false, cursor: null }) });
    await waitFor(() => expect(result.current.dagFailure?.code).toBe("dag/not-found"));
    expect(result.current.isGone).toBe(false);
  });
});
