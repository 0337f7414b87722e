// @vitest-environment happy-dom
import { cleanup, render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useCommandContexts, useCommandHandlers } from "./command-handlers.ts";
import { bindCommandKeys } from "./command-keys.ts";

let done: string[];
let unbind: () => void;

beforeEach(() => {
  done = [];
  unbind = bindCommandKeys(window);
});
afterEach(() => {
  cleanup();
  unbind();
  vi.restoreAllMocks();
});

/** A window that may know its workspace already. */
function Window({ knows }: { knows: boolean }): ReactNode {
  useCommandContexts(knows && "workspace", knows && "writable");
  useCommandHandlers({ "dag.new": () => void done.push("new"), "palette.open": () => void done.push("palette") });
  return null;
}

const pressNew = (): Promise<unknown> => userEvent.keyboard("{Alt>}n{/Alt}");

it("are done once, when the window knows its workspace", async () => {
  const { rerender } = render(<Window knows={false} />);
  await pressNew();
  expect(done).toEqual([]);
  rerender(<Window knows />);
  await Promise.resolve();
  expect(done).toEqual(["new"]);
  rerender(<Window knows={false} />);
  rerender(<Window knows />);
  await Promise.resolve();
  expect(done).toEqual(["new"]);
  await pressNew();
  expect(done).toEqual(["new", "new"]);
});

it("count no more once something else was done", async () => {
  const { rerender } = render(<Window knows={false} />);
  await pressNew();
  await pressNew();
  await userEvent.keyboard("{Control>}p{/Control}");
  expect(done).toEqual(["palette"]);
  rerender(<Window knows />);
  await Promise.resolve();
  expect(done).toEqual(["palette"]);
});

it("are forgotten by one who has waited too long", async () => {
  const { rerender } = render(<Window knows={false} />);
  await pressNew();
  const late = performance.now() + 10_001;
  vi.spyOn(performance, "now").mockReturnValue(late);
  rerender(<Window knows />);
  await Promise.resolve();
  expect(done).toEqual([]);
});
