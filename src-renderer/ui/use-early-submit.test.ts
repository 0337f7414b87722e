// @vitest-environment happy-dom
import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { useEarlySubmit } from "./use-early-submit.ts";

afterEach(cleanup);

const pending = { isReady: false, isPending: true, entered: "load" };
const ready = { isReady: true, isPending: false, entered: "load" };

/** A form that tells under which entry it did its work. */
function opened(first: typeof pending) {
  const done: string[] = [];
  const { result, rerender } = renderHook((form: typeof pending) => useEarlySubmit(form, () => done.push(form.entered)), { initialProps: first });
  return { done, rerender, submit: () => act(() => result.current.submit()), isKept: () => result.current.isKept };
}

describe("Enter in a form", () => {
  it("does its work at once where all is there", () => {
    const form = opened(ready);
    form.submit();
    expect(form.done).toEqual(["load"]);
  });

  it("that came too early does its work once, when all is there", () => {
    const form = opened(pending);
    form.submit();
    expect([form.done, form.isKept()]).toEqual([[], true]);
    form.rerender(ready);
    form.rerender({ ...ready });
    expect([form.done, form.isKept()]).toEqual([["load"], false]);
  });

  it("is let go when something else was entered meanwhile, and does not come back with the first", () => {
    const form = opened(pending);
    form.submit();
    form.rerender({ ...pending, entered: "loads" });
    expect(form.isKept()).toBe(false);
    form.rerender(pending);
    form.rerender(ready);
    expect(form.done).toEqual([]);
  });

  it("is let go when what was looked for makes it impossible", () => {
    const form = opened(pending);
    form.submit();
    form.rerender({ ...pending, isPending: false });
    form.rerender(ready);
    expect(form.done).toEqual([]);
  });

  it("does nothing where nothing will be ready by itself", () => {
    const form = opened({ ...pending, isPending: false });
    form.submit();
    form.rerender(ready);
    expect(form.done).toEqual([]);
  });
});
