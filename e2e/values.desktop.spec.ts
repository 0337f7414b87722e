/** Values and rows in the desktop window. */
import { test } from "playwright/test";
import { findByLongId, readValues, valuesDag } from "./values.ts";
import { visit } from "./visit-desktop.ts";

test("values and rows are shown to the last digit, and nothing in them is obeyed", () => visit(valuesDag, (page, _, { app }) => readValues(page, () => app.evaluate(({ clipboard }) => clipboard.readText()))));
test("a run is found by an id of 64 bits", () => visit(valuesDag, (page) => findByLongId(page)));
