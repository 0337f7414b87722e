/** Dropping files in the desktop window. */
import { test } from "playwright/test";
import { dropDag, dropData, dropPrograms, refuseDrops } from "./drops.ts";
import { visit } from "./visit-desktop.ts";

test("programs that are dropped become tasks: named, copied or taken in", () => visit(dropDag, (page, { path }) => dropPrograms(page, path)));
test("data that is dropped becomes tasks that load it", () => visit(dropDag, (page, { path }) => dropData(page, path)));
test("what cannot be dropped says why", () => visit(dropDag, (page) => refuseDrops(page)));
