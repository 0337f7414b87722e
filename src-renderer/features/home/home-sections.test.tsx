// @vitest-environment happy-dom
import { renderToStaticMarkup } from "react-dom/server";
import { cleanup, render } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import type { RunSummary } from "../../../shared/model/run.ts";
import { Around, testRpc } from "../../rpc/test-rpc.tsx";
import { RunningSection, StartRow } from "./home-sections.tsx";

afterEach(cleanup);

describe("the list of DAGs to begin with", () => {
  it("says what a DAG is about without the marks of its Markdown", () => {
    const dag = { dagId: "a", doc: "**Fails** on *purpose*.\n\n1. Run it.", file: "a.dag.yaml", taskCount: 2 };
    expect([renderToStaticMarkup(<StartRow dag={dag} />), renderToStaticMarkup(<StartRow dag={{ ...dag, doc: null }} />)].map((html) => html.replaceAll(/<[^>]*>/g, "|").replaceAll(/\|+/g, "|"))).toEqual([
      "|a|Fails on purpose.|2 tasks|",
      "|a|a.dag.yaml|2 tasks|",
    ]);
  });
});

describe("what runs now", () => {
  const runs = (state: RunSummary["state"], count: number): RunSummary[] => Array.from({ length: count }, (_, n) => ({ dagId: `${state}${n}`, runId: "r", state, queuedAt: 1, startedAt: state === "running" ? 2 : null, endedAt: null, reason: null }) as RunSummary);

  it("stands before what waits, however much waits", () => {
    const { container } = render(
      <Around rpc={testRpc({})}>
        <RunningSection running={{ runs: runs("running", 2), more: false }} queued={{ runs: runs("queued", 100), more: true }} />
      </Around>,
    );
    expect([...container.querySelectorAll("strong")].map((one) => one.textContent)).toEqual(["running0", "running1", ...Array.from({ length: 10 }, (_, n) => `queued${n}`)]);
    expect(container.textContent).toContain("102+");
  });
});
