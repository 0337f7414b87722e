// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { run } from "../../rpc/run-samples.ts";
import { RunHistory } from "./run-history.tsx";

afterEach(cleanup);

it.each([
  ["shown", "r1", ["0", "-1"]],
  ["newest, where the shown one is not among them,", "r0", ["-1", "0"]],
])("the bar of the %s run is reached by the Tab key", (_, runId, reached) => {
  render(<RunHistory runs={[run("r2", 2), run("r1", 1)]} runId={runId} onSelect={() => {}} />);
  expect(screen.getAllByRole("button").map((bar) => bar.getAttribute("tabindex"))).toEqual(reached);
});
