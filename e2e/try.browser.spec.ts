/** Trying in the browser. */
import { test } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { lookAtEdge, openTried, output, triedDag, tryFromPin, tryScript, tryTrouble, tryUnsaved } from "./try.ts";
import { visit } from "./visit-browser.ts";

test("unsaved text is tried below the canvas, and nothing is published", () => visit(triedDag, (page, { path }) => tryUnsaved(page, path)));
test("a pin stands in for what is before", () => visit(triedDag, (page) => tryFromPin(page)));
test("trouble is told at its place, and a long try is cancelled", () => visit(triedDag, (page) => tryTrouble(page)));
test("a script is tried beside its output", () => visit(triedDag, (page) => tryScript(page)));
test("an edge shows the rows that flow along it", () => visit(triedDag, (page) => lookAtEdge(page)));

test("trying is accessible in both themes", () =>
  visit(triedDag, (page) =>
    expectAccessible(page, [
      { name: "not tried", open: async (each) => (await openTried(each), await each.locator('[data-task-id="squares"]').click(), await each.keyboard.press("Control+j")) },
      { name: "failed", open: async (each) => (await each.keyboard.press("F7"), await output(each).getByRole("alert").waitFor()) },
      { name: "tried", open: async (each) => (await each.keyboard.press("Control+F7"), await output(each).getByRole("grid").waitFor()) },
    ]),
  ));
