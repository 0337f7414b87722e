// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import type { Diagnostic } from "../../../shared/model/diagnostic.ts";
import { Around, testRpc } from "../../rpc/test-rpc.tsx";
import { DiagnosticsList } from "./diagnostics-list.tsx";

afterEach(cleanup);

const one = (severity: Diagnostic["severity"], code = "dag/some"): Diagnostic => ({ severity, code, message: `a ${severity}`, file: "d.dag.yaml", line: 1, column: 1 });

function show(...diagnostics: Diagnostic[]): string[] {
  cleanup();
  render(
    <Around rpc={testRpc({})}>
      <DiagnosticsList diagnostics={diagnostics} onShow={() => undefined} />
    </Around>,
  );
  return screen.queryAllByRole("listitem").map((item) => item.textContent ?? "");
}

it("shows errors with all that stands beside them, and that the file is being read", () => {
  expect(show(one("warning"), one("error"))).toHaveLength(2);
  expect(show(one("info", "dag/being-read"))).toEqual([expect.stringContaining("a info")]);
});

it("folds what is no error, and calls it what it is", async () => {
  expect(show(one("warning"), one("info"), one("warning"))).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: "2 warnings in the file" }));
  expect(screen.getAllByRole("listitem")).toHaveLength(3);
  expect(show(one("info"))).toEqual([]);
  expect(screen.getByRole("button", { name: "1 note on the file" })).toBeTruthy();
});
