import { test, type Page } from "playwright/test";
import * as results from "./results-journeys.ts";
import { newQuery } from "./results-screen.ts";
import { throwawayPostgres } from "./throwaway-postgres.ts";
import { visit as visitFiles } from "./visit-browser.ts";
import { oneDag } from "./workspaces.ts";

// Long ways through real databases; a busy machine needs its time.
test.describe.configure({ timeout: 240_000 });

const visit = (journey: (page: Page, workspace: string) => Promise<void>, files: Record<string, string> = {}): Promise<void> =>
  visitFiles({ ...oneDag, ...files }, (page, { path }) => journey(page, path), { strict: true });

test("a million rows scroll, sort and filter, and neither page nor engine grows with them", () => visit((page) => results.millionRows(page, "dagwright.mjs serve")));
test("rows are sorted by several columns and filtered by every kind of value", () =>
  visit(async (page) => {
    await newQuery(page);
    await results.sortedAndFiltered(page);
  }));
test("cells are selected, copied, read in full and found; columns are pinned, moved and hidden", () =>
  visit(async (page) => {
    await newQuery(page);
    await results.gridInHand(page, () => page.evaluate(() => navigator.clipboard.readText()));
  }));
test("results of several runs are kept, named, pinned, compared and closed", () =>
  visit(async (page) => {
    await results.resultsKept(page);
    await results.moreThanTheLimit(page);
  }));
test("a plan is a tree, measured without a trace; history runs again; a query is named and deleted", () =>
  visit(async (page, workspace) => {
    await newQuery(page);
    await results.explained(page);
    await results.historyRunsAgain(page);
    await results.queryNamed(page, workspace);
  }));
test("PostgreSQL: exact values, its mistakes, and a runaway query gone from the server", async () => {
  const postgres = await throwawayPostgres();
  try {
    await visit((page) => results.onPostgres(page, postgres.connection), { "dagwright.json": JSON.stringify({ connections: { pg: postgres.connection } }) });
  } finally {
    await postgres.stop();
  }
});
