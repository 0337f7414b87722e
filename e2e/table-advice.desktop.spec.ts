/** Tables in the drawing, in the desktop window. */
import { test } from "playwright/test";
import { fromErrorToTable, tableOfNoQuery, tablesDag, filesAreProposed, filesOfData } from "./table-advice.ts";
import { visit } from "./visit-desktop.ts";

test("a table that is not there leads to its task, and a query to its table", () => visit(tablesDag, (page) => fromErrorToTable(page)));
test("what a database says of the query stands at the field", () => visit(tablesDag, (page) => tableOfNoQuery(page)));
test("files of the workspace are proposed where SQL reads one", () => visit(filesOfData, (page) => filesAreProposed(page)));
