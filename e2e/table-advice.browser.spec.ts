/** Tables in the drawing, in the browser. */
import { test } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { failForWant, fromErrorToTable, showChecks, tableOfNoQuery, tablesDag, filesAreProposed, filesOfData } from "./table-advice.ts";
import { visit } from "./visit-browser.ts";

test("a table that is not there leads to its task, and a query to its table", () => visit(tablesDag, (page) => fromErrorToTable(page)));
test("what a database says of the query stands at the field", () => visit(tablesDag, (page) => tableOfNoQuery(page)));

test("the way out of an error, and the fields of checks, are accessible in both themes", () =>
  visit(tablesDag, (page) => expectAccessible(page, [{ name: "missing dependency", open: failForWant }, { name: "checks", open: showChecks }])));
test("files of the workspace are proposed where SQL reads one", () => visit(filesOfData, (page) => filesAreProposed(page)));
