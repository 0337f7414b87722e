import { test } from "playwright/test";
import { typedOverSelection, typingWorkspace } from "./program-typing.ts";
import { visit } from "./visit-desktop.ts";

test("typing over a selection in a program loses no letter", () => {
  test.setTimeout(180_000);
  return visit(typingWorkspace, (page, workspace) => typedOverSelection(page, workspace.path));
});
