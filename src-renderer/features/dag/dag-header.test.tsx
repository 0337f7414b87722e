// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import type { DagDetail } from "../../../shared/contract/dags.ts";
import type { RunDetail } from "../../../shared/contract/runs.ts";
import { run } from "../../rpc/run-samples.ts";
import { Around, testRpc } from "../../rpc/test-rpc.tsx";
import { DagHeader, type DagHeaderProps } from "./dag-header.tsx";

afterEach(cleanup);

const dag = { summary: { dagId: "a", scheduleText: "0 3 * * *", scheduleWords: "every day at 03:00", timezone: "UTC", scheduleOn: false, nextRunAt: null, errors: 0 }, dag: {}, tasks: [] } as unknown as DagDetail;
const detail = { run: run("r2", 1, { state: "success", endedAt: 2, again: { runId: "r1", version: "then" } }), graph: [], tasks: [] } as RunDetail;
const show = (part: Pick<DagHeaderProps, "isKept" | "isGone" | "source">): void =>
  void render(
    <Around rpc={testRpc({ "acts.notes": () => ({ notes: [] }) })}>
      <DagHeader dagId="a" dag={dag} detail={detail} runs={[]} {...part}>
        {null}
      </DagHeader>
    </Around>,
  );

describe("the header of a DAG", () => {
  it("has the switch of its schedule, and leads to the run that is repeated", () => {
    show({ isKept: false, isGone: false, source: undefined });
    expect(screen.getByRole("switch", { name: "Run a by its schedule" })).toBeDefined();
    expect(screen.getByRole("link", { name: "another run" }).getAttribute("href")).toBe("#/dags/a/runs/r1");
  });

  it.each([
    ["a capsule", { isKept: true, isGone: false, source: "capsule:x" }],
    ["a file that has gone", { isKept: false, isGone: true, source: undefined }],
  ])("switches nothing here for a DAG of %s, which may have a namesake", (_, part) => {
    show(part);
    expect(screen.getByText("every day at 03:00")).toBeDefined();
    expect(screen.queryByRole("switch")).toBeNull();
  });

  it("leads from a run elsewhere to none of this machine", () => {
    show({ isKept: true, isGone: false, source: "capsule:x" });
    expect(screen.getByText("another run").getAttribute("title")).toBe("r1");
    expect(screen.queryByRole("link")).toBeNull();
  });
});
