import { test } from "playwright/test";
import * as queries from "./queries.ts";
import { newQuery } from "./results-screen.ts";
import { visit } from "./visit-browser.ts";

test.describe.configure({ timeout: 240_000 });

test("a column of a result says where it comes from", () =>
  visit(queries.queriesWorkspace, async (page) => {
    await newQuery(page);
    await queries.columnSaysWhereItComesFrom(page);
  }));
test("what ran with values runs again with them", () =>
  visit(queries.queriesWorkspace, async (page) => {
    await newQuery(page);
    await queries.historyKeepsValues(page);
  }));
