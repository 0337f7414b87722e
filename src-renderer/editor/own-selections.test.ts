// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { keepOwnSelections, ownMs } from "./own-selections.ts";

const heard = vi.fn();
let node: HTMLElement;
let stop: () => void;
let move: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.advanceTimersByTime(10 * ownMs);
  document.body.innerHTML = "<div><textarea></textarea></div><input>";
  node = document.querySelector("div") ?? document.body;
  document.addEventListener("selectionchange", heard);
  const kept = keepOwnSelections(node, (listener) => ((move = listener), { dispose: () => undefined }));
  stop = () => kept.dispose();
  node.querySelector("textarea")?.focus();
  vi.advanceTimersByTime(ownMs);
});

afterEach(() => {
  stop();
  document.removeEventListener("selectionchange", heard);
  heard.mockReset();
  vi.useRealTimers();
});

const change = (): boolean => document.dispatchEvent(new Event("selectionchange", { bubbles: true }));
const press = (): unknown => node.querySelector("textarea")?.dispatchEvent(new KeyboardEvent("keydown", { key: "Home", bubbles: true }));

it.each([
  ["a key", press],
  ["a move of the cursor", () => move()],
])("keeps what follows %s from the page, and only that", (_, act) => {
  act();
  vi.advanceTimersByTime(ownMs - 1);
  change();
  expect(heard).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  change();
  expect(heard).toHaveBeenCalledTimes(1);
});

it("is no hindrance elsewhere, nor afterwards", () => {
  press();
  document.querySelector("input")?.focus();
  change();
  expect(heard).toHaveBeenCalledTimes(1);
  stop();
  node.querySelector("textarea")?.focus();
  press();
  change();
  expect(heard).toHaveBeenCalledTimes(2);
});
